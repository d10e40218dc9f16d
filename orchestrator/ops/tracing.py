"""Everything one id left behind: of a request, a job, a run, an operation or an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jobops.web.console import as_uuid, carrying
from orchestrator.models import Job, JobEvent, LlmCall, Operation, PipelineRun

SHOWN = 100


@dataclass(frozen=True)
class Trace:
    term: str
    jobs: Sequence[Job]
    runs: Sequence[PipelineRun]
    operations: Sequence[Operation]
    events: Sequence[JobEvent]
    calls: Sequence[LlmCall]

    @property
    def is_empty(self) -> bool:
        return not (self.jobs or self.runs or self.operations or self.events or self.calls)


def find(term: str) -> Trace:
    """Rows that carry `term`, newest first, at most a hundred of each kind."""
    pk = as_uuid(term)
    some = Job.objects.only("pk", "status", "title", "employer", "updated_at")
    return Trace(
        term=term,
        jobs=list(some.filter(pk=pk)) if pk else [],
        runs=_rows(PipelineRun.objects.all(), term, pk, ("id",)),
        operations=_rows(Operation.objects.all(), term, pk, ("id", "job_id", "pipeline_run_id")),
        events=_rows(JobEvent.objects.all(), term, pk, EVENT_IDS),
        calls=_rows(LlmCall.objects.all(), term, pk, CALL_IDS),
    )


def _rows(rows: QuerySet[Any], term: str, pk: UUID | None, columns: Sequence[str]) -> list[Any]:
    return list(carrying(rows, term, columns, request=True).order_by("-pk")[:SHOWN])


EVENT_IDS = ("id", "job_id", "operation_id", "pipeline_run_id")
CALL_IDS = ("id", "job_id", "operation_id", "pipeline_run_id")
