"""How often printed links were opened, by job and link."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from orchestrator.jobs.csv_out import BOM, Echo, cell
from orchestrator.models import User
from pdfs.models import TracerLink
from pdfs.tracer import links

HEADINGS = ("title", "employer", "target", "people", "automatic", "lastOpenedAt", "endedAt")


@dataclass(frozen=True)
class Line:
    """`people` and `automatic` are openings within the days asked for, else of all time."""

    link: TracerLink
    people: int
    automatic: int
    last_at: datetime | None


def lines(owner: User, *, since: datetime | None = None) -> Sequence[Line]:
    """The links of the newest jobs first, those of one job together."""
    within = Q(clicks__at__gte=since) if since else Q()
    rows = (
        links.of(owner)
        .annotate(
            seen_by=Count("clicks", filter=within & Q(clicks__kind="person")),
            fetched=Count("clicks", filter=within & Q(clicks__kind="automatic")),
            last_at=Max("clicks__at", filter=within) if since else Max("clicks__at"),
        )
        .order_by("-job__ready_at", "job_id", "target", "created_at")
    )
    return [_line(row, limited=since is not None) for row in rows]


def _line(row: Any, *, limited: bool) -> Line:
    if limited:
        return Line(row, row.seen_by, row.fetched, row.last_at)
    return Line(row, row.people, row.automatic, row.last_at)


def sheet(found: Iterable[Line]) -> Iterator[str]:
    """The same as lines of a CSV file."""
    writer: Any = csv.writer(Echo(), lineterminator="\r\n")
    yield BOM + writer.writerow(HEADINGS)
    for one in found:
        job = one.link.job
        cells = (job.title, job.employer, one.link.target, one.people, one.automatic)
        times = (one.last_at, one.link.ended_at)
        yield writer.writerow([cell(each) for each in (*cells, *map(_written, times))])


def _written(at: datetime | None) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""
