"""One job, from discovered to ready: `request` claims and queues, `run` tailors, prints,
commits.
"""

from __future__ import annotations

from django.db import transaction

from orchestrator import gateway, leases, lifecycle
from orchestrator.lifecycle import Status
from orchestrator.models import Job, Operation
from orchestrator.pipeline import slots
from orchestrator.pipeline.slots import Work
from orchestrator.queue import enqueue
from pdfs import build
from tailoring import tailor

ALL_TEXTS = ("summary", "headline", "skills", "bullets", "projects")


def request(
    job: Job,
    *,
    actor: str,
    force: bool = False,
    replace_uploaded: bool = False,
    tailored: bool = True,
) -> Operation:
    """Claim a discovered job for its first PDF. Raises Busy or Refused; then nothing was claimed.

    `tailored` is false for "use the base résumé as it is": no text is made, no model is called.
    """
    slots.require(
        job, allowed=(Status.DISCOVERED,), conflict=False, replace_uploaded=replace_uploaded
    )
    kind = "process" if tailored else "generate_pdf"
    options = {"force": force}
    with transaction.atomic():
        operation = slots.new_operation(job, kind=kind, options=options)
        row, _ = lifecycle.move(job, "start_processing", actor=actor, operation=operation.pk)
        operation.job = row
        assert row.render_token is not None
        return slots.queue(operation, token=row.render_token, task="process_job")


def run(operation_id: str) -> None:
    """The worker's half. Twice, late or never is safe: the lease decides."""
    work = slots.begin(operation_id)
    if work is None:
        return
    with slots.kept(work):
        try:
            outcome = _prepare(work)
            built = _print(work)
        except leases.Superseded as lost:
            slots.fail(work, lost)
            return
        except Exception as error:  # one job's failure must put this job back, whatever it was
            _put_back(work, error)
            return
        _commit(work, built=built, outcome=outcome)


def _prepare(work: Work) -> tailor.Outcome:
    if work.operation.kind != "process":
        return tailor.Outcome(work.job)
    slots.step(work, "texts")
    model = gateway.for_owner(work.job.owner, cancelled=lambda: not slots.still_mine(work))
    return tailor.tailor(
        work.job,
        gateway=model,
        force=bool(work.operation.options.get("force")),
        fields=ALL_TEXTS,
        actor="worker",
        eager=False,
    )


def _print(work: Work) -> build.Built:
    slots.step(work, "pdf")
    return build.build(work.job)


def _commit(work: Work, *, built: build.Built, outcome: tailor.Outcome) -> None:
    result = outcome.printed(len(built.pdf.left_out)).result()
    try:
        with transaction.atomic():
            lifecycle.move(
                work.job, "finish_processing", actor="worker", token=work.token,
                pdf=built.pointer(),
                context={"data": built.told()},
            )  # fmt: skip
            slots.succeed(work, result=result)
            enqueue("inspect_pdf", built.pdf.pk)
    except leases.Superseded as lost:
        slots.fail(work, lost)


def _put_back(work: Work, error: Exception) -> None:
    try:
        with transaction.atomic():
            found = slots.fail(work, error)
            lifecycle.move(
                work.job, "fail_processing", actor="worker", token=work.token,
                error=slots.last_error(found),
                context={"reason": found.details.get("reason"), "data": {"code": found.code}},
            )  # fmt: skip
    except (leases.Superseded, lifecycle.IllegalTransition) as lost:
        slots.fail(work, lost)
