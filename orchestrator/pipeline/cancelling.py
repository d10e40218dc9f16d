"""Taking requested work back: its lease goes, so the worker ends without a write to the job."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from orchestrator import leases, lifecycle
from orchestrator.lifecycle import Status
from orchestrator.models import Job, Operation


def cancel(operation: Operation, *, actor: str) -> Operation:
    """End work that has not ended; finished work is returned as it is."""
    with transaction.atomic():
        open_still = Operation.objects.filter(pk=operation.pk).open()
        if open_still.update(status="cancelled", finished_at=timezone.now(), step=""):
            if operation.job is not None:
                _give_back(operation.job, operation=operation, actor=actor)
            operation.refresh_from_db()
    return operation


def _give_back(job: Job, *, operation: Operation, actor: str) -> None:
    row = lifecycle.fresh(job)
    held = leases.slots_under(row, operation.token) if operation.token else ()
    if not held:
        return
    if row.status == Status.PROCESSING:
        lifecycle.move(row, "cancel_processing", actor=actor)
        return
    before = lifecycle.snapshot(row)
    for name, value in leases.freed(*held).items():
        setattr(row, name, value)
    if "render" in held:
        context = {"reason": "cancelled"}
        lifecycle.record(
            row, "pdf.regeneration_abandoned", before=before, actor=actor, context=context
        )
    else:
        # Nobody sees these slots, so the row's date stays.
        Job.objects.filter(pk=row.pk).update(**leases.freed(*held))
