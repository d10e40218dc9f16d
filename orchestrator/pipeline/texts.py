"""Headline, summary, skills and projects of one job, made anew or completed; the status stays."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from jobops.lib.errors import Invalid
from orchestrator import gateway, leases
from orchestrator.lifecycle import Status
from orchestrator.models import Job, Operation
from orchestrator.pipeline import refresh, slots
from tailoring import tailor

ALLOWED = (
    Status.DISCOVERED,
    Status.READY,
    Status.APPLIED,
    Status.IN_PROGRESS,
    Status.SKIPPED,
    Status.EXPIRED,
)
FIELDS = ("summary", "headline", "skills", "bullets", "projects")


def request(
    job: Job, *, actor: str, force: bool = False, fields: Sequence[str] | None = None
) -> Operation:
    """Claim the tailor slot. `fields` None means all as the rules of the API say. Raises Busy,
    Refused, Invalid.
    """
    check_fields(fields)
    slots.require(job, allowed=ALLOWED, conflict=False, replace_uploaded=None)
    options = {
        "force": force,
        "fields": list(fields) if fields is not None else None,
        "actor": actor,
    }
    with transaction.atomic():
        operation = slots.new_operation(job, kind="summarize", options=options)
        token = slots.take(job, slot="tailor", kind=leases.SUMMARIZE, operation=operation)
        return slots.queue(operation, token=token, task="summarize_job")


def check_fields(fields: Sequence[str] | None) -> None:
    if fields is None:
        return
    unknown = [name for name in fields if name not in FIELDS]
    if unknown or not fields:
        refused = Invalid({"fields": [f"Choose from {', '.join(FIELDS)}."]})
        refused.details |= {
            "fields": list(fields), "invalidFields": unknown, "allowedFields": list(FIELDS),
        }  # fmt: skip
        raise refused


def run(operation_id: str) -> None:
    work = slots.begin(operation_id)
    if work is None:
        return
    options = work.operation.options
    with slots.kept(work):
        try:
            slots.step(work, "texts")
            model = gateway.for_owner(work.job.owner, cancelled=lambda: not slots.still_mine(work))
            outcome = tailor.tailor(
                work.job,
                gateway=model,
                force=options["force"],
                fields=options["fields"],
                actor="worker",
            )
        except Exception as error:  # the slot must come free, whatever it was
            slots.fail(work, error)
        else:
            with transaction.atomic():
                refresh.ask_if_stale(outcome.job)
                slots.succeed(work, result=outcome.result())
        finally:
            slots.release(work, "tailor")
