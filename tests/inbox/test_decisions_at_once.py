"""Several at once, each on a connection of its own. Real rows make these slower than the rest."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from jobops.lib.errors import Refused
from orchestrator.inbox import decisions, senders
from orchestrator.models import InboundMessage, Job, SenderRule, StageEvent, User
from orchestrator.tracking import stages
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(times: int, verb: Callable[[int], object]) -> list[object]:
    def run(number: int) -> object:
        try:
            return verb(number)
        except Refused as refused:
            return refused.kind
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


@pytest.fixture
def sent(ada: User) -> list[Job]:
    return [stages.apply(make.job(ada, status="ready"), actor="user") for _ in range(2)]


def seen(mail: InboundMessage) -> InboundMessage:
    """As each of them read it, before anybody decided."""
    return InboundMessage.objects.select_related("suggested").get(pk=mail.pk)


def test_of_many_who_approve_for_different_jobs_one_wins(ada: User, sent: list[Job]) -> None:
    mail = make.mail(ada, suggested=sent[0])
    rows = [seen(mail) for _ in range(8)]
    found = at_once(
        8, lambda n: bool(decisions.approve(rows[n], job=sent[n % 2], actor="user").step)
    )
    assert found.count(True) == 1
    assert found.count("message_decided") == 7
    assert StageEvent.objects.filter(message=mail).count() == 1
    mail.refresh_from_db()
    assert StageEvent.objects.get(message=mail).job_id == mail.job_id


def test_of_one_who_approves_and_one_who_denies_one_wins(ada: User, sent: list[Job]) -> None:
    mail = make.mail(ada, suggested=sent[0])
    rows = [seen(mail), seen(mail)]
    verbs = (decisions.approve, decisions.deny)
    found = at_once(2, lambda n: verbs[n](rows[n], actor="user").mail.status)
    assert found.count("message_decided") == 1
    mail.refresh_from_db()
    assert mail.status in found
    assert StageEvent.objects.filter(message=mail).exists() is (mail.status == "manual_linked")


def test_undoing_at_once_happens_once(ada: User, sent: list[Job]) -> None:
    mail = decisions.approve(make.mail(ada, suggested=sent[0]), actor="user").mail
    step = StageEvent.objects.get(message=mail)
    doors: tuple[Callable[[], object], ...] = (
        lambda: decisions.undo(mail, actor="user").mail.status,
        lambda: decisions.undo_step(sent[0], step, actor="user").status,
    )
    at_once(6, lambda n: doors[n % 2]())
    assert Job.objects.get(pk=sent[0].pk).status == "applied"
    assert sent[0].events.filter(data__change="undone").count() == 1
    mail.refresh_from_db()
    assert (mail.status, mail.suggested_id) == ("pending_user", sent[0].pk)


def test_a_sender_keeps_one_rule(ada: User, sent: list[Job]) -> None:
    at_once(6, lambda n: senders.add(ada, "jobs@acme.example", sent[n % 2]).pk)
    assert SenderRule.objects.count() == 1
