"""Work that was claimed and whose task is gone: its worker was killed in the instant it began.

A task leaves the queue before it begins, so a row that still waits and has no task there has to be
offered again. It never began, so nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import QuerySet

from jobops import logs
from orchestrator import leases
from orchestrator.models import Operation, RegenerationRequest, RunItem
from orchestrator.ops import queue_rows
from orchestrator.pipeline import items
from orchestrator.queue import enqueue
from pdfs.build import MOST_INSPECTIONS
from pdfs.models import RenderedPdf
from tailoring.ghostwriter import runs as chats

TASKS_OF: Mapping[str, str] = {
    "process": "process_job",
    "generate_pdf": "regenerate_pdf",
    "summarize": "summarize_job",
    "rescore": "rescore_job",
}


def requeue(before: datetime) -> int:
    """Queue again what was claimed before that moment and neither waits nor began; how much."""
    operations = Operation.objects.filter(
        status="queued", created_at__lte=before, job__isnull=False
    ).select_related("job")
    requests = RegenerationRequest.objects.filter(
        state="running", job__render_worker=None, job__render_started_at__lte=before
    ).select_related("job")
    units = RunItem.objects.filter(state="running", step__in=items.CREWED, worker=None)
    replies = chats.lost(before=before)
    if not (operations or requests or units or replies):
        return 0
    queued = waiting()
    lost = [one for one in operations if str(one.pk) not in queued]
    stale = [one for one in requests if str(one.pk) not in queued]
    count = sum(map(_queue_operation, lost)) + sum(map(_queue_refresh, stale))
    count += sum(chats.offer_again(one) for one in replies if str(one.pk) not in queued)
    return count + _offer_units(units)


def _offer_units(units: QuerySet[RunItem]) -> int:
    """Claimed units of runs wait again when no task is on its way to them."""
    coming = queue_rows.named()
    left = [one.pk for one in units if (items.CREWED[one.step], str(one.run_id)) not in coming]
    return units.filter(pk__in=left).update(state="pending")


def reinspect(limit: int = 50) -> int:
    """Queue the inspection of files that never got their verdict, newest first; how many.

    The inspection counts its own attempts, so a file that kills its reader is left alone in time.
    """
    queued = waiting()
    unread = RenderedPdf.objects.filter(verdict__isnull=True, inspections__lt=MOST_INSPECTIONS)
    newest = unread.order_by("-created_at").values_list("pk", flat=True)[:limit]
    lost = [pk for pk in newest if str(pk) not in queued]
    for pk in lost:
        enqueue("inspect_pdf", pk)
    return len(lost)


def waiting() -> Collection[str]:
    """First arguments of every task in the queue."""
    return queue_rows.subjects()


def _queue_operation(operation: Operation) -> int:
    job = operation.job
    if job is None or operation.token is None or not leases.slots_under(job, operation.token):
        return 0
    first = job.render_kind == leases.FIRST and job.render_token == operation.token
    task = "process_job" if first else TASKS_OF.get(operation.kind)
    if task is None:
        return 0
    with logs.bind(
        requestId=operation.request_id or None,
        pipelineRunId=operation.pipeline_run_id,
        operationId=operation.pk,
        jobId=job.pk,
    ):
        enqueue(task, operation.pk)
    return 1


def _queue_refresh(request: RegenerationRequest) -> int:
    if request.token is None or request.job.render_token != request.token:
        return 0
    with logs.bind(requestId=request.request_id or None, jobId=request.job_id):
        enqueue("refresh_pdf", request.pk)
    return 1
