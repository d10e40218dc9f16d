"""Printing a cover letter: asked for at a door, done by a worker, never twice from the same."""

from __future__ import annotations

import logging

from django.db.models import QuerySet

from jobops import logs
from jobops.lib.errors import Problem, Refused
from jobops.web import problems
from orchestrator.models import Operation
from orchestrator.pipeline import loose, slots
from pdfs import letters as paper
from tailoring import letters, library
from tailoring.models import CoverLetter

logger = logging.getLogger(__name__)

KIND = "letter"
INTERNAL = "Something went wrong. The last PDF is kept; try again."


def request(letter: CoverLetter) -> Operation | None:
    """None when its PDF is there and as it would be printed now. Raises Refused
    (letter_not_ready, resume_missing, worker_unavailable) and RenderError.
    """
    letters.require_ready(letter)
    if library.base_of(letter.job) is None:
        raise Refused("resume_missing")
    if paper.is_current(letter):
        return None
    slots.require_worker()
    options = {"job": str(letter.job_id), "letter": str(letter.pk)}
    return loose.request(letter.job.owner, kind=KIND, options=options)


def under_way(letter: CoverLetter) -> Operation | None:
    return _of(letter).filter(status__in=("queued", "running")).first()


def failure(letter: CoverLetter) -> str:
    """Why the last attempt failed, in a sentence; empty when it did not."""
    last = _of(letter).order_by("-created_at").first()
    return str((last.error or {}).get("message", "")) if last and last.status == "failed" else ""


def run(operation_id: str) -> None:
    """Twice is safe."""
    operation = loose.claim(operation_id, kind=KIND, step="render")
    if operation is None:
        return
    ids = operation.options
    rows = CoverLetter.objects.select_related("job", "job__owner")
    letter = rows.filter(pk=ids["letter"], job__owner_id=operation.owner_id).first()
    if letter is None:
        loose.end(operation, "cancelled")
        return
    with logs.bind(operationId=operation_id, jobId=ids["job"]):
        _print(operation, letter)


def _print(operation: Operation, letter: CoverLetter) -> None:
    try:
        letters.require_ready(letter)
        paper.keep(letter)
    except Problem as problem:
        logger.warning("letter not printed", extra={"meta": {"kind": problem.kind}})
        loose.end(operation, "failed", error=problems.answer(problem).error())
    except Exception:  # nobody else would close the operation
        logger.exception("printing a letter broke")
        error = {"code": "INTERNAL_ERROR", "message": INTERNAL, "details": {}}
        loose.end(operation, "failed", error=error)
    else:
        loose.end(operation, "succeeded")


def _of(letter: CoverLetter) -> QuerySet[Operation]:
    mine = Operation.objects.filter(owner_id=letter.job.owner_id, kind=KIND)
    return mine.filter(options__letter=str(letter.pk))
