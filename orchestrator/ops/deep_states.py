"""States of jobs and work that docs/lifecycle.md rules out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from orchestrator import leases, lifecycle
from orchestrator.lifecycle import Status
from orchestrator.models import Job, JobEvent, Operation, PipelineRun, RegenerationRequest, Tally
from orchestrator.ops import files, folder_lock, reaper
from orchestrator.ops.deep_findings import Check

# A verb may be between two of its rows.
LATELY = timedelta(seconds=30)
RECOVERS = "is given back as after the death of its worker"
CHUNK = 1000


def ids(rows: QuerySet[Any]) -> Iterator[str]:
    for pk in rows.order_by().values_list("pk", flat=True).iterator(chunk_size=CHUNK):
        yield str(pk)


def unheld() -> QuerySet[Any]:
    """Processing, and nobody holds it."""
    free = Q(tailor_token=None) | Q(render_token=None)
    found: QuerySet[Any] = Job.objects.filter(free, status=Status.PROCESSING)
    return found


def unready() -> QuerySet[Any]:
    without = Q(pdf_digest=None) | Q(pdf_digest="")
    found: QuerySet[Any] = Job.objects.filter(without, status=Status.READY)
    return found


def dead() -> Iterator[str]:
    at, group = timezone.now(), folder_lock.living_group()
    for job in Job.objects.holding_leases().only(*LEASE_COLUMNS).iterator(chunk_size=CHUNK):
        if any(leases.is_dead(job, slot, at=at, group=group) for slot in leases.SLOTS):
            yield str(job.pk)


def idle() -> QuerySet[Operation]:
    """Open, and no slot of its job is held under its token."""
    held = Q(token=F("job__tailor_token")) | Q(token=F("job__render_token"))
    held |= Q(token=F("job__score_token"))
    before = timezone.now() - LATELY
    rows = Operation.objects.open().filter(job__isnull=False, created_at__lt=before)
    return rows.exclude(held, token__isnull=False)


def unprinted() -> QuerySet[RegenerationRequest]:
    alive = Job.objects.filter(render_kind="automatic").values("pk")
    return RegenerationRequest.objects.filter(state="running").exclude(job__in=alive)


def still() -> QuerySet[PipelineRun]:
    """Running, and whoever held it is gone for longer than anybody waits."""
    before = timezone.now() - timedelta(minutes=10)
    lost = Q(lease_expires_at=None) | Q(lease_expires_at__lt=before)
    return PipelineRun.objects.filter(lost, status="running", moved_at__lt=before)


def astray() -> QuerySet[Any]:
    """In another state than the last event says."""
    last = JobEvent.objects.filter(job=OuterRef("pk")).order_by("-seq").values("to_status")[:1]
    rows: QuerySet[Any] = Job.objects.annotate(said=Subquery(last)).filter(said__isnull=False)
    return rows.exclude(status=F("said"))


def undated() -> QuerySet[Any]:
    sent = (Status.APPLIED, Status.IN_PROGRESS)
    found: QuerySet[Any] = Job.objects.filter(status__in=sent, applied_at=None)
    return found


def miscounted() -> QuerySet[Tally]:
    """Owners whose counter stands below an event that is there."""
    beyond = JobEvent.objects.filter(owner=OuterRef("pk"), seq__gt=OuterRef("events"))
    return Tally.objects.filter(Exists(beyond))


def mend_unheld() -> int:
    def mend(job: Job) -> None:
        lifecycle.move(
            job, "abandon_processing", actor="recovery", context={"reason": "interrupted"},
            error=reaper.interrupted(),
        )  # fmt: skip

    return _each(unheld(), mend)


def mend_unready() -> int:
    return _each(unready(), files.clear)


def mend_leases() -> int:
    return reaper.reap(grace=timedelta(0)).total


def mend_unprinted() -> int:
    return sum(reaper.ask_again(one.job) for one in unprinted().select_related("job"))


def mend_undated() -> int:
    """The day of the first move to Applied, where an event knows it."""
    mended = 0
    for job in undated().iterator(chunk_size=CHUNK):
        event = job.events.filter(to_status=Status.APPLIED).order_by("seq").first()
        if event is None:
            continue
        with transaction.atomic():
            row = lifecycle.fresh(job)
            before = lifecycle.snapshot(row)
            row.applied_at = event.at
            lifecycle.record(row, "job.timeline_changed", before=before, actor="recovery")
        mended += 1
    return mended


def mend_counters() -> int:
    mended = 0
    for tally in miscounted():
        newest = JobEvent.objects.filter(owner=tally.pk).order_by("-seq").values("seq")[:1]
        rows = Tally.objects.filter(pk=tally.pk, events__lt=Subquery(newest))
        mended += rows.update(events=Subquery(newest))
    return mended


def _each(rows: QuerySet[Job], mend: Any) -> int:
    mended = 0
    for job in list(rows[:CHUNK]):
        try:
            mend(job)
        except (leases.Superseded, lifecycle.IllegalTransition, Job.DoesNotExist):
            continue  # it moved in this instant
        mended += 1
    return mended


LEASE_COLUMNS = [one.name for one in leases.Slots._meta.get_fields()]
CHECKS = (
    Check("processing", "Processing, and nobody works on it", lambda: ids(unheld()),
          "the job returns to Discovered", mend_unheld),
    Check("ready", "Ready without a PDF", lambda: ids(unready()),
          "the job returns to Discovered", mend_unready),
    Check("leases", "Held by a worker that is dead", dead, RECOVERS, mend_leases),
    Check("operations", "Open work that nobody holds", lambda: ids(idle()),
          "it is closed as interrupted", mend_leases),
    Check("regenerations", "Printing again, and nobody prints", lambda: ids(unprinted()),
          "it waits again", mend_unprinted),
    Check("runs", "Runs that stand still", lambda: ids(still()), RECOVERS, mend_leases),
    Check("events", "In another state than the last event says", lambda: ids(astray()),
          "look at the job's history and move it where it belongs"),
    Check("applied", "Applied without a day", lambda: ids(undated()),
          "the day of the move is taken", mend_undated),
    Check("counters", "Counters below the events they count", lambda: ids(miscounted()),
          "the counter is raised", mend_counters),
)  # fmt: skip
