from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.models import InboundMessage, Job, StageEvent, User
from tests import make
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db
HOME = "/tracking-inbox"


@pytest.fixture
def sent(ada: User) -> Job:
    return make.job(ada, status="applied", title="Baker")


def told(client: Client, **fields: object) -> tuple[str, list[str]]:
    """The toast on the page that follows, and where its Undo leads."""
    given = {"list": "review:", **fields}
    root = page(client.post(f"{HOME}/bulk", given, follow=True))
    undo = [str(one) for one in root.xpath("//*[@id='toasts']//form/@action")]
    return texts(root, "//*[@id='toasts']//p")[0], undo


def waiting() -> int:
    return InboundMessage.objects.filter(status="pending_user").count()


def test_many_are_approved_and_one_undo_restores_all(client: Client, ada: User, sent: Job) -> None:
    mails = [make.mail(ada, suggested=sent) for _ in range(7)]
    mails += [make.mail(ada, confidence=40) for _ in range(3)]
    said, (undo,) = told(client, action="approve", mail=[mail.pk for mail in mails])
    assert said == "Linked 7 mails. 3 left as they are: without a likely job."
    assert waiting() == 3
    client.post(undo)
    assert waiting() == 10
    assert not StageEvent.objects.filter(undone_at=None, removed_at=None).exists()


def test_the_newest_undo_of_the_page_is_that_of_the_batch(
    client: Client, ada: User, sent: Job
) -> None:
    mails = [make.mail(ada, suggested=sent) for _ in range(2)]
    _, (undo,) = told(client, action="deny", mail=[mail.pk for mail in mails])
    root = page(client.get(HOME))
    assert root.xpath("//*[@id='inbox-undo']/@action") == [undo]


def test_a_whole_list_is_ignored(client: Client, ada: User) -> None:
    for _ in range(20):
        make.mail(ada)
    assert told(client, action="deny", all="1")[0] == "Ignored 20 mails."
    assert waiting() == 0


def test_of_a_searched_list_only_what_was_found(client: Client, ada: User) -> None:
    make.mail(ada, subject="Bread")
    make.mail(ada, subject="Cake")
    told(client, action="deny", all="1", list="review:bread")
    assert InboundMessage.objects.get(status="pending_user").subject == "Cake"


def test_ignored_ones_are_restored(client: Client, ada: User) -> None:
    mails = [make.mail(ada, status="ignored") for _ in range(2)]
    told(client, action="restore", list="ignored:", mail=[mail.pk for mail in mails])
    assert waiting() == 2


def test_nothing_ticked_says_so(client: Client, ada: User) -> None:
    make.mail(ada)
    assert told(client, action="approve") == ("Tick the mails first.", [])


@pytest.mark.parametrize("given", [{"action": "burn"}, {"action": "deny", "list": "cellar:"}, {}])
def test_an_unknown_action_or_list_is_not_there(
    client: Client, ada: User, given: dict[str, str]
) -> None:
    assert client.post(f"{HOME}/bulk", given).status_code == 404


def test_a_strangers_mails_stay(client: Client, ada: User, ben: User) -> None:
    mail = make.mail(ben)
    told(client, action="deny", mail=[mail.pk])
    mail.refresh_from_db()
    assert mail.status == "pending_user"
