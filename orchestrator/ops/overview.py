"""Everything the console's first page shows, read in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Count
from django.utils import timezone

from orchestrator.models import ActionItem, Heartbeat, Operation, PipelineRun, SourceOutcome
from orchestrator.models.work import HEARTBEAT_LIFE
from orchestrator.ops import broker, deep, health, ledger, queue_rows, status, timetable, trouble
from orchestrator.sources import credit

SHOWN = 5
SHOWN_ELSEWHERE = ("Worker", "Model", "Schedules")
WAITING = 10


@dataclass(frozen=True)
class Bulk:
    """A bulk action and how many of its jobs are in each state."""

    operation: Operation
    states: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Asked:
    """How often a source was asked within a day: without trouble, and failures by kind."""

    name: str
    fine: int
    failures: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Worker:
    beat: Heartbeat
    alive: bool
    age: timedelta


@dataclass(frozen=True)
class Overview:
    at: datetime
    queue: health.Queue
    waiting: Sequence[broker.Waiting]
    trouble: Sequence[trouble.Trouble]
    workers: Sequence[Worker]
    runs: Sequence[PipelineRun]
    bulks: Sequence[Bulk]
    sources: Sequence[Asked]
    today: Sequence[ledger.Usage]
    month: Sequence[ledger.Usage]
    spenders: Sequence[ledger.Spender]
    schedules: Sequence[timetable.Entry]
    deep: deep.Report | None
    facts: Sequence[tuple[str, Sequence[status.Fact]]]
    report: str


def read(at: datetime | None = None) -> Overview:
    now = at or timezone.now()
    facts = status.facts(now)
    return Overview(
        at=now,
        queue=health.queue(now),
        waiting=queue_rows.first(WAITING),
        trouble=trouble.found(now),
        workers=[_worker(beat, now) for beat in Heartbeat.objects.order_by("-at")],
        runs=list(PipelineRun.objects.select_related("owner").order_by("-pk")[:SHOWN]),
        bulks=_bulks(),
        sources=_sources(now),
        today=ledger.usage(since=now - timedelta(days=1)),
        month=ledger.usage(since=now - timedelta(days=30)),
        spenders=ledger.spenders(since=now - timedelta(days=30)),
        schedules=timetable.entries(),
        deep=deep.last(),
        facts=[
            (name, list(rows))
            for name, rows in groupby(facts, lambda one: one.section)
            if name not in SHOWN_ELSEWHERE
        ],
        report=status.report(facts, at=now),
    )


def _worker(beat: Heartbeat, now: datetime) -> Worker:
    return Worker(beat, beat.at > now - HEARTBEAT_LIFE, now - beat.at)


def _sources(now: datetime) -> list[Asked]:
    """Those that failed most come first."""
    rows = SourceOutcome.objects.filter(at__gte=now - timedelta(days=1)).order_by()
    counted: dict[str, dict[str, int]] = {}
    for source, kind, number in rows.values_list("source", "kind").annotate(n=Count("pk")):
        counted.setdefault(source, {})[kind] = number
    found = [
        Asked(
            credit.named(source),
            kinds.pop("", 0),
            tuple((kind.replace("_", " "), kinds[kind]) for kind in sorted(kinds)),
        )
        for source, kinds in counted.items()
    ]
    return sorted(found, key=lambda one: (-sum(n for _, n in one.failures), one.name))


def _bulks() -> list[Bulk]:
    last = list(
        Operation.objects.filter(kind="actions").select_related("owner").order_by("-pk")[:SHOWN]
    )
    rows = ActionItem.objects.filter(operation__in=last).order_by("operation", "state")
    counted: dict[object, list[tuple[str, int]]] = {}
    for pk, state, number in rows.values_list("operation", "state").annotate(n=Count("pk")):
        counted.setdefault(pk, []).append((state, number))
    return [Bulk(one, tuple(counted.get(one.pk, ()))) for one in last]
