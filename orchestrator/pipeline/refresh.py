"""A PDF that is out of date, or asked for again: the old file is served until the new one is
committed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jobops import logs
from orchestrator import leases, lifecycle, preferences
from orchestrator.jobs.freshness import Contexts
from orchestrator.lifecycle import Status
from orchestrator.models import Job, Operation, RegenerationRequest, User
from orchestrator.pipeline import behind, process, rounds, slots
from orchestrator.pipeline.slots import Work
from orchestrator.queue import enqueue
from pdfs import build

DEBOUNCE = timedelta(seconds=3)
LONGEST_WAIT = timedelta(seconds=30)
SLOT_WAIT = timedelta(seconds=5)
BACKOFF = (5, 30, 120)
BATCH = 25
ALLOWED = (Status.DISCOVERED, Status.READY, Status.APPLIED, Status.IN_PROGRESS)


def request(job: Job, *, actor: str, replace_uploaded: bool = False) -> Operation:
    """Print the job's present texts. From discovered this is a first generation; else the status
    stays.
    """
    if job.status == Status.DISCOVERED:
        return process.request(job, actor=actor, replace_uploaded=replace_uploaded, tailored=False)
    slots.require(
        job,
        allowed=ALLOWED,
        conflict=True,
        replace_uploaded=replace_uploaded,
    )
    with transaction.atomic():
        operation = slots.new_operation(job, kind="generate_pdf", options={"actor": actor})
        token = slots.take(job, slot="render", kind=leases.REGENERATION, operation=operation)
        _note(job, "pdf.regeneration_started", actor=actor)
        return slots.queue(operation, token=token, task="regenerate_pdf")


def run(operation_id: str) -> None:
    """The worker's half of a regeneration that somebody waits for."""
    work = slots.begin(operation_id)
    if work is None:
        return
    with slots.kept(work):
        try:
            slots.step(work, "pdf")
            built = build.build(work.job)
            with transaction.atomic():
                _swap(work.job, token=work.token, built=built)
                slots.succeed(work, result=built.result())
        except leases.Superseded as lost:
            slots.fail(work, lost)
        except (
            Exception
        ) as error:  # the flag must come off and the owner must hear of it, whatever it was
            _keep_old(work, error)


def ask(job: Job) -> None:
    """Want an automatic rebuild soon; each further edit moves it, at most to 30 s after the
    first.
    """
    now = timezone.now()
    pending = RegenerationRequest.objects.filter(job=job, state="pending").first()
    if pending is None:
        RegenerationRequest.objects.create(
            job=job, not_before=now + DEBOUNCE, request_id=logs.current().get("requestId", "")
        )
    else:
        pending.not_before = min(now + DEBOUNCE, pending.first_asked_at + LONGEST_WAIT)
        pending.save(update_fields=["not_before"])


def ask_if_stale(job: Job) -> None:
    """Call it in the transaction that changed an input, and after every commit of a file."""
    if job.status != Status.READY or job.pdf_source != "generated":
        return
    fresh = job.pdf_inputs == job.inputs and job.pdf_context == Contexts(job.owner).of(job)
    if not fresh and preferences.of(job.owner)["autoRegeneratePdf"]:
        ask(job)


def ask_for_stale(owner: User, *, limit: int = BATCH) -> int:
    """Find ready jobs whose PDF fell behind and that nobody asked for yet; how many were asked
    for.
    """
    found = behind.jobs().filter(owner=owner).order_by("-score", "-id")[:limit]
    for job in found:
        ask(job)
    return len(found)


def find_stale() -> int:
    """The next batches, on the worker's clock: what no edit or start-up asked for."""
    return rounds.go(behind.owners(), ask_for_stale)


def start_due(at: datetime | None = None) -> int:
    """Turn due requests into queued work; run by the worker's clock each second."""
    now = at or timezone.now()
    due = RegenerationRequest.objects.filter(
        state="pending", not_before__lte=now, job__owner__is_active=True
    ).order_by("not_before")
    return sum(_start(one, now=now) for one in due.select_related("job", "job__owner")[:BATCH])


