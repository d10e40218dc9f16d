"""A run over a mailbox: what it costs, where it stands, what it leaves when something breaks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from django_q.models import OrmQ

from jobops.lib.errors import Refused
from orchestrator import leases
from orchestrator.inbox import accounts, leasing, reading, sync
from orchestrator.inbox.boxes.mailbox import MailError
from orchestrator.models import (
    InboundMessage,
    Job,
    MailAccount,
    SeenMail,
    StageEvent,
    SyncRun,
    User,
)
from orchestrator.ops import reaper
from orchestrator.tracking import stages
from tests import make
from tests.inbox.lists import AT, ListBox, applied, lunch, mail

pytestmark = pytest.mark.django_db
Boxes = Callable[..., ListBox]


@pytest.fixture
def job(ada: User) -> Job:
    return applied(ada)


@pytest.fixture
def account(ada: User) -> MailAccount:
    make.heartbeat()
    return make.mailbox(ada, credentials="sealed", last_connected_at=AT)


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Boxes:
    """Puts a mailbox where the account's would be."""

    def put(*mails: Any, **behaviour: Any) -> ListBox:
        found = ListBox(*mails, **behaviour)
        monkeypatch.setattr(accounts, "open_mailbox", lambda _: found)
        return found

    return put


def synced(account: MailAccount, **options: Any) -> SyncRun:
    run = sync.request(MailAccount.objects.get(pk=account.pk), **options)
    sync.run(run.pk)
    run.refresh_from_db()
    return run


def counts(run: SyncRun) -> dict[str, int]:
    run.refresh_from_db()
    names = ("discovered", "relevant", "matched", "approved", "errored", "skipped")
    return {name: count for name in names if (count := getattr(run, name))}


def steps() -> int:
    return StageEvent.objects.filter(source="mail").count()


def refuse(kind: str, **details: Any) -> Callable[..., None]:
    def raise_it(*_: Any) -> None:
        raise MailError(kind, **details)

    return raise_it


def test_a_run_links_what_is_certain_and_forgets_what_is_none_of_its_business(
    account: MailAccount, job: Job, box: Boxes
) -> None:
    mailbox = box(lunch(1), mail(2), lunch(3))
    run = synced(account)
    assert (run.status, run.expected, run.error) == ("completed", 3, None)
    assert counts(run) == {"discovered": 3, "relevant": 1, "matched": 1, "approved": 1}
    row = InboundMessage.objects.get()
    assert (row.status, row.job, row.account, row.external_id) == ("auto_linked", job, account, "1")
    assert mailbox.fetched == ["1"]
    assert SeenMail.objects.count() == 2
    assert (steps(), mailbox.closed) == (1, 1)
    account.refresh_from_db()
    assert (account.cursor, account.last_error, account.failures) == ({"next": 3}, None, 0)
    assert account.last_synced_at is not None
    assert run.started_at is not None
    assert run.finished_at is not None


def test_the_next_run_begins_where_this_one_ended(
    account: MailAccount, job: Job, box: Boxes
) -> None:
    mailbox = box(mail(1), lunch(2))
    synced(account)
    mailbox.mails += [mail(3)]
    run = synced(account)
    assert mailbox.given == [({}, {}), ({"next": 2}, {})]
    assert mailbox.fetched == ["0", "2"]
    assert counts(run) == {"discovered": 1, "relevant": 1, "matched": 1, "approved": 1}


def test_a_window_read_again_fetches_and_routes_nothing_twice(
    account: MailAccount, job: Job, box: Boxes
) -> None:
    mailbox = box(mail(1), lunch(2), mail(3))
    first = synced(account)
    MailAccount.objects.update(cursor={})
    fetched = list(mailbox.fetched)
    again = synced(account)
    assert mailbox.fetched == fetched
    assert counts(again) == {"discovered": 3, "skipped": 3}
    assert InboundMessage.objects.count() == 2
    assert {run.pk for row in InboundMessage.objects.all() for run in row.runs.all()} == {
        first.pk, again.pk,
    }  # fmt: skip
    assert steps() == InboundMessage.objects.filter(status="auto_linked").count()


