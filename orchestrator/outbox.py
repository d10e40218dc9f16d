"""What the owner's other programs are told: written down in the transaction of what happened.

A change that was rolled back tells nothing, a crash after it loses nothing, and the same event is
never written down twice. Sending is the worker's business (orchestrator.ops.webhooks).
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from jobops import logs
from jobops.lib import redaction
from orchestrator import preferences
from orchestrator.models import Delivery, Job, JobEvent, PipelineRun, User
from orchestrator.queue import enqueue

ADDRESSES = {"job": "jobCompleteWebhookUrl", "pipeline": "pipelineWebhookUrl"}
TEST = "webhook.test"
TOLD = {"completed": "pipeline.completed", "failed": "pipeline.failed"}


def job_completed(job: Job, event: JobEvent) -> None:
    """Tell that `job` was applied to; `event` is that move."""
    shown = {
        "id": str(job.pk),
        "source": job.source,
        "title": job.title,
        "employer": job.employer,
        "status": job.status,
        "suitabilityScore": job.score,
        "sponsorMatchScore": job.sponsor_score,
    }
    _write(job.owner_id, "job", "job.completed", {"job": shown}, event_id=event.pk, job_id=job.pk)


def run_ended(run: PipelineRun) -> None:
    """Tell how `run`, just read, ended; a cancelled one tells nothing."""
    if run.status not in TOLD:
        return
    names = {"jobsDiscovered": "created", "jobsScored": "scored", "jobsProcessed": "processed"}
    said: dict[str, Any] = {"pipelineRunId": str(run.pk)}
    said |= {name: int(run.counts.get(key, 0)) for name, key in names.items()}
    if run.status == "failed":
        said["error"] = run.error_message or ""
    _write(run.owner_id, "pipeline", TOLD[run.status], said, event_id=run.pk, run_id=run.pk)


def test(owner: User, kind: str) -> Delivery:
    """A message that says nothing but that it is a test, stored; the caller sends it."""
    found = unstored(owner.pk, kind, TEST, {})
    found.save(force_insert=True)
    return found


def take_back(event_id: UUID) -> None:
    """Withdraw what was to be told of an undone event; what has left stays told."""
    waiting = Delivery.objects.filter(event_id=event_id, state="pending", attempts=0)
    waiting.update(state="cancelled", finished_at=timezone.now())


def has_left(event_id: UUID) -> bool:
    """Whether somebody was told of this event, or is being told."""
    return Delivery.objects.filter(event_id=event_id).exclude(state="cancelled").exists()


def _write(
    owner_id: UUID,
    kind: str,
    event: str,
    said: dict[str, Any],
    *,
    event_id: UUID,
    job_id: UUID | None = None,
    run_id: UUID | None = None,
) -> None:
    if not preferences.one(owner_id, ADDRESSES[kind]):
        return
    if Delivery.objects.filter(kind=kind, event_id=event_id).exists():
        return
    delivery = unstored(
        owner_id, kind, event, said, event_id=event_id, job_id=job_id, pipeline_run_id=run_id
    )
    delivery.save(force_insert=True)
    enqueue("deliver", delivery.pk)


def unstored(
    owner_id: UUID, kind: str, event: str, said: dict[str, Any], **columns: UUID | None
) -> Delivery:
    """The message as it would be written down."""
    at = timezone.now()
    body = redaction.scrub({"event": event, "sentAt": _iso(at), **said}, profile="webhook")
    return Delivery(
        owner_id=owner_id,
        kind=kind,
        event=event,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        created_at=at,
        next_at=at,
        request_id=logs.current().get("requestId", ""),
        **columns,
    )


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
