"""The whole path with real parts: two mailboxes, a file and a pasted mail are one mail. And what
the database and the log hold of it.
"""

from __future__ import annotations

import io
import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from orchestrator import preferences
from orchestrator.inbox import accounts, bodies, decisions, sync, uploads
from orchestrator.jobs import removal
from orchestrator.models import (
    InboundMessage,
    Job,
    MailAccount,
    SeenMail,
    StageEvent,
    SyncRun,
    User,
)
from tests import make
from tests.inbox import boxes
from tests.inbox.lists import AT, INVITES, applied, boxed, source
from tests.outside.dovecot import PASSWORD, Dovecot
from tests.outside.gmail import GmailStub, slow_down

pytestmark = pytest.mark.django_db
OURS = ("orchestrator", "jobops", "tailoring", "django_q", "django-q")
SECRET = "The canary sang at 4711"
FILLER = "We look forward to it. " * 20


@pytest.fixture(autouse=True)
def _worker(db: None) -> None:
    make.heartbeat()


@pytest.fixture
def job(ada: User) -> Job:
    return applied(ada)


@pytest.fixture
def imap(ada: User, dovecot: Dovecot, mail_user: str) -> MailAccount:
    return accounts.connect_imap(
        ada, key="default", host="localhost", port=dovecot.tls, security="tls", username=mail_user,
        password=PASSWORD, folders=["INBOX"],
    )  # fmt: skip


def read(account: MailAccount) -> SyncRun:
    run = sync.request(MailAccount.objects.get(pk=account.pk))
    sync.run(run.pk)
    run.refresh_from_db()
    assert (run.status, run.error) == ("completed", None)
    return run


def brought(owner: User, content: bytes) -> SyncRun:
    run = uploads.bring(owner, [("mail.mbox", io.BytesIO(content))])
    sync.run(run.pk)
    run.refresh_from_db()
    assert run.status == "completed"
    return run


def dump() -> str:
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(repr(cursor.fetchall()))
    return "".join(found)


def test_the_same_mail_four_ways_is_one_mail_with_one_step(
    ada: User, job: Job, gmail: GmailStub, imap: MailAccount, dovecot: Dovecot
) -> None:
    mail = source(1)
    gmail.put(mail, at=AT)
    dovecot.put(imap.server["username"], mail, at=AT)
    runs = [read(boxes.gmail_account(ada, gmail)), read(imap), brought(ada, boxed(mail))]
    row = uploads.paste(ada, mail.decode())
    assert row is not None
    assert row == InboundMessage.objects.get()
    assert (row.status, row.job, row.provider) == ("auto_linked", job, "gmail")
    assert StageEvent.objects.filter(source="mail").count() == 1
    assert row.runs.count() == 4
    assert [(run.discovered, run.skipped) for run in runs] == [(1, 0), (1, 1), (1, 1)]


def test_an_answer_follows_its_thread_and_a_rejection_closes(
    ada: User, job: Job, imap: MailAccount, dovecot: Dovecot
) -> None:
    answer = source(2, sender="Jo <jo@agency.example>", text="Does Tuesday suit you?")
    answer = answer.replace(b"From:", b"In-Reply-To: <1@acme.com>\r\nFrom:")
    no = source(3, text="We regret to inform you that we will not be moving forward with you.")
    dovecot.put(imap.server["username"], source(1), answer, no, at=AT)
    read(imap)
    linked = InboundMessage.objects.filter(job=job).order_by("external_id")
    assert [row.status for row in linked] == ["auto_linked"] * 2
    waiting = InboundMessage.objects.get(job=None)
    assert (waiting.suggested, waiting.signals[0]["kind"]) == (job, "thread")
    job.refresh_from_db()
    assert (job.status, job.outcome) == ("in_progress", "rejected")


def test_a_history_that_is_too_old_is_read_again_and_nothing_twice(
    ada: User, job: Job, gmail: GmailStub
) -> None:
    gmail.put(source(1), at=AT)
    account = boxes.gmail_account(ada, gmail)
    read(account)
    gmail.forget_history()
    gmail.put(source(2), at=timezone.now())
    again = read(account)
    assert again.relevant == 1
    assert InboundMessage.objects.count() == 2
    assert StageEvent.objects.filter(source="mail").count() == 2


def test_a_folder_that_was_made_anew_is_read_again_and_nothing_twice(
    ada: User, job: Job, imap: MailAccount, dovecot: Dovecot
) -> None:
    user = imap.server["username"]
    dovecot.put(user, source(1), at=AT, folder="Jobs")
    account = accounts.connect_imap(
        ada, key="default", host="localhost", port=dovecot.tls, security="tls", username=user,
        password=PASSWORD, folders=["Jobs"],
    )  # fmt: skip
    read(account)
    with dovecot.client(user) as client:
        client.delete_folder("Jobs")
    dovecot.put(user, source(1), source(2), at=AT, folder="Jobs")
    again = read(account)
    assert (again.discovered, again.skipped, again.relevant) == (2, 1, 1)
    assert InboundMessage.objects.count() == 2