def test_a_longer_window_is_read_when_it_is_asked_for(
    account: MailAccount, job: Job, box: Boxes
) -> None:
    mailbox = box(mail(1))
    for days in (None, 90, 365, 365, None):
        synced(account, search_days=days)
    assert [cursor for cursor, _ in mailbox.given] == [
        {}, {"next": 1}, {}, {"next": 1}, {"next": 1},
    ]  # fmt: skip


def test_known_mails_cost_a_few_queries_however_many(
    account: MailAccount, job: Job, box: Boxes, django_assert_max_num_queries: Any
) -> None:
    box(*(lunch(n) for n in range(200)), size=200)
    synced(account)
    MailAccount.objects.update(cursor={})
    run = sync.request(MailAccount.objects.get(pk=account.pk))
    with django_assert_max_num_queries(45):
        sync.run(run.pk)
    assert counts(run) == {"discovered": 200, "skipped": 200}


def test_a_mail_that_cannot_be_read_holds_up_no_other_and_is_read_by_the_next_run(
    account: MailAccount, job: Job, box: Boxes
) -> None:
    breaks = {"0"}

    def fail_once(name: str) -> None:
        if name in breaks:
            breaks.clear()
            raise MailError("timeout")

    mailbox = box(mail(1), mail(2), on_whole=fail_once)
    first = synced(account)
    assert first.status == "completed"
    assert counts(first)["errored"] == 1
    row = InboundMessage.objects.get(error_code="timeout")
    assert (row.status, row.attempts) == ("pending_user", 1)
    second = synced(account)
    row.refresh_from_db()
    assert (row.status, row.error_code, row.job) == ("auto_linked", "", job)
    assert counts(second) == {"relevant": 1, "matched": 1, "approved": 1}
    assert mailbox.fetched == ["1", "0"]


def test_any_failure_of_one_mail_is_its_own_and_says_nothing_of_it(
    account: MailAccount, job: Job, box: Boxes, caplog: pytest.LogCaptureFixture
) -> None:
    def choke(name: str) -> None:
        if name == "0":
            raise ValueError("canary-4711")

    box(mail(1), mail(2), on_whole=choke)
    run = synced(account)
    assert run.status == "completed"
    assert InboundMessage.objects.get(error_code="unreadable").error_message == reading.BROKEN
    assert "mail unreadable" in caplog.text
    assert "canary-4711" not in repr([vars(record) for record in caplog.records])


def test_a_failure_between_link_and_step_leaves_neither_and_the_next_run_does_both(
    account: MailAccount, job: Job, box: Boxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_: Any, **__: Any) -> None:
        raise RuntimeError("between link and step")

    box(mail(1))
    with monkeypatch.context() as broken:
        broken.setattr(stages, "log", break_off)
        synced(account)
    row = InboundMessage.objects.get()
    assert (row.job, steps(), row.error_code) == (None, 0, "unreadable")
    synced(account)
    row.refresh_from_db()
    assert (row.job, steps(), row.error_code) == (job, 1, "")


def test_a_mail_that_went_away_is_left_for_where_it_went(
    account: MailAccount, job: Job, box: Boxes
) -> None:
    box(mail(1), on_whole=refuse("gone"))
    assert synced(account).status == "completed"
    assert not InboundMessage.objects.exists()
    assert not SeenMail.objects.exists()


def test_three_failures_in_a_row_are_the_line_and_end_the_run(
    account: MailAccount, job: Job, box: Boxes
) -> None:
    mailbox = box(*(mail(n) for n in range(9)), on_whole=refuse("timeout"))
    run = synced(account)
    assert (run.status, run.error["code"]) == ("failed", "timeout")
    assert mailbox.calls == 1 + reading.MOST_IN_A_ROW
    account.refresh_from_db()
    assert (account.status, account.failures, account.cursor) == ("connected", 1, {})
    assert account.last_error["message"] == MailError.SENTENCES["timeout"]


@pytest.mark.parametrize("kind", ["revoked", "login"])
def test_what_only_the_owner_can_put_right_is_tried_no_more(
    account: MailAccount, box: Boxes, kind: str
) -> None:
    box(mail(1), on_batch=refuse(kind))
    run = synced(account)
    account.refresh_from_db()
    assert (run.status, run.error["code"]) == ("failed", kind)
    assert (account.status, account.last_error["code"]) == ("error", kind)
    tomorrow = timezone.now() + timedelta(days=1)
    assert sync.start_due(tomorrow) == 0
    box(lunch(1))
    assert synced(account).status == "completed"
    account.refresh_from_db()
    assert (account.status, account.last_error) == ("connected", None)


