"""Rows for the console's measurement, and one measured page. Imported after Django was set up."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.console import REQUEST
from bench.installation import ROOT, SHORT
from bench.seed import seed
from orchestrator.accounts.door import local_owner
from orchestrator.models import (
    ActionItem,
    Document,
    Job,
    JobEvent,
    LlmCall,
    Note,
    Operation,
    PipelineRun,
    RegenerationRequest,
    RunItem,
    StageEvent,
    Tally,
    ToDo,
)
from orchestrator.ops import prepare
from pdfs.models import RenderedPdf
from tailoring import library

KINDS = ("job.created", "job.scored", "processing.finished", "job.skipped", "job.edited")
SEEDED = 20_000


def fill(count: int) -> dict[str, str]:
    """`count` jobs, three events each, and work of every kind; ids of a few."""
    prepare.prepare()
    owner = local_owner()
    library.import_file(owner, (ROOT / Path(SHORT)).read_bytes(), file_name="resume.json")
    for number in range(0, count, SEEDED):
        seed(min(SEEDED, count - number), first=number)
    ids = list(Job.objects.order_by("pk").values_list("pk", flat=True))
    Job.objects.filter(pk__in=ids[:: count // 200 or 1]).update(last_error={"code": "CONFLICT"})
    _events(owner, ids, _work(owner, ids).pk)
    _beside(owner, ids)
    # What a database learns by itself in the course of a day.
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA optimize")
    return known()


def known() -> dict[str, str]:
    """Ids of a few rows; empty when nothing was filled in yet."""
    prepare.prepare()
    some = {
        "job": Job.objects.order_by("pk"),
        "operation": Operation.objects.filter(kind="process").order_by("pk"),
        "bulk": Operation.objects.filter(kind="actions"),
    }
    found = {name: rows.values_list("pk", flat=True).first() for name, rows in some.items()}
    return {name: str(pk) for name, pk in found.items()} if all(found.values()) else {}


def timed(name: str, path: str, *, rounds: int) -> tuple[str, int, float, float]:
    """Queries, and the middle and the longest time in milliseconds, after one to warm up."""
    client, times, queries = Client(SERVER_NAME="localhost"), list[float](), 0
    for _ in range(rounds + 1):
        with CaptureQueriesContext(connection) as asked:
            begun = time.perf_counter()
            answer = client.get(path)
            times.append((time.perf_counter() - begun) * 1000)
        queries = len(asked)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
    return name, queries, statistics.median(times[1:]), max(times[1:])


def _events(owner: Any, ids: list[Any], operation: Any) -> None:
    now = timezone.now()

    def one(seq: int, job: Any) -> JobEvent:
        return JobEvent(
            seq=seq + 1, job_id=job, owner=owner, kind=KINDS[seq % 5], at=now,
            from_status="discovered", to_status="discovered", actor="worker",
            request_id=REQUEST if seq % 10_000 == 0 else f"request-{seq}",
            operation_id=operation if seq % 50_000 == 0 else uuid4() if seq % 3 == 0 else None,
        )  # fmt: skip

    rows = (one(place * 3 + part, job) for place, job in enumerate(ids) for part in range(3))
    _store(JobEvent, rows)
    Tally.objects.update_or_create(owner=owner, defaults={"events": len(ids) * 3})


def _work(owner: Any, ids: list[Any]) -> Operation:
    now = timezone.now()
    bulk = Operation.objects.create(
        owner=owner, kind="actions", status="succeeded", options={"action": "skip"}
    )
    _store(ActionItem, (
        ActionItem(operation=bulk, position=place, reference=str(pk), job_id=pk, state="succeeded")
        for place, pk in enumerate(ids[:500])
    ))  # fmt: skip
    _store(Operation, (
        Operation(owner=owner, job_id=pk, kind="process", request_id=f"request-{place}",
                  status="failed" if place % 500 == 0 else "succeeded", created_at=now,
                  started_at=now, finished_at=now + timedelta(seconds=1))
        for place, pk in enumerate(ids[: len(ids) // 5])
    ))  # fmt: skip
    run = PipelineRun.objects.create(owner=owner, status="completed")
    _store(RunItem, (
        RunItem(run=run, job_id=pk, step="selecting" if place % 100 else "processing",
                reference=str(pk), state="skipped" if place % 100 else "succeeded")
        for place, pk in enumerate(ids)
    ))  # fmt: skip
    return Operation.objects.filter(kind="process").order_by("pk")[0]


def _beside(owner: Any, ids: list[Any]) -> None:
    half, now = ids[: len(ids) // 2], timezone.now()
    makers: dict[type[models.Model], Callable[[int, Any], Any]] = {
        LlmCall: lambda n, pk: LlmCall(
            owner=owner, purpose="score", host="h", model=f"model-{n % 3}", result="ok", job_id=pk,
            at=now - timedelta(minutes=n), prompt_tokens=900, completion_tokens=90,
            request_id=REQUEST if n % 10_000 == 0 else f"request-{n}",
        ),
        RenderedPdf: lambda n, pk: RenderedPdf(
            job_id=pk, digest=f"{n:064x}", size=1000, source="generated",
            verdict_status="fail" if n % 5000 == 0 else "pass", verdict={"text": "word " * 400},
        ),
        Note: lambda n, pk: Note(job_id=pk, title="Call", content="They rang. " * 40),
        Document: lambda n, pk: Document(
            job_id=pk, file_name="a.txt", byte_size=3, digest=f"{n:064x}"
        ),
        ToDo: lambda n, pk: ToDo(job_id=pk, kind="prep", title="Read"),
        StageEvent: lambda n, pk: StageEvent(
            job_id=pk, round=1, to_stage="applied", occurred_at=now
        ),
        RegenerationRequest: lambda n, pk: RegenerationRequest(
            job_id=pk, state="failed" if n % 5000 == 0 else "done", not_before=now
        ),
    }  # fmt: skip
    for model, made in makers.items():
        _store(model, (made(number, pk) for number, pk in enumerate(half)))


def _store(model: Any, rows: Iterable[models.Model]) -> None:
    for batch in _batches(rows):
        model.objects.bulk_create(batch)


def _batches(rows: Iterable[Any], size: int = 1000) -> Iterator[list[Any]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, size)):
        yield batch
