"""A register's file as rows: CSV as GOV.UK publishes it, a page with a table as the IND does. Pure.

A file of another kind is refused as a whole; a row without a name is left out and counted.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from lxml import etree, html

from jobops.lib.errors import Problem
from jobops.lib.text import clean_control
from orchestrator.sponsors.registers import Source

LONGEST_CELL = 20_000
MOST_ROWS = 1_000_000
LIMITS = {"name": 300, "town": 200, "county": 200, "route": 1000, "rating": 300, "number": 40}
MARKUP = ("<!doctype", "<html", "<head", "<body", "<table", "<?xml", "<")


class RegisterProblem(Problem):
    """Why a register was not loaded. What was loaded before holds on."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "register_unavailable": "No sponsor register is loaded. Load one under Sponsors, then ask"
        " again.",
        "no_employer": "This job names no employer. Add one, then ask again.",
        "not_a_register": "This is not the register: it is a page or a file of another kind. What"
        " was loaded before holds on. Choose the file as it is published.",
        "wrong_columns": "This file lacks the register's columns. What was loaded before holds on."
        " Choose the file as it is published.",
        "unreadable": "This file cannot be read: a line is broken or far too long. What was loaded"
        " before holds on.",
        "empty": "This file holds no employer. What was loaded before holds on.",
        "too_small": "This file holds less than half as many employers as the one before, so it"
        " was not taken. Look at it; if it is right, load it once more and say so.",
        "too_large": "The file is larger than 50 MiB. What was loaded before holds on.",
        "no_file": "The publisher's page names no file. What was loaded before holds on; load the"
        " file by hand.",
        "busy": "This register is being loaded already. Wait for that.",
        "gone": "The file that was sent is no longer here. Choose it again.",
        "interrupted": "The worker stopped in the middle of this. What was loaded before holds on;"
        " load it again.",
        "unreachable": "The register could not be fetched. What was loaded before holds on; try"
        " again later, or load the file by hand.",
    }


@dataclass(frozen=True)
class Entry:
    name: str
    town: str = ""
    county: str = ""
    route: str = ""
    rating: str = ""
    number: str = ""


@dataclass(frozen=True)
class Read:
    """`skipped`: rows without a name."""

    entries: tuple[Entry, ...]
    skipped: int


def read(content: bytes, *, source: Source) -> Read:
    """Every employer once per place, with all its routes. Raises RegisterProblem."""
    text = _decoded(content)
    if "\x00" in text[:4096]:
        raise RegisterProblem("not_a_register")
    rows = _from_table(text, source) if _is_markup(text) else _from_csv(text, source)
    return _merged(rows)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _is_markup(text: str) -> bool:
    return text.lstrip()[:20].lower().startswith(MARKUP)


def _from_csv(text: str, source: Source) -> Iterator[Entry]:
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        first = next((row for row in lines if any(cell.strip() for cell in row)), [])
        places = _places(first, source)
        for row in lines:
            if any(row):
                yield _entry(row, places)
    except csv.Error:
        raise RegisterProblem("unreadable") from None


def _from_table(text: str, source: Source) -> Iterator[Entry]:
    """The first table with the register's headings; its names are headings of their rows."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        page = html.document_fromstring(text.replace("\0", "").encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise RegisterProblem("not_a_register") from None
    tables = page.iter("table")
    for table in tables:
        rows = [_cells(row) for row in table.iter("tr")]
        head = next((n for n, row in enumerate(rows[:5]) if _has_headings(row, source)), None)
        if head is not None:
            places = _places(rows[head], source)
            yield from (_entry(row, places) for row in rows[head + 1 :] if any(row))
            return
    raise RegisterProblem("not_a_register")


def _cells(row: html.HtmlElement) -> list[str]:
    return ["".join(cell.itertext()) for cell in row if cell.tag in ("td", "th")]


def _has_headings(row: Sequence[str], source: Source) -> bool:
    try:
        return bool(_places(row, source))
    except RegisterProblem:
        return False


def _places(headings: Sequence[str], source: Source) -> dict[str, int]:
    """Field → column. All fields must be there: half a file is no register."""
    there = {" ".join(one.split()).casefold(): n for n, one in reversed(list(enumerate(headings)))}
    found = {
        field: next((there[one] for one in known if one in there), None)
        for field, known in source.columns.items()
    }
    kept = {field: column for field, column in found.items() if column is not None}
    if len(kept) < len(found):
        raise RegisterProblem("wrong_columns")
    return kept


def _entry(row: Sequence[str], places: Mapping[str, int]) -> Entry:
    given = {field: row[n] if n < len(row) else "" for field, n in places.items()}
    return Entry(**{field: _tidy(text, LIMITS[field]) for field, text in given.items()})


def _tidy(text: str, limit: int) -> str:
    if len(text) > LONGEST_CELL:
        raise RegisterProblem("unreadable")
    return " ".join(clean_control(text).split())[:limit].rstrip()


def _merged(rows: Iterator[Entry]) -> Read:
    """The UK register has a row per route."""
    at: dict[tuple[str, str, str, str], list[Entry]] = {}
    skipped = 0
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise RegisterProblem("unreadable")
        if not any(c.isalnum() for c in row.name):
            skipped += 1
            continue
        at.setdefault((row.name.casefold(), row.town, row.county, row.number), []).append(row)
    if not at:
        raise RegisterProblem("empty")
    return Read(tuple(_one(same) for same in at.values()), skipped)


def _one(same: Sequence[Entry]) -> Entry:
    if len(same) == 1:
        return same[0]
    first = same[0]
    return Entry(
        first.name, first.town, first.county,
        route=_joined((one.route for one in same), LIMITS["route"]),
        rating=_joined((one.rating for one in same), LIMITS["rating"]),
        number=first.number,
    )  # fmt: skip


def _joined(texts: Iterator[str], limit: int) -> str:
    return ", ".join(dict.fromkeys(text for text in texts if text))[:limit]