def test_a_provider_that_asks_for_a_pause_gets_it(account: MailAccount, box: Boxes) -> None:
    box(mail(1), on_batch=refuse("rate_limited", retryAfter=1800))
    synced(account)
    now = timezone.now()
    account.refresh_from_db()
    assert account.not_before is not None
    assert timedelta(minutes=29) < account.not_before - now <= timedelta(minutes=30)
    assert sync.start_due(now + timedelta(minutes=28)) == 0
    assert sync.start_due(now + timedelta(minutes=31)) == 1


def test_failures_are_followed_by_longer_pauses(account: MailAccount, box: Boxes) -> None:
    box(mail(1), on_batch=refuse("connect"))
    pauses = []
    for _ in range(12):
        synced(account)
        account.refresh_from_db()
        assert account.not_before is not None
        pauses.append((account.not_before - timezone.now()).total_seconds() / 60)
    assert 1.5 < pauses[0] < 2.5
    assert 6 < pauses[2] < 10
    assert max(pauses) <= 6 * 60 * 1.2


def test_after_a_broken_line_the_next_run_goes_on_where_this_one_stood(
    account: MailAccount, job: Job, box: Boxes
) -> None:
    cut = [20]

    def break_off(at: int) -> None:
        if at in cut:
            cut.clear()
            raise MailError("timeout")

    mailbox = box(*(lunch(n) for n in range(30)), on_batch=break_off)
    assert synced(account).status == "failed"
    run = synced(account)
    assert run.status == "completed"
    assert mailbox.given[1] == ({}, {"at": 20})
    assert (counts(run), SeenMail.objects.count()) == ({"discovered": 10}, 30)


def test_what_stood_in_another_mailbox_is_not_gone_on_with(
    account: MailAccount, box: Boxes
) -> None:
    def break_off(at: int) -> None:
        if at == 20:
            raise MailError("timeout")

    mailbox = box(*(lunch(n) for n in range(30)), on_batch=break_off)
    synced(account)
    MailAccount.objects.update(last_connected_at=timezone.now())
    synced(account)
    assert mailbox.given[1] == ({}, {})


def test_a_long_run_lets_others_have_a_turn(
    account: MailAccount, job: Job, box: Boxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "TURN", 0.0)
    mailbox = box(mail(1), mail(2), lunch(3), lunch(4), size=2)
    run = sync.request(account)
    turns = 0
    while SyncRun.objects.get(pk=run.pk).status != "completed":
        assert OrmQ.objects.count() == turns + 1
        sync.run(run.pk)
        turns += 1
        assert turns < 9
    assert turns == 3
    assert mailbox.fetched == ["0", "1"]
    assert counts(run)["discovered"] == 4
    assert (InboundMessage.objects.count(), SeenMail.objects.count()) == (2, 2)


def test_cancelled_it_stops_and_keeps_what_it_stored(
    account: MailAccount, job: Job, box: Boxes
) -> None:
    def cancel(name: str) -> None:
        if name == "1":
            assert sync.cancel(SyncRun.objects.get())

    box(mail(1), mail(2), mail(3), on_whole=cancel)
    run = synced(account)
    assert run.status == "cancelled"
    assert InboundMessage.objects.count() == 1
    assert not sync.cancel(run)
    account.refresh_from_db()
    assert (account.cursor, account.failures) == ({}, 0)


def test_a_second_task_for_a_run_that_is_read_does_nothing(
    account: MailAccount, box: Boxes
) -> None:
    run = sync.request(account)
    assert leasing.claim(run.pk) is not None
    mailbox = box(mail(1))
    sync.run(run.pk)
    assert mailbox.calls == 0


