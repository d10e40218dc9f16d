"""Figures of the work: jobs, the queue, workers, what prints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Avg, Count, Max, QuerySet
from django_q.models import Failure

from jobops.lib.ids import first_of
from orchestrator.models import Heartbeat, Job, Operation, PipelineRun, RegenerationRequest
from orchestrator.ops import broker, health
from pdfs.models import RenderedPdf

Values = Iterator[tuple[tuple[str, ...], float]]
DAY = timedelta(days=1)


def _jobs(at: datetime) -> Values:
    for status, number in Job.objects.all().by_status().items():
        yield (status,), number


def _depth(at: datetime) -> Values:
    for name, found in _lines():
        yield (name,), found.waiting


def _oldest(at: datetime) -> Values:
    for name, found in _lines():
        yield (name,), max((at - found.oldest).total_seconds(), 0.0) if found.oldest else 0.0


def _lines() -> Iterator[tuple[str, broker.Depth]]:
    """Nothing where a queue outside the database does not answer."""
    try:
        depths = broker.current().depths()
    except broker.Unreachable:
        return
    for key, name in zip(broker.lines(), ("work", "quiet", "interactive"), strict=True):
        yield name, depths.get(key, broker.Depth(0, None))


def _reachable(at: datetime) -> Values:
    yield (), float(broker.current().is_reachable())


def _failed(at: datetime) -> Values:
    yield (), Failure.objects.filter(stopped__gte=at - DAY).count()


def _operations(at: datetime) -> Values:
    counts = dict(Operation.objects.open().order_by().values_list("status").annotate(n=Count("pk")))
    for status in ("queued", "running"):
        yield (status,), counts.get(status, 0)


def _leases(at: datetime) -> Values:
    yield (), Job.objects.holding_leases().count()


def _runs(at: datetime) -> Values:
    yield (), PipelineRun.objects.filter(status="running").count()


def _regenerations(at: datetime) -> Values:
    rows = RegenerationRequest.objects.filter(state__in=("pending", "running", "failed"))
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    for state in ("pending", "running", "failed"):
        yield (state,), counts.get(state, 0)


def _alive(at: datetime) -> Values:
    yield (), Heartbeat.objects.alive(at=at).count()


def _beat(at: datetime) -> Values:
    newest = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is not None:
        yield (), max((at - newest).total_seconds(), 0.0)


def _chromium(at: datetime) -> Values:
    yield (), float(health.has_browser(Heartbeat.objects.alive(at=at)))


def _printed(at: datetime) -> Values:
    yield (), _pdfs(at).count()


def _print_seconds(at: datetime) -> Values:
    took = _pdfs(at).aggregate(mean=Avg("duration_ms"), longest=Max("duration_ms"))
    for of, value in took.items():
        if value is not None:
            yield (of,), float(value) / 1000


def _pdfs(at: datetime) -> QuerySet[RenderedPdf]:
    # Ids are ordered by time, and have the index that the moment lacks.
    return RenderedPdf.objects.filter(pk__gte=first_of(at - DAY), duration_ms__isnull=False)


FIGURES = {
    "jobs": ("Jobs by status, of all owners.", ("status",), _jobs),
    "queue_up": ("Whether the queue answers.", (), _reachable),
    "queue_tasks": ("Tasks waiting or taken and not begun, by line.", ("line",), _depth),
    "queue_oldest_seconds": ("Age of the oldest of them.", ("line",), _oldest),
    "failed_tasks_24h": ("Tasks that broke within a day.", (), _failed),
    "operations": ("Requested work that is not finished.", ("status",), _operations),
    "jobs_under_lease": ("Jobs that work holds now.", (), _leases),
    "runs_in_progress": ("Pipeline runs in progress.", (), _runs),
    "regenerations": ("PDFs to be printed again.", ("state",), _regenerations),
    "workers_alive": ("Worker groups with a sign of life within a minute.", (), _alive),
    "worker_beat_age_seconds": ("Age of the newest sign of life.", (), _beat),
    "chromium_ok": ("Whether a living worker found its browser.", (), _chromium),
    "pdf_builds_24h": ("PDFs printed within a day.", (), _printed),
    "pdf_build_seconds_24h": ("How long they took.", ("of",), _print_seconds),
}
