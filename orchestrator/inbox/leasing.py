"""Who works on a reading of mail. One swap takes a run, every write of a worker carries its token,
and one swap ends it: a task that comes twice, a worker back from the dead and a cancel all lose or
win cleanly.

A run nobody works on has no token; `lease_until` then says since when it waits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobops import logs
from orchestrator import leases
from orchestrator.leases import Superseded
from orchestrator.models import SyncRun
from orchestrator.models.mail import UNDER_WAY
from orchestrator.queue import enqueue

# Longer than any one call to a provider or a model takes.
LEASE = timedelta(seconds=300)
# How often a run that gets nowhere is taken up.
MOST_ATTEMPTS = 5


def under_way() -> QuerySet[SyncRun]:
    return SyncRun.objects.filter(status__in=UNDER_WAY)


def offer(run: SyncRun) -> None:
    """Queue its task, with the caller's transaction."""
    with logs.bind(requestId=run.request_id or None, operationId=run.pk):
        enqueue("sync_mail", run.pk)


def claim(run_id: str | UUID) -> SyncRun | None:
    """The run, from now on ours; None when it is taken, over or gone."""
    now, token = timezone.now(), uuid4()
    taken = under_way().filter(pk=run_id, token=None).update(
        status="running",
        token=token,
        worker=leases.worker_name(),
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
        started_at=Coalesce(F("started_at"), now),
    )  # fmt: skip
    if not taken:
        return None
    rows = SyncRun.objects.select_related("account", "owner")
    return rows.filter(pk=run_id, token=token).first()


def mine(run: SyncRun) -> QuerySet[SyncRun]:
    return SyncRun.objects.filter(pk=run.pk, status="running", token=run.token)


def write(run: SyncRun, **changes: Any) -> None:
    """Change the row and stay its worker. Raises Superseded when it is not ours any more: in a
    transaction, what was written with it goes too.
    """
    if not mine(run).update(lease_until=timezone.now() + LEASE, **changes):
        raise Superseded("superseded")


def hand_on(run: SyncRun) -> None:
    """Let others have a turn: whoever comes next goes on from the run's position."""
    with transaction.atomic():
        let_go = {"token": None, "worker": None, "lease_until": timezone.now()}
        if mine(run).update(attempts=F("attempts") - 1, **let_go):
            offer(run)


def wake(*, before: datetime, waiting: Callable[[], Collection[str]]) -> int:
    """Queue again what waits since then and has no task any more; how many. `waiting`: the subjects
    of all queued tasks, asked for only when there is a reason.
    """
    since = Q(lease_until=None, created_at__lte=before) | Q(lease_until__lte=before)
    idle = list(under_way().filter(since, token=None))
    queued = waiting() if idle else ()
    lost = [run for run in idle if str(run.pk) not in queued]
    for run in lost:
        offer(run)
    return len(lost)


def dead(*, at: datetime, group: str | None) -> list[SyncRun]:
    """Runs whose worker is gone or silent. `group` as in leases.is_dead."""
    held = under_way().filter(token__isnull=False).select_related("account")
    return [run for run in held if _is_dead(run, at=at, group=group)]


def take_away(run: SyncRun, *, at: datetime) -> bool:
    """From a dead worker, for another one to go on. False when it moved meanwhile."""
    with transaction.atomic():
        found = mine(run).filter(lease_until=run.lease_until)
        if not found.update(token=None, worker=None, lease_until=at):
            return False
        offer(run)
    return True


def _is_dead(run: SyncRun, *, at: datetime, group: str | None) -> bool:
    if run.lease_until is None or run.lease_until <= at:
        return True
    return run.worker is not None and leases.is_gone(run.worker, group=group)
