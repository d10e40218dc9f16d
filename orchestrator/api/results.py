"""How a bulk action stands, as the wire tells it: counts, and one result per job asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from jobops.web import problems
from orchestrator.api import wire
from orchestrator.bulk import items
from orchestrator.jobs.freshness import Contexts
from orchestrator.models import ActionItem, Job, Operation, with_tags

# How many frames may be made before the first of them is sent.
BATCH = 25
BROKEN = problems.Answer(500, "The work ended without a result. Ask for it again.")


@dataclass(frozen=True)
class Tally:
    """Counts of what the results say: a job that was deleted since cannot be shown any more."""

    succeeded: int = 0
    failed: int = 0
    pending: int = 0

    def plus(self, result: Mapping[str, Any]) -> Tally:
        ok = result["ok"]
        return Tally(
            self.succeeded + (ok is True), self.failed + (ok is False), self.pending + (ok is None)
        )


def standing(request: HttpRequest, operation: Operation) -> dict[str, Any]:
    """The answer's data, in the order of the request."""
    rows = list(operation.items.order_by("position"))
    found = results(operation, rows)
    tally = reduce(Tally.plus, found, Tally())
    return {
        "action": operation.options["action"],
        "requested": len(rows),
        "succeeded": tally.succeeded,
        "failed": tally.failed,
        "pending": tally.pending,
        "results": found,
    }


def results(operation: Operation, rows: Sequence[ActionItem]) -> list[dict[str, Any]]:
    """One object per item; the jobs of all of them in two queries."""
    done = [row.job_id for row in rows if row.state == "succeeded" and row.job_id]
    mine = with_tags(Job.objects.filter(owner_id=operation.owner_id))
    jobs = mine.in_bulk(done) if done else {}
    contexts = Contexts(operation.owner) if done else None
    shown = {
        pk: wire.job(job, freshness=contexts.freshness(job) if contexts else "missing")
        for pk, job in jobs.items()
    }
    return [_result(operation, row, jobs=shown) for row in rows]


def frames(operation: Operation, *, request_id: str) -> Iterator[dict[str, Any] | None]:
    """The start, one frame per item in the order they end, the whole; None while nothing moves."""
    mark = {"requestId": request_id}
    head = {
        "action": operation.options["action"],
        "requested": operation.items.count(),
        "operationId": str(operation.pk),
        **mark,
    }
    tally, told = Tally(), set[int]()
    yield {"type": "started", **head, **_figures(tally)}
    while True:
        status = Operation.objects.filter(pk=operation.pk).values_list("status", flat=True).first()
        while news := _news(operation, told=told):
            for result in news:
                tally = tally.plus(result)
                yield {"type": "progress", **head, **_figures(tally), "result": result}
        if status not in ("queued", "running"):
            break
        yield None
    if status in ("succeeded", "cancelled"):
        rows = list(operation.items.order_by("position"))
        yield {"type": "completed", **head, **_figures(tally), "results": results(operation, rows)}
    else:
        yield {"type": "error", "code": BROKEN.code, "message": BROKEN.message, **mark}


def _news(operation: Operation, *, told: set[int]) -> list[dict[str, Any]]:
    """Results of what has ended and was not told; `told` grows by them."""
    ended = operation.items.filter(finished__gt=0).exclude(position__in=told)
    rows = list(ended.order_by("finished", "position")[:BATCH])
    told.update(row.position for row in rows)
    return results(operation, rows)


def _result(
    operation: Operation, row: ActionItem, *, jobs: Mapping[UUID, dict[str, Any]]
) -> dict[str, Any]:
    if row.state in ("pending", "running"):
        work = str(row.work_id or operation.pk)
        return {"jobId": row.reference, "ok": None, "operationId": work}
    if row.state == "succeeded" and row.job_id and row.job_id in jobs:
        return {"jobId": row.reference, "ok": True, "job": jobs[row.job_id]}
    return {"jobId": row.reference, "ok": False, "error": row.error or items.MISSING.error()}


def _figures(tally: Tally) -> dict[str, int]:
    return {
        "completed": tally.succeeded + tally.failed,
        "succeeded": tally.succeeded,
        "failed": tally.failed,
    }
