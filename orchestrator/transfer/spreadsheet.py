"""A spreadsheet in which somebody kept their applications, saved as CSV. Pure.

Columns are known by what stands above them. A row needs a title and an employer; the address may be
missing, as in most such tables.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, BinaryIO

from pydantic import ValidationError

from jobops.lib.dates import parse_posted
from orchestrator.jobs import headings
from orchestrator.jobs.filetypes import decoder
from orchestrator.sources.posting import BadRecord, Posting, reason
from orchestrator.transfer import words
from orchestrator.transfer.tracked import Date, Person, Reminder, Step, Tracked

MOST_ROWS = 20_000
CELL_LIMIT = 1_000_000
NUMERIC = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)?\d{2})\b")
# Where nobody can be led to.
NOWHERE = "https://no-address.invalid/"
NOON = time(12, tzinfo=UTC)


class NoTracker(Exception):
    """The table has no column for titles, or none for employers; the argument says which."""


def read(file: BinaryIO, *, today: date) -> Iterator[Tracked | BadRecord]:
    """Row by row. Raises NoTracker before the first."""
    text = io.TextIOWrapper(
        file,
        encoding=decoder(file),
        errors="replace",
        newline="",
    )
    csv.field_size_limit(CELL_LIMIT)
    head = next((line for line in text if line.strip()), "")
    delimiter = max(",;\t|", key=lambda one: len(_columns(next(csv.reader([head], delimiter=one)))))
    text.seek(0)
    reader = csv.reader(text, delimiter=delimiter)
    try:
        rows = [(reader.line_num, cells) for cells in _capped(reader) if any(map(str.strip, cells))]
    except csv.Error as broken:
        raise NoTracker(f"line {reader.line_num} cannot be read: {broken}") from broken
    finally:
        text.detach()
    if not rows:
        raise NoTracker("the file is empty")
    named = _columns(rows[0][1])
    missing = [what for name, what in (("title", "title"), ("employer", "employer"))
               if name not in named.values()]  # fmt: skip
    if missing:
        raise NoTracker(f"no column holds the {' or the '.join(missing)}")
    return _rows(rows[1:], named, today=today)


def is_month_first(texts: Sequence[str]) -> bool:
    """Whether dates like 3/14/2026 are in this column: a second number above 12 says so, a first
    one above 12 the contrary, and without either the day comes first.
    """
    found = [match for text in texts if (match := NUMERIC.match(text))]
    return any(int(m[2]) > 12 for m in found) and not any(int(m[1]) > 12 for m in found)


def moment(text: str, *, today: date, month_first: bool) -> datetime | None:
    """Noon of the day that is meant."""
    if match := NUMERIC.match(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        month, day = (first, second) if month_first else (second, first)
        try:
            found: date | None = date(year + 2000 if year < 100 else year, month, day)
        except ValueError:
            found = None
    else:
        found = parse_posted(text, today=today)
    return datetime.combine(found, NOON) if found and 1990 <= found.year <= 2100 else None


def _capped(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, cells in enumerate(reader):
        if number > MOST_ROWS:
            raise NoTracker(f"it has more than {MOST_ROWS:,} rows")
        yield cells


def _columns(heads: Sequence[str]) -> dict[int, str]:
    """Place → what it holds: a field of a posting, or one of words.HEADINGS."""
    found = {place: name for place, head in enumerate(heads) if (name := words.field(head))}
    rest = {head: place for place, head in enumerate(heads) if place not in found}
    for head, name in headings.known(rest, {}).items():
        found[rest[head]] = name
    return found


def _rows(
    rows: Sequence[tuple[int, list[str]]], named: Mapping[int, str], *, today: date
) -> Iterator[Tracked | BadRecord]:
    texts = [
        cells[place]
        for _, cells in rows
        for place, name in named.items()
        if name in ("applied", "updated", "due", "interview") and place < len(cells)
    ]
    month_first = is_month_first(texts)
    for line, cells in rows:
        said = {
            name: headings.plain(cells[place])
            for place, name in named.items()
            if place < len(cells)
        }
        yield _tracked(line, said, today=today, month_first=month_first)


def _tracked(
    line: int, said: Mapping[str, str], *, today: date, month_first: bool
) -> Tracked | BadRecord:
    def at(name: str) -> datetime | None:
        return moment(said.get(name, ""), today=today, month_first=month_first)

    try:
        posting = _posting(said)
    except ValidationError as wrong:
        return BadRecord(line, reason(wrong), said.get("title", "")[:120])
    status = said.get("status", "")
    meant = words.meaning(status)
    stage, outcome = meant or (("applied", None) if at("applied") else (words.NOT_YET, None))
    noted = said.get("notes", "")
    return Tracked(
        line=line,
        posting=posting,
        steps=_steps(stage, outcome, applied=at("applied"), updated=at("updated"), today=today),
        skipped=stage == words.ASIDE,
        notes=(("Notes", noted),) if noted else (),
        people=_people(said),
        reminders=(Reminder(said["next"][:200], at("due")),) if said.get("next") else (),
        dates=(Date(found),) if (found := at("interview")) else (),
        unsure="" if meant or not status else status,
    )


def _posting(said: Mapping[str, str]) -> Posting:
    """Raises ValidationError."""
    known: dict[str, Any] = {
        name: value for name, value in said.items() if value and name in Posting.model_fields
    }
    if not known.get("job_url"):
        same = "\n".join(known.get(name, "") for name in ("employer", "title", "location"))
        known["job_url"] = f"{NOWHERE}{hashlib.sha256(same.encode()).hexdigest()[:24]}"
    return Posting(**{"source": "tracker", **known})


def _steps(
    stage: str, outcome: str | None, *, applied: datetime | None, updated: datetime | None,
    today: date,
) -> tuple[Step, ...]:  # fmt: skip
    """Sent, and where it stands now; what came between nobody wrote down."""
    if stage in (words.NOT_YET, words.ASIDE):
        return ()
    sent = applied or updated or datetime.combine(today, NOON)
    first = Step("applied", sent)
    if stage == "applied":
        return (first,)
    return first, Step(stage, max(updated or sent, sent), outcome)


def _people(said: Mapping[str, str]) -> tuple[Person, ...]:
    name, address = said.get("contact", ""), said.get("address", "")
    if not (name or address):
        return ()
    fits = re.fullmatch(r"[^@\s]{1,64}@[^@\s]{1,253}", address)
    return (
        Person((name or address)[:200], address=address if fits else "",
               phone=said.get("phone", "")[:60]),
    )  # fmt: skip
