"""A database of the reference JobOps: its tables are known by their columns, because its versions
name and extend them differently. Nothing is written to the file, and no statement in it is run.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from orchestrator.jobs import headings
from orchestrator.models import Interview, ToDo
from orchestrator.sources.posting import BadRecord, Posting, reason
from orchestrator.tracking.derive import OUTCOMES, STAGES
from orchestrator.transfer.spreadsheet import NOWHERE
from orchestrator.transfer.tracked import Date, Reminder, Step, Tracked

MAGIC = b"SQLite format 3\x00"
MOST_JOBS = 100_000
# What a table must have to be taken for one of theirs.
JOBS = frozenset({"id", "title", "employer"})
STEPS = frozenset({"tostage", "occurredat"})
TODOS = frozenset({"type", "title", "iscompleted"})
DATES = frozenset({"scheduledat"})
NOTES = frozenset({"content"})
OWNERS = ("applicationid", "jobid")
UNTOLD = frozenset({"extras", "hidden_text", "description_format"})
AMOUNTS = frozenset({"salary_min", "salary_max"})
FACTS: Mapping[str, str] = {
    **{headings.squashed(name): name for name in Posting.model_fields if name not in UNTOLD},
    "jobdescription": "description",
    "salaryminamount": "salary_min",
    "salarymaxamount": "salary_max",
}


class NoReference(Exception):
    """The file is no database, or holds no table of jobs; the argument says which."""


@dataclass(frozen=True)
class _Table:
    """`columns`: the squashed name → the name in the file."""

    name: str
    columns: Mapping[str, str]


def read(path: Path) -> Iterator[Tracked | BadRecord]:
    """Job by job. Raises NoReference before the first."""
    try:
        with closing(_opened(path)) as found:
            yield from _jobs(found, _tables(found))
    except sqlite3.Error as broken:
        raise NoReference("it cannot be read as a database") from broken


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    # A view or trigger of the file must not do anything; only tables are read, by name.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    connection.row_factory = sqlite3.Row
    return connection


def _tables(found: sqlite3.Connection) -> list[_Table]:
    names = found.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    tables = []
    for (name,) in names:
        columns = found.execute(f"PRAGMA table_info({_quoted(name)})").fetchall()
        known = {headings.squashed(one["name"]): one["name"] for one in columns}
        tables.append(_Table(name, known))
    return tables


def _jobs(found: sqlite3.Connection, tables: Sequence[_Table]) -> Iterator[Tracked | BadRecord]:
    jobs = _one(tables, JOBS)
    if jobs is None:
        raise NoReference("it holds no table of jobs")
    steps = _hanging(found, _one(tables, STEPS, owned=True))
    todos = _hanging(found, _one(tables, TODOS, owned=True))
    dates = _hanging(found, _one(tables, DATES, owned=True))
    notes = _hanging(found, _one(tables, NOTES, owned=True))
    rows = found.execute(f"SELECT * FROM {_quoted(jobs.name)} LIMIT {MOST_JOBS}")
    for line, row in enumerate(rows, start=1):
        said = _plain(row)
        key = str(said.get("id"))
        try:
            posting = _posting(said)
        except ValidationError as wrong:
            yield BadRecord(line, reason(wrong), str(said.get("title", ""))[:120])
            continue
        yield Tracked(
            line=line,
            posting=posting,
            steps=_steps(said, steps[key]),
            skipped=said.get("status") == "skipped",
            notes=tuple(_note(one) for one in notes[key] if one.get("content")),
            reminders=tuple(_reminder(one) for one in todos[key] if not one.get("iscompleted")),
            dates=tuple(one for each in dates[key] if (one := _date(each))),
        )


def _one(tables: Sequence[_Table], wanted: frozenset[str], *, owned: bool = False) -> _Table | None:
    """The table with these columns, the one with the most where several have them."""
    fit = [
        one
        for one in tables
        if wanted <= one.columns.keys()
        and (not owned or any(name in one.columns for name in OWNERS))
    ]
    return max(fit, key=lambda one: len(one.columns), default=None)


def _hanging(found: sqlite3.Connection, table: _Table | None) -> dict[str, list[Mapping[str, Any]]]:
    """Rows by the job they belong to."""
    by_job: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    if table is None:
        return by_job
    owner = next(name for name in OWNERS if name in table.columns)
    for row in found.execute(f"SELECT * FROM {_quoted(table.name)}"):
        said = _plain(row)
        by_job[str(said.get(owner))].append(said)
    return by_job


def _plain(row: sqlite3.Row) -> dict[str, Any]:
    return {headings.squashed(name): row[name] for name in row.keys()}  # noqa: SIM118


def _posting(said: Mapping[str, Any]) -> Posting:
    """Raises ValidationError."""
    known: dict[str, Any] = {
        FACTS[name]: value for name, value in said.items() if name in FACTS and value is not None
    }
    for name, value in known.items():
        if name not in AMOUNTS:
            known[name] = str(value)
    known.setdefault("job_url", f"{NOWHERE}{said.get('id')}")
    return Posting(**known)


def _steps(said: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Its own steps, else what its status and its dates say."""
    told = [step for row in rows if (step := _step(row))]
    status, applied = said.get("status"), _time(said.get("appliedat"))
    if not told and status in ("applied", "in_progress"):
        at = applied or _time(said.get("updatedat")) or datetime.now(UTC)
        told = [Step("applied", at)]
        if status == "in_progress":
            told.append(Step("recruiter_screen", at))
    outcome = said.get("outcome")
    if told and outcome in OUTCOMES and not any(step.outcome for step in told):
        ended = _time(said.get("closedat")) or max(step.at for step in told)
        told.append(Step("closed", ended, str(outcome)))
    return tuple(sorted(told, key=lambda step: step.at))


def _step(row: Mapping[str, Any]) -> Step | None:
    at, stage = _time(row.get("occurredat")), str(row.get("tostage"))
    if at is None or stage not in STAGES:
        return None
    outcome = row.get("outcome")
    metadata = row.get("metadata")
    try:
        note = json.loads(metadata).get("note", "") if metadata else ""
    except (ValueError, AttributeError):
        note = ""
    return Step(stage, at, str(outcome) if outcome in OUTCOMES else None, str(note)[:4000])


def _reminder(row: Mapping[str, Any]) -> Reminder:
    kind = str(row.get("type"))
    title = str(row.get("title") or "To do")[:200]
    return Reminder(title, _time(row.get("duedate")), kind if kind in ToDo.KINDS else "todo")


def _date(row: Mapping[str, Any]) -> Date | None:
    at, kind = _time(row.get("scheduledat")), str(row.get("type"))
    if at is None:
        return None
    minutes = row.get("durationmins")
    fits = isinstance(minutes, int) and 5 <= minutes <= 1440
    known = kind if kind in Interview.KINDS else "recruiter_screen"
    return Date(at, known, minutes if fits and isinstance(minutes, int) else 60)


def _note(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row.get("title") or "Note")[:120], str(row["content"])[:20_000]


def _time(value: Any) -> datetime | None:
    """From seconds or milliseconds since 1970, or a text."""
    try:
        if isinstance(value, (int, float)):
            seconds = value / 1000 if value > 100_000_000_000 else value
            return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
        found = datetime.fromisoformat(str(value)) if value else None
    except (ValueError, OverflowError, OSError):
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