def test_a_withdrawn_permission_is_said_once_and_tried_no_more(
    ada: User, job: Job, gmail: GmailStub
) -> None:
    account = boxes.gmail_account(ada, gmail)
    gmail.put(source(1), at=AT)
    gmail.revoke()
    run = sync.request(account)
    sync.run(run.pk)
    run.refresh_from_db()
    account.refresh_from_db()
    assert (run.status, run.error["code"], account.status) == ("failed", "revoked", "error")
    asked = len(gmail.seen)
    assert sync.start_due(timezone.now() + timedelta(days=1)) == 0
    assert len(gmail.seen) == asked < 5


def test_a_provider_that_is_asked_too_often_is_left_alone_for_a_while(
    ada: User, job: Job, gmail: GmailStub
) -> None:
    account = boxes.gmail_account(ada, gmail)
    gmail.put(source(1), at=AT)
    gmail.next(slow_down(retry_after=900))
    run = sync.request(account)
    sync.run(run.pk)
    account.refresh_from_db()
    assert account.not_before is not None
    assert account.not_before > timezone.now() + timedelta(minutes=14)
    assert sync.start_due() == 0
    assert sync.start_due(account.not_before) == 1
    sync.run(SyncRun.objects.get(status="queued").pk)
    assert InboundMessage.objects.get().job == job


def test_only_new_mail_is_asked_for(
    ada: User, job: Job, imap: MailAccount, dovecot: Dovecot
) -> None:
    user = imap.server["username"]
    dovecot.put(user, *(source(n) for n in range(5)), at=AT)
    read(imap)
    assert (read(imap).discovered, read(imap).discovered) == (0, 0)
    dovecot.put(user, source(9), at=AT)
    assert read(imap).discovered == 1
    assert dovecot.flags(user) == [()] * 6


def test_mail_of_a_deleted_job_is_not_fetched_again(
    ada: User, job: Job, imap: MailAccount, dovecot: Dovecot
) -> None:
    dovecot.put(imap.server["username"], source(1), at=AT)
    read(imap)
    removal.remove(ada, Job.objects.filter(pk=job.pk), actor="user", discard=lambda *_: None)
    MailAccount.objects.update(cursor={})
    again = read(imap)
    assert (again.discovered, again.skipped) == (1, 1)
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize("keeps", [True, False])
def test_the_database_holds_no_secret_and_no_text(
    ada: User, job: Job, gmail: GmailStub, imap: MailAccount, dovecot: Dovecot, keeps: bool
) -> None:
    preferences.save(ada, {"mailKeepBodies": keeps})
    linked = source(1, text=f"{INVITES} {FILLER} {SECRET}")
    lunch = source(2, text=SECRET, sender="Ben <ben@friends.example>")
    lunch = lunch.replace(b"Your application", b"Luncheon")
    dovecot.put(imap.server["username"], linked, lunch, at=AT)
    gmail.put(source(3, text=f"{INVITES} {FILLER} {SECRET}"), at=AT)
    account = boxes.gmail_account(ada, gmail)
    read(imap)
    read(account)
    found = dump()
    held = InboundMessage.objects.exclude(body=None).count()
    assert held == (InboundMessage.objects.filter(job=job).count() if keeps else 0)
    assert InboundMessage.objects.filter(job=job).count() == 2
    assert SeenMail.objects.count() == 1
    for word in (PASSWORD, SECRET, "ya29.", "1//", "Luncheon", "friends.example"):
        assert word not in found


def test_a_text_linked_by_hand_is_fetched_by_the_next_reading_and_once_forgotten_never_again(
    ada: User, job: Job, imap: MailAccount, dovecot: Dovecot
) -> None:
    preferences.save(ada, {"mailKeepBodies": True})
    user = imap.server["username"]
    dovecot.put(user, source(1, sender="Jo <jo@hiring.example>", text=f"{INVITES} {SECRET}"), at=AT)
    read(imap)
    row = InboundMessage.objects.get()
    assert (row.status, row.body) == ("pending_user", None)
    decisions.approve(row, job=job, actor="user")
    read(imap)
    row.refresh_from_db()
    assert SECRET in (bodies.text(row) or "")
    assert bodies.drop(row)
    read(imap)
    row.refresh_from_db()
    assert row.body is None


def test_odd_characters_of_a_head_are_stored_by_every_database(ada: User, job: Job) -> None:
    odd = source(1).replace(
        b"From: Acme Jobs <jobs@acme.com>",
        b"From: =?utf-8?q?Ac=00me=ED=A0=80?= <jo\x00bs\xff@acme.com>\r\nReply-To: \x00\xfe",
    )
    odd = odd.replace(b"Subject: ", b"Subject: \x00=?utf-16?b?2AA=?= \xf0\x9f ")
    run = brought(ada, boxed(odd, source(2, text="We would like to invite\0 you. \ud800 now.")))
    assert (run.discovered, run.errored) == (2, 0)


def test_the_log_says_how_much_and_never_what(
    ada: User, job: Job, imap: MailAccount, dovecot: Dovecot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    odd = source(3, text=SECRET, sender="Canary <canary@bird.example>")
    user = imap.server["username"]
    dovecot.put(user, source(1, text=f"{INVITES} {SECRET}"), odd, source(1), b"\0\xff", at=AT)
    read(imap)
    uploads.paste(ada, f"{INVITES} {SECRET}", sender="canary@bird.example", subject="Canary")
    told = repr([vars(record) for record in caplog.records if record.name.startswith(OURS)])
    assert "mail reading ended" in told
    for word in (SECRET, "Canary", "bird.example", "acme.com", "Your application", "invite", user):
        assert word not in told
