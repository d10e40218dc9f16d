"""Gives back what dead workers held. Every step is a swap, so running it twice changes nothing.

The reaper frees and reports; it starts nothing again by itself, except automatic regenerations and
runs, whose rows say what is next.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from jobops.lib.errors import Refused
from jobops.web import problems
from orchestrator import leases, lifecycle
from orchestrator.bulk import actions
from orchestrator.inbox import sync
from orchestrator.lifecycle import IllegalTransition
from orchestrator.models import Job, Operation, RegenerationRequest
from orchestrator.ops import file_imports, folder_lock, lost
from orchestrator.pipeline import loose, runs, slots
from orchestrator.sponsors import loading
from tailoring.ghostwriter import runs as chats

logger = logging.getLogger(__name__)

# A verb may free its slot one moment before it closes its operation.
GRACE = timedelta(seconds=10)


@dataclass(frozen=True)
class Reaped:
    leases: int = 0
    operations: int = 0
    requeued: int = 0
    runs: int = 0
    actions: int = 0
    replies: int = 0
    mailboxes: int = 0
    registers: int = 0

    def __bool__(self) -> bool:
        return self.total > 0

    @property
    def total(self) -> int:
        return sum(asdict(self).values())


def reap(at: datetime | None = None, *, grace: timedelta = GRACE) -> Reaped:
    """Free dead leases, close or queue again what nobody works on, wake runs and actions that
    stand still.
    """
    moment = at or timezone.now()
    group = folder_lock.living_group()
    freed = sum(_free(job, at=moment, group=group) for job in _under_lease())
    closed = sum(_close(one) for one in _forgotten(moment - grace))
    again = lost.requeue(moment - grace)
    moved = runs.wake(at=moment, group=group, quiet=grace * 2)
    acted = actions.wake(before=moment - grace, waiting=lost.waiting)
    closed += file_imports.wake(at=moment, waiting=lost.waiting)
    closed += loose.wake(at=moment, group=group, grace=grace, waiting=lost.waiting)
    replies = chats.reap(at=moment, group=group)
    read = sync.reap(at=moment, group=group, before=moment - grace, waiting=lost.waiting)
    loaded = loading.close_dead(at=moment, group=group)
    done = Reaped(freed, closed, again, moved, acted, replies, read, loaded)
    if done:
        logger.warning("reaped", extra={"meta": asdict(done)})
    return done


def recover_job(job: Job) -> bool:
    """Free the dead leases of one job at once; False when all of them are alive."""
    return _free(job, at=timezone.now(), group=folder_lock.living_group()) > 0


def recover_operation(operation: Operation) -> bool:
    """Free the dead leases of its job, and close it when nothing holds it any more."""
    freed = operation.job is not None and recover_job(operation.job)
    operation.refresh_from_db()
    return bool(_close(operation)) or freed


def release(job: Job) -> int:
    """Free every lease of one job, dead or not: its worker will find out and write nothing."""
    return sum(_free_slot(job, slot) for slot in leases.SLOTS if getattr(job, f"{slot}_token"))


def _under_lease() -> list[Job]:
    # Two indexes instead of a scan: every lease but an automatic one belongs to an open operation.
    open_jobs = Operation.objects.open().filter(job__isnull=False).values("job_id")
    rows = Job.objects.filter(Q(render_token__isnull=False) | Q(pk__in=open_jobs))
    return list(rows.defer("description", "description_html"))


def _free(job: Job, *, at: datetime, group: str | None) -> int:
    dead = [slot for slot in leases.SLOTS if leases.is_dead(job, slot, at=at, group=group)]
    return sum(_free_slot(job, slot) for slot in dead)


def _free_slot(job: Job, slot: str) -> int:
    try:
        with transaction.atomic():
            return int(_take_away(job, slot))
    except (leases.Superseded, IllegalTransition, Job.DoesNotExist):
        return 0  # it moved in this instant, so there is nothing left to give back


def _take_away(job: Job, slot: str) -> bool:
    token, kind = getattr(job, f"{slot}_token"), getattr(job, f"{slot}_kind")
    operation = getattr(job, f"{slot}_operation")
    if kind == leases.FIRST:
        won = slot == "render" and _abandon_processing(job, token)
    elif slot == "render":
        won = _abandon_regeneration(job, token, automatic=kind == leases.AUTOMATIC)
    else:
        held = Job.objects.filter(pk=job.pk, **{f"{slot}_token": token})
        won = held.update(**leases.freed(slot), updated_at=timezone.now()) > 0
    if won and operation:
        _interrupt(Operation.objects.filter(pk=operation))
    return won


def _abandon_processing(job: Job, token: UUID) -> bool:
    lifecycle.move(
        job, "abandon_processing", actor="reaper", token=token,
        context={"reason": "interrupted"}, error=slots.last_error(_found()),
    )  # fmt: skip
    return True


def _abandon_regeneration(job: Job, token: UUID, *, automatic: bool) -> bool:
    row = lifecycle.fresh(job)
    if row.render_token != token:
        return False
    before = lifecycle.snapshot(row)
    for name, value in leases.freed("render").items():
        setattr(row, name, value)
    if automatic:
        ask_again(row)
    else:
        row.last_error = slots.last_error(_found())
    lifecycle.record(
        row, "pdf.regeneration_abandoned", before=before, actor="reaper",
        context={"reason": "interrupted"},
    )  # fmt: skip
    return True


def interrupted() -> dict[str, object]:
    """What a job shows whose worker stopped in the middle."""
    return slots.last_error(_found())


def ask_again(job: Job) -> int:
    """Automatic requests that were being worked on wait again; one per job, the newest."""
    running = RegenerationRequest.objects.filter(job=job, state="running")
    newest = running.order_by("-first_asked_at").first()
    if newest is None:
        return 0
    waiting = RegenerationRequest.objects.filter(job=job, state="pending").exists()
    running.exclude(pk=newest.pk).update(state="done", token=None)
    state = "done" if waiting else "pending"
    return running.filter(pk=newest.pk).update(state=state, token=None, not_before=timezone.now())


def _forgotten(before: datetime) -> list[Operation]:
    rows = Operation.objects.open().filter(created_at__lte=before, job__updated_at__lte=before)
    return list(rows.select_related("job").defer("job__description", "job__description_html"))


def _close(operation: Operation) -> int:
    """An open operation whose token no slot of its job holds has nobody left who could end it."""
    job, token = operation.job, operation.token
    if job is None or (token and leases.slots_under(job, token)):
        return 0
    return _interrupt(Operation.objects.filter(pk=operation.pk))


def _interrupt(found: QuerySet[Operation]) -> int:
    return found.filter(status__in=("queued", "running")).update(
        status="failed", error=_found().error(), finished_at=timezone.now(), step=""
    )


def _found() -> problems.Answer:
    return problems.answer(Refused("interrupted"))