def run_automatic(request_id: str) -> None:
    found = (
        RegenerationRequest.objects.select_related("job", "job__owner")
        .filter(pk=request_id, state="running")
        .first()
    )
    if found is None:
        return
    if found.token is None or found.job.render_token != found.token:
        # Somebody took the slot over, or moved the job: their print is the newer one.
        _finish(found, "done")
        return
    Job.objects.filter(pk=found.job_id, render_token=found.token).update(
        **leases.running(("render",), at=timezone.now())
    )
    work = Work(
        Operation(pk=found.pk, kind="generate_pdf", owner=found.job.owner), found.job, found.token
    )
    with slots.kept(work):
        try:
            built = build.build(found.job)
            with transaction.atomic():
                _swap(found.job, token=found.token, built=built)
                _finish(found, "done")
        except leases.Superseded:
            _finish(found, "done")
        except Exception as error:  # tried again from the row, with a reason the owner reads
            _retry(found, work=work, error=error)


def _start(found: RegenerationRequest, *, now: datetime) -> int:
    job = found.job
    if job.status != Status.READY or job.pdf_source != "generated" or _is_current(job):
        _finish(found, "done")
        return 0
    with transaction.atomic():
        token = uuid4()
        held = leases.held(("render",), kind=leases.AUTOMATIC, operation=None, at=now) | {
            "render_token": token
        }
        if not Job.objects.filter(pk=job.pk, status=Status.READY, render_token=None).update(**held):
            RegenerationRequest.objects.filter(pk=found.pk).update(not_before=now + SLOT_WAIT)
            return 0
        won = RegenerationRequest.objects.filter(pk=found.pk, state="pending").update(
            state="running", token=token, attempts=F("attempts") + 1
        )
        if not won:
            raise leases.Superseded("superseded")
        with logs.bind(requestId=found.request_id or f"sched-{found.pk}", jobId=str(job.pk)):
            enqueue("refresh_pdf", found.pk)
    return 1


def _swap(job: Job, *, token: Any, built: build.Built) -> None:
    row = lifecycle.fresh(job)
    if row.render_token != token:
        raise leases.Superseded("superseded")
    before = lifecycle.snapshot(row)
    changes: Mapping[str, Any] = {**built.pointer(), **leases.freed("render"), "last_error": None}
    for name, value in changes.items():
        setattr(row, name, value)
    lifecycle.record(
        row, "pdf.regeneration_finished", before=before, actor="worker",
        context={"data": built.told()},
    )  # fmt: skip
    enqueue("inspect_pdf", built.pdf.pk)
    ask_if_stale(row)


def _keep_old(work: Work, error: Exception) -> None:
    with transaction.atomic():
        row = lifecycle.fresh(work.job)
        found = slots.fail(work, error, previous_pdf=bool(row.pdf_digest))
        if row.render_token != work.token:
            return
        before = lifecycle.snapshot(row)
        row.last_error = slots.last_error(found)
        for name, value in leases.freed("render").items():
            setattr(row, name, value)
        context = {"reason": found.details.get("reason"), "data": {"code": found.code}}
        lifecycle.record(
            row, "pdf.regeneration_failed", before=before, actor="worker", context=context
        )


def _retry(found: RegenerationRequest, *, work: Work, error: Exception) -> None:
    _keep_old(work, error)
    last = found.attempts >= len(BACKOFF)
    wait = timedelta(seconds=BACKOFF[min(found.attempts, len(BACKOFF)) - 1])
    later_edit = RegenerationRequest.objects.filter(job_id=found.job_id, state="pending").exists()
    state = "done" if later_edit else "failed" if last else "pending"
    RegenerationRequest.objects.filter(pk=found.pk).update(
        state=state,
        token=None,
        not_before=timezone.now() + wait,
        wanted=_wanted(found.job, Contexts(found.job.owner)),
        last_error=type(error).__name__[:40],
    )


def _note(job: Job, kind: str, *, actor: str) -> None:
    row = lifecycle.fresh(job)
    lifecycle.record(row, kind, before=lifecycle.snapshot(row), actor=actor)


def _finish(found: RegenerationRequest, state: str) -> None:
    RegenerationRequest.objects.filter(pk=found.pk).update(state=state, token=None)


def _is_current(job: Job) -> bool:
    return job.pdf_inputs == job.inputs and job.pdf_context == Contexts(job.owner).of(job)


def _wanted(job: Job, contexts: Contexts) -> str:
    return f"{job.inputs}:{contexts.of(job) or ''}"