def test_it_is_refused_without_a_worker_without_a_way_in_and_while_one_is_under_way(
    account: MailAccount, ada: User
) -> None:
    run = sync.request(account)
    with pytest.raises(Refused) as active:
        sync.request(account)
    assert (active.value.kind, active.value.details) == ("sync_active", {"runId": str(run.pk)})
    lost = make.mailbox(ada, account_key="lost", status="disconnected")
    with pytest.raises(Refused, match="not connected"):
        sync.request(lost)
    make.heartbeat(age=timedelta(hours=1))
    other = make.mailbox(ada, account_key="other", credentials="x")
    with pytest.raises(Refused, match="No worker"):
        sync.request(other)


def test_the_clock_reads_each_mailbox_when_its_time_has_come(ada: User) -> None:
    now = timezone.now()
    known = {"credentials": "x", "interval": 15}
    due = [
        make.mailbox(ada, account_key="new", **known),
        make.mailbox(ada, account_key="old", last_synced_at=now - timedelta(minutes=15), **known),
        make.mailbox(ada, account_key="odd", last_synced_at=now + timedelta(days=9), **known),
    ]
    make.mailbox(ada, account_key="fresh", last_synced_at=now - timedelta(minutes=14), **known)
    make.mailbox(ada, account_key="paused", not_before=now + timedelta(minutes=1), **known)
    make.mailbox(ada, account_key="off", is_enabled=False, **known)
    make.mailbox(ada, account_key="never", **{**known, "interval": 0})
    make.mailbox(ada, account_key="error", **{**known, "status": "error"})
    assert sync.start_due(now) == 3
    assert {run.account for run in SyncRun.objects.all()} == set(due)
    assert all(run.is_automatic for run in SyncRun.objects.all())
    assert sync.start_due(now) == 0


def reaped(at: Any = None) -> int:
    return reaper.reap(at or timezone.now() + timedelta(minutes=1)).mailboxes


def test_a_run_of_a_dead_worker_is_gone_on_with_and_given_up_at_last(
    account: MailAccount, box: Boxes
) -> None:
    run = sync.request(account)
    OrmQ.objects.all().delete()
    for _ in range(leasing.MOST_ATTEMPTS - 1):
        assert leasing.claim(run.pk) is not None
        SyncRun.objects.update(worker="elsewhere/none/1/1", lease_until=timezone.now())
        assert reaped() == 1
        assert OrmQ.objects.count() == 1
        OrmQ.objects.all().delete()
    assert leasing.claim(run.pk) is not None
    SyncRun.objects.update(lease_until=timezone.now())
    assert reaped() == 1
    run.refresh_from_db()
    assert (run.status, run.error["code"]) == ("failed", "interrupted")
    account.refresh_from_db()
    assert account.failures == 1
    box(lunch(1))
    assert synced(account).status == "completed"


def test_a_living_worker_keeps_its_run(account: MailAccount) -> None:
    run = sync.request(account)
    assert leasing.claim(run.pk) is not None
    assert reaped() == 0
    run.refresh_from_db()
    assert run.worker == leases.worker_name()


def test_a_run_whose_task_was_lost_is_queued_again(account: MailAccount) -> None:
    sync.request(account)
    assert reaped() == 0
    OrmQ.objects.all().delete()
    assert reaped() == 1
    assert OrmQ.objects.count() == 1


def test_a_mail_that_kills_its_worker_is_passed_over_in_the_end(
    account: MailAccount, job: Job, box: Boxes
) -> None:
    class Killed(BaseException):
        pass

    def kill(name: str) -> None:
        if name == "1":
            raise Killed

    box(mail(1), mail(2), mail(3), on_whole=kill)
    run = sync.request(account)
    for _ in range(2):
        with pytest.raises(Killed):
            sync.run(run.pk)
        SyncRun.objects.update(lease_until=timezone.now())
        reaped()
    sync.run(run.pk)
    run.refresh_from_db()
    assert run.status == "completed"
    assert counts(run)["discovered"] == 3
    row = InboundMessage.objects.get(error_code="interrupted")
    assert row.external_id == "1"
    assert InboundMessage.objects.filter(error_code="").count() == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_begin_one_run(account: MailAccount) -> None:
    def ask(_: int) -> str:
        try:
            return str(sync.request(MailAccount.objects.get(pk=account.pk)).pk)
        except Refused as refused:
            return str(refused.details["runId"])
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        found = set(pool.map(ask, range(20)))
    assert found == {str(SyncRun.objects.get().pk)}
    assert OrmQ.objects.count() == 1
