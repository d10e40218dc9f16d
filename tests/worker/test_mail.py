"""Mailboxes read by a real worker from a real mail server, killed in the middle."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest
from django_q.models import OrmQ

from orchestrator.inbox import accounts, leasing, sync
from orchestrator.models import (
    InboundMessage,
    MailAccount,
    SeenMail,
    StageEvent,
    SyncRun,
    User,
)
from orchestrator.ops import timetable
from tests import make
from tests.inbox.lists import AT, applied, source
from tests.outside.dovecot import PASSWORD, Dovecot
from tests.worker.harness import REAL_ROWS, RealWorker, gone, until

pytestmark = [pytest.mark.worker, REAL_ROWS]
MANY, LUNCHES = 60, 240


@pytest.fixture
def account(ada: User, dovecot: Dovecot, mail_user: str) -> MailAccount:
    """With mails of which one in five is about Ada's application."""
    applied(ada)
    make.heartbeat()
    mails = [lunch(n) if n % 5 else source(n) for n in range(MANY + LUNCHES)]
    dovecot.fill(mail_user, mails, at=AT)
    return accounts.connect_imap(
        ada, key="default", host="localhost", port=dovecot.plain, security="plain",
        username=mail_user, password=PASSWORD, folders=["INBOX"],
    )  # fmt: skip


def lunch(number: int) -> bytes:
    mail = source(number, text="At noon?", sender="Ben <ben@friends.example>")
    return mail.replace(b"Your application", b"Lunch")


def of(run: SyncRun) -> SyncRun:
    return SyncRun.objects.get(pk=run.pk)


def in_the_middle(run: SyncRun) -> SyncRun:
    found = until(lambda: SyncRun.objects.filter(pk=run.pk, discovered__gte=20).first())
    assert found.status == "running"
    return found


def ended(run: SyncRun) -> Any:
    return SyncRun.objects.filter(pk=run.pk, finished_at__isnull=False).first()


def assert_once(run: SyncRun) -> None:
    """Nothing twice and nothing lost."""
    found = of(run)
    assert (found.status, found.discovered) == ("completed", MANY + LUNCHES)
    assert (found.relevant, found.errored, found.skipped) == (MANY, 0, 0)
    rows = InboundMessage.objects.all()
    assert (rows.count(), SeenMail.objects.count()) == (MANY, LUNCHES)
    linked = rows.filter(status="auto_linked").count()
    assert linked == found.approved > 0
    assert StageEvent.objects.filter(source="mail", message__isnull=False).count() == linked


def test_the_process_that_reads_is_killed_and_another_goes_on(
    worker: RealWorker, account: MailAccount
) -> None:
    worker.start()
    run = sync.request(account)
    reader = in_the_middle(run).worker
    assert reader is not None
    os.kill(int(reader.split("/")[2]), signal.SIGKILL)
    until(lambda: ended(run), what="the run gone on with")
    assert_once(run)
    assert MailAccount.objects.get().cursor != {}


def test_the_worker_is_killed_and_the_next_one_goes_on(
    worker: RealWorker, account: MailAccount
) -> None:
    worker.start()
    run = sync.request(account)
    in_the_middle(run)
    family = worker.family()
    worker.kill()
    until(lambda: gone(family))
    assert of(run).status == "running"
    worker.start()
    until(lambda: ended(run), what="the run gone on with")
    assert_once(run)
    again = sync.request(MailAccount.objects.get())
    until(lambda: ended(again))
    assert (of(again).status, of(again).discovered) == ("completed", 0)


def test_the_clock_reads_and_a_lost_task_is_offered_again(
    worker: RealWorker, account: MailAccount
) -> None:
    run = sync.request(account)
    OrmQ.objects.all().delete()
    worker.start()
    until(lambda: ended(run), what="the reaper's round")
    assert_once(run)
    MailAccount.objects.update(last_synced_at=AT)
    timetable.want("sync_mailboxes")
    until(lambda: SyncRun.objects.filter(is_automatic=True, status="completed").exists())
    assert not leasing.under_way().exists()
