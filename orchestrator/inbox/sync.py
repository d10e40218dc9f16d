"""Reading a mailbox: asked for, begun by the clock, done by a worker, taken up after a death."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Problem, Refused
from orchestrator import bells, preferences
from orchestrator.inbox import accounts, bodies, brought, ending, faults, leasing, reading
from orchestrator.inbox.boxes.mailbox import Mailbox
from orchestrator.leases import Superseded
from orchestrator.models import Heartbeat, InboundMessage, MailAccount, SyncRun
from orchestrator.models.mail import UNDER_WAY

# Seconds after which a worker lets other work have a turn.
TURN = 30.0
MOST_RETRIED = 50
# What a failed run had read is not read again when the next one comes soon.
STILL_GOOD = timedelta(hours=12)
BROKEN_LINE = ("rate_limited", "timeout", "connect", "resolve", "interrupted")


def request(
    account: MailAccount,
    *,
    automatic: bool = False,
    max_messages: int | None = None,
    search_days: int | None = None,
) -> SyncRun:
    """A queued reading of a mailbox; without numbers as its owner set them. Raises Refused:
    mail_not_connected, worker_unavailable, sync_active (runId).
    """
    if account.status == "disconnected" or not account.credentials:
        raise Refused("mail_not_connected")
    if not automatic and not Heartbeat.objects.alive(at=timezone.now()).exists():
        raise Refused("worker_unavailable")
    wanted = preferences.of(account.owner)
    run = SyncRun(
        owner=account.owner,
        account=account,
        provider=account.provider,
        is_automatic=automatic,
        max_messages=max_messages or wanted["mailMaxMessages"],
        search_days=search_days or wanted["mailSearchDays"],
        request_id=logs.current().get("requestId", ""),
    )
    run.position = _left(run)
    _queue(run)
    return run


def run(run_id: str | UUID) -> None:
    """One turn. Late, repeated or unwanted tasks do nothing."""
    found = leasing.claim(run_id)
    if found is None:
        return
    with logs.bind(operationId=found.pk):
        _see_through(found)
    if found.account_id is None:
        brought.clear(found)


def cancel(run: SyncRun) -> bool:
    """Its worker stops at the next mail; what was stored stays. False when it was over."""
    was_open = ending.cancelled(run)
    if was_open and run.account_id is None:
        brought.clear(run)
    return was_open


def start_due(at: datetime | None = None) -> int:
    """Queue a reading of each mailbox whose time has come; how many."""
    now = at or timezone.now()
    may = Q(not_before=None) | Q(not_before__lte=now)
    found = (
        MailAccount.objects.filter(
            may, status="connected", is_enabled=True, interval__gt=0, owner__is_active=True
        )
        .exclude(runs__status__in=UNDER_WAY)
        .select_related("owner")
    )
    return sum(_start(one) for one in found if _is_due(one, now))


def reap(
    *, at: datetime, group: str | None, before: datetime, waiting: Callable[[], Collection[str]]
) -> int:
    """Let others go on with what dead workers read, and give up what kills each of them; how many.

    `group` as in leases.is_dead; `before` and `waiting` as in leasing.wake.
    """
    count = 0
    for run in leasing.dead(at=at, group=group):
        if run.attempts < leasing.MOST_ATTEMPTS and run.provider != "paste":
            count += leasing.take_away(run, at=at)
        else:
            found = leasing.mine(run).filter(lease_until=run.lease_until)
            count += ending.failed(run, Refused("interrupted"), rows=found)
    return count + leasing.wake(before=before, waiting=waiting)


def _see_through(found: SyncRun) -> None:
    try:
        is_read = _turn(found)
    except Superseded:
        return
    except Problem as problem:
        ending.failed(found, problem)
    except Exception as error:  # the next run must come, whatever it was
        faults.say("mail unreadable", error, run=found.pk)
        ending.failed(found, Refused("interrupted"))
    else:
        if is_read:
            ending.completed(found)
        else:
            leasing.hand_on(found)


def _turn(run: SyncRun) -> bool:
    with closing(_opened(run)) as box:
        turn = reading.Reading(run, box, seconds=TURN)
        if run.account is not None:
            turn.try_again(_faulty(run.account))
            bodies.fill(run.account, box)
        return turn.through(_cursor(run))


def _opened(run: SyncRun) -> Mailbox:
    if run.account is None:
        brought.renew(run)
        return brought.Files(run)
    return accounts.open_mailbox(run.account)


def _cursor(run: SyncRun) -> dict[str, Any]:
    """Where the account stands; nowhere when a longer window is wanted than was ever read."""
    if run.account is None:
        return {}
    done = SyncRun.objects.filter(account=run.account, status="completed")
    widest = done.aggregate(days=Max("search_days"))["days"]
    is_wider = not run.is_automatic and widest is not None and run.search_days > widest
    cursor: dict[str, Any] = {} if is_wider else run.account.cursor
    return cursor


def _faulty(account: MailAccount) -> list[InboundMessage]:
    mine = InboundMessage.objects.filter(account=account, retry_at__lte=timezone.now())
    open_ones = mine.filter(status="pending_user", decided_at=None)
    return list(open_ones.order_by("retry_at", "pk")[:MOST_RETRIED])


def _left(run: SyncRun) -> dict[str, Any]:
    """Where the last run of this mailbox broke off, if the line was to blame."""
    last = SyncRun.objects.filter(account=run.account).order_by("-pk").first()
    if last is None or last.status != "failed" or last.finished_at is None:
        return {}
    connected = run.account.last_connected_at if run.account else None
    is_fresh = last.finished_at > timezone.now() - STILL_GOOD and (
        connected is None or last.created_at > connected
    )
    is_alike = last.search_days == run.search_days and last.max_messages == run.max_messages
    if not (is_fresh and is_alike) or (last.error or {}).get("code") not in BROKEN_LINE:
        return {}
    return {"at": last.position.get("at") or {}}


def _is_due(account: MailAccount, now: datetime) -> bool:
    last = account.last_synced_at
    # One from the future was noted by a wrong clock.
    return last is None or not now - timedelta(minutes=account.interval) < last <= now


def _start(account: MailAccount) -> bool:
    try:
        request(account, automatic=True)
    except Refused:
        return False
    return True


def _queue(run: SyncRun) -> None:
    try:
        with transaction.atomic():
            run.save(force_insert=True)
            leasing.offer(run)
            bells.tell(run.owner_id)
    except IntegrityError:
        rival = leasing.under_way().filter(account=run.account).first()
        if rival is None:
            raise
        raise Refused("sync_active", runId=str(rival.pk)) from None
