"""Jobs as a table that other programs open and our own import reads back."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.http import StreamingHttpResponse

from orchestrator.jobs.headings import NEUTRAL
from orchestrator.models import Job, User
from orchestrator.sources.credit import credit

BOM = "\ufeff"
# Heading → column. The import knows those of a posting by these names and passes over the rest.
COLUMNS: Mapping[str, str] = {
    "title": "title", "employer": "employer", "jobUrl": "job_url", "status": "status",
    "suitabilityScore": "score", "outcome": "outcome", "location": "location", "salary": "salary",
    "salaryMinAmount": "salary_min", "salaryMaxAmount": "salary_max",
    "salaryCurrency": "salary_currency", "salaryInterval": "salary_interval",
    "workplace": "workplace", "isRemote": "is_remote", "jobType": "job_type",
    "jobLevel": "job_level", "jobFunction": "job_function", "datePosted": "date_posted",
    "deadline": "deadline", "discoveredAt": "discovered_at", "readyAt": "ready_at",
    "appliedAt": "applied_at", "closedAt": "closed_at", "source": "source",
    "sourceJobId": "source_job_id", "employerUrl": "employer_url",
    "applicationLink": "application_link", "jobUrlDirect": "job_url_direct",
    "disciplines": "disciplines", "degreeRequired": "degree_required", "starting": "starting",
    "suitabilityReason": "score_reason", "jobDescription": "description",
}  # fmt: skip
# Descriptions are kept as text; without saying so a "<" in one might pass for markup.
FORMAT = ("descriptionFormat", "text")
# What a source wants named beside its job; jobUrl is the link.
CREDIT = "attribution"
READ = (*COLUMNS.values(), "owner_id")


class Echo:
    """What csv.writer writes to: the line it hands over is the line we send."""

    def write(self, line: str) -> str:
        return line


def lines(jobs: Iterable[Job]) -> Iterator[str]:
    """The file, line by line; the first one carries the mark of UTF-8."""
    writer: Any = csv.writer(Echo(), lineterminator="\r\n")
    yield BOM + writer.writerow([*COLUMNS, CREDIT, FORMAT[0]])
    for job in jobs:
        yield writer.writerow(cells(job))


def every(owner: User) -> Iterator[str]:
    """All jobs of an owner, the newest first."""
    rows = owner.jobs.order_by("-id").only(*READ)
    return lines(rows.iterator(chunk_size=200))


def table(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Any table in the same form."""
    writer: Any = csv.writer(Echo(), lineterminator="\r\n")
    yield BOM + writer.writerow([*names])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def download(
    names: Iterable[str], rows: Iterable[Iterable[Any]], *, name: str
) -> StreamingHttpResponse:
    """A table as a file that a browser saves."""
    response = StreamingHttpResponse(table(names, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def cells(job: Job) -> Sequence[str]:
    owed = credit(job.source, job_url=job.job_url)
    told = cell(owed.text if owed else None)
    return [*(cell(getattr(job, column)) for column in COLUMNS.values()), told, FORMAT[1]]


def cell(value: Any) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}" if value == int(value) and abs(value) < 1e6 else repr(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.startswith(NEUTRAL) else text
