from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orchestrator.models import InboundMessage, Job, SyncRun, User
from tests import make
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db
HOME = "/tracking-inbox"
MAIL = b"""From: Acme Careers <jobs@acme.example>
To: ada@mail.example
Subject: Baker: invitation
Date: Mon, 16 Nov 2026 10:00:00 +0000
Message-ID: <1@acme.example>
Content-Type: text/plain; charset=utf-8

Dear Ada, we would like to invite you to an interview for the Baker position at Acme.
"""


@pytest.fixture
def sent(ada: User) -> Job:
    return make.job(ada, status="applied", title="Baker", employer="Acme")


def upload(client: Client, *files: tuple[str, bytes]) -> object:
    mails = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(f"{HOME}/upload", {"mails": mails})


def test_files_become_a_run_that_can_be_watched(client: Client, ada: User) -> None:
    make.heartbeat()
    answer = upload(client, ("one.eml", MAIL), ("two.eml", MAIL))
    run = SyncRun.objects.get()
    assert answer["Location"] == f"{HOME}/runs/{run.pk}"  # type: ignore[index]
    root = page(client.get(f"{HOME}/runs/{run.pk}"))
    assert "one.eml, two.eml" in root.text_content()
    assert root.xpath("//*[@id='mail-run']/@data-live") == [f"{HOME}/runs/{run.pk}"]
    assert client.get(f"{HOME}/runs/{run.pk}", headers=HTMX).status_code == 200


def test_without_a_worker_the_page_says_so(client: Client, ada: User) -> None:
    answer = upload(client, ("one.eml", MAIL))
    assert answer.status_code == 503  # type: ignore[attr-defined]
    assert "worker" in texts(page(answer), "//*[@role='alert']")[0]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ((), "Choose at least one file."),
        ((("one.eml", b"x" * (5 * 1024 * 1024 + 1)),), "larger than 5 MiB"),
        ((("cv.pdf", b"%PDF-1.4\0"),), "is no mail"),
        (tuple(("one.eml", MAIL) for _ in range(51)), "At most 50 files"),
    ],
    ids=["none", "large", "other", "many"],
)
def test_wrong_files_are_refused_with_the_form(
    client: Client, ada: User, files: tuple[tuple[str, bytes], ...], said: str
) -> None:
    make.heartbeat()
    answer = upload(client, *files)
    assert answer.status_code in (400, 413, 415, 422)  # type: ignore[attr-defined]
    assert said in texts(page(answer), "//*[@role='alert']")[0]
    assert not SyncRun.objects.exists()


def test_a_pasted_mail_is_read_at_once(client: Client, ada: User, sent: Job) -> None:
    answer = client.post(f"{HOME}/paste", {"text": MAIL.decode()})
    mail = InboundMessage.objects.get()
    assert answer["Location"] == f"{HOME}/{mail.pk}"
    assert mail.provider == "paste"
    assert "Baker: invitation" in page(client.get(answer["Location"])).text_content()


def test_pasted_words_take_what_is_said_beside_them(client: Client, ada: User, sent: Job) -> None:
    given = {
        "text": "We would like to invite you to an interview for Baker at Acme.",
        "sender": "jobs@acme.example", "subject": "Hello", "date": "2026-11-20T10:30",
    }  # fmt: skip
    client.post(f"{HOME}/paste", given)
    mail = InboundMessage.objects.get()
    assert (mail.sender_address, mail.subject) == ("jobs@acme.example", "Hello")
    assert mail.received_at.isoformat() == "2026-11-20T10:30:00+00:00"


def test_what_is_no_mail_about_a_job_is_not_kept(client: Client, ada: User) -> None:
    answer = client.post(f"{HOME}/paste", {"text": "Two pounds of potatoes, please."})
    assert answer.status_code == 422
    assert "It was not kept." in answer.content.decode()
    assert texts(page(answer), "//textarea[@name='text']") == ["Two pounds of potatoes, please."]
    assert not InboundMessage.objects.exists()


def test_nothing_pasted_is_refused(client: Client, ada: User) -> None:
    answer = client.post(f"{HOME}/paste", {"text": "", "date": "yesterday"})
    assert answer.status_code == 422
    assert len(texts(page(answer), "//*[@role='alert']//li")) == 2


def test_reading_now_without_a_mailbox_says_so(client: Client, ada: User) -> None:
    make.heartbeat()
    root = page(client.post(f"{HOME}/sync", follow=True))
    assert texts(root, "//*[@id='toasts']//p") == ["No mailbox is connected."]


def test_runs_say_in_words_what_became_of_them(client: Client, ada: User) -> None:
    box = make.mailbox(ada)
    error = {"code": "login", "message": "The server refused the password."}
    SyncRun.objects.create(
        owner=ada, account=box, provider="imap", status="failed", error=error, discovered=7
    )
    SyncRun.objects.create(owner=ada, provider="paste", status="completed", approved=1)
    assert texts(page(client.get(f"{HOME}/runs")), "//tbody//td[1]/p") == [
        "A pasted mail", "ada@mail.example", "The server refused the password.",
    ]  # fmt: skip
    run = SyncRun.objects.get(status="failed")
    found = page(client.get(f"{HOME}/runs/{run.pk}"))
    assert texts(found, "//*[@class='meter']/li")[0] == "7 seen"


def test_a_strangers_run_is_not_there(client: Client, ben: User) -> None:
    run = SyncRun.objects.create(owner=ben, provider="upload")
    assert client.get(f"{HOME}/runs/{run.pk}").status_code == 404
    assert client.post(f"{HOME}/runs/{run.pk}/cancel").status_code == 404
