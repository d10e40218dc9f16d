"""Postings from a file somebody has: JSON, JSON Lines, CSV or tab-separated, row by row. Pure.

A row that is no posting becomes a BadRecord with its line and a reason; only a file that holds no
table at all is refused.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar, Literal, Protocol

from pydantic import ValidationError

from jobops.lib.errors import Problem
from jobops.lib.mending import one_line
from orchestrator.jobs.filetypes import HEAD, content, decoder, kind_of
from orchestrator.jobs.headings import facts, known
from orchestrator.jobs.json_in import Unread, entries, lines
from orchestrator.sources.posting import BadRecord, Posting, reason

FileFormat = Literal["json", "jsonl", "csv", "tsv"]
Row = tuple[int, Any]
Record = Posting | BadRecord
REQUIRED = {"title": "a title", "employer": "an employer", "job_url": "an address"}
# Descriptions run to tens of thousands of characters; the csv module stops at 131,072 of its own.
CELL_LIMIT = 4_000_000
OPEN_QUOTE = Unread(
    "A quotation mark is opened here and not closed; the lines it swallowed are missing."
)


class Reader(Protocol):
    """What csv.reader returns; its own type has no public name."""

    line_num: int

    def __next__(self) -> list[str]: ...


class FileProblem(Problem):
    """The whole file cannot be read as postings; the sentence says what it is instead."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "empty": "The file is empty. Nothing was imported.",
        "not_postings": "This is not a list of postings.",
        "no_headings": "The first line does not name the columns.",
    }
    PERMANENT: ClassVar[frozenset[str]] = frozenset(SENTENCES)


@dataclass(frozen=True)
class Reading:
    """An open file: what it is, what to tell the owner, and its rows while they are read."""

    format: FileFormat
    encoding: str
    notices: tuple[str, ...]
    records: Iterator[Record]


def read(
    file: BinaryIO, *, source: str = "file", columns: Mapping[str, str] | None = None
) -> Reading:
    """Recognise the file and begin to read it; `file` must be seekable.

    `source` is used for rows that name none; `columns` maps a heading to one of Posting's fields.
    Raises FileProblem when nothing in it can be a posting.
    """
    kind = kind_of(content(file))
    if kind == "empty":
        raise FileProblem("empty")
    if kind not in {"json", "text"}:
        sentence = f"This is {kind}, not a list of postings. Save it as CSV or JSON and try again."
        raise FileProblem("not_postings", sentence)
    encoding = decoder(file)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    notices = ("The file is not UTF-8; it was read as Windows-1252.",) * (encoding == "cp1252")
    columns = columns or {}
    format, rows = _json_rows(text) if kind == "json" else _table_rows(text, columns=columns)
    records = _records(rows, source=source, columns=columns)
    return Reading(format, encoding, notices, records)


def _json_rows(text: io.TextIOWrapper) -> tuple[FileFormat, Iterator[Row]]:
    """An array, one object a line, or an object with an array inside."""
    start = text.read(HEAD).lstrip()
    text.seek(0)
    if start.startswith("["):
        return "json", entries(text)
    head = [line for line in itertools.islice(text, 20) if line.strip()]
    text.seek(0)
    if len(head) > 1 and _is_whole(head[0]):
        return "jsonl", lines(text)
    try:
        whole = json.load(text)
    except (ValueError, RecursionError) as error:
        text.seek(0)
        if any(map(_is_whole, head[1:])):  # only its first lines are broken
            return "jsonl", lines(text)
        sentence = "This looks like JSON but cannot be read as JSON. Nothing was imported."
        raise FileProblem("not_postings", sentence) from error
    inside = _first_list(whole)
    return "json", iter(enumerate([whole] if inside is None else inside, start=1))


def _is_whole(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _first_list(whole: Any) -> list[Any] | None:
    """An export wraps its rows: `{"jobs": […]}`, `{"data": {"jobs": […]}}`."""
    if not isinstance(whole, dict):
        return None
    for key in ("jobs", "data", "postings", "results", "items", "records"):
        inside = whole.get(key)
        if isinstance(inside, list):
            return inside
        if isinstance(inside, dict):
            return _first_list(inside)
    return None


def _table_rows(
    text: io.TextIOWrapper, *, columns: Mapping[str, str]
) -> tuple[FileFormat, Iterator[Row]]:
    csv.field_size_limit(CELL_LIMIT)
    head = next((line for line in text if line.strip()), "")
    delimiter = _delimiter(head, columns=columns)
    text.seek(0)
    reader = csv.reader(text, delimiter=delimiter)
    headings = _headings(reader)
    fields = set(known(headings, columns).values())
    missing = [name for field, name in REQUIRED.items() if field not in fields]
    if len(missing) == len(REQUIRED):
        sentence = (
            "This is plain text, not a list of postings: its first line names no column we know."
            " A CSV file begins with a line such as title, company, url."
        )
        raise FileProblem("not_postings", sentence)
    if missing:
        shown = ", ".join(one_line(heading, limit=40) or "(blank)" for heading in headings[:12])
        sentence = f"No column holds {' or '.join(missing)}. The columns are: {shown}."
        raise FileProblem("no_headings", sentence)
    return ("tsv" if delimiter == "\t" else "csv"), _cells(reader, headings=headings)


def _headings(reader: Reader) -> list[str]:
    """The cells of the first row that has any; none when the file is nothing but signs."""
    with suppress(StopIteration, csv.Error):
        while True:
            if any(map(str.strip, cells := next(reader))):
                return cells
    return []


def _delimiter(head: str, *, columns: Mapping[str, str]) -> str:
    def understood(delimiter: str) -> tuple[int, int]:
        headings = next(csv.reader([head], delimiter=delimiter), [])
        return len(known(headings, columns)), len(headings)

    return max(",;\t|", key=understood)


def _cells(reader: Reader, *, headings: list[str]) -> Iterator[Row]:
    """Rows as heading → cell, or in place of the row what is wrong with it."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, OPEN_QUOTE
            continue
        runs_on = reader.line_num > line or any("\n" in cell for cell in cells)
        if len(cells) < len(headings) and runs_on:
            yield line, OPEN_QUOTE
        elif any(cells[len(headings) :]):
            yield line, Unread(f"The row has {len(cells)} cells, the heading {len(headings)}.")
        elif any(cell.strip() for cell in cells):
            yield line, dict(zip(headings, cells, strict=False))


def _records(rows: Iterator[Row], *, source: str, columns: Mapping[str, str]) -> Iterator[Record]:
    for line, row in rows:
        if isinstance(row, Unread):
            yield BadRecord(line, row.reason)
        elif not isinstance(row, Mapping):
            yield BadRecord(line, "The entry is not an object with named fields.")
        else:
            yield _record(line, row, source=source, columns=columns)


def _record(
    line: int, row: Mapping[str, Any], *, source: str, columns: Mapping[str, str]
) -> Record:
    said = facts(row, columns=columns)
    if isinstance(row.get("raw"), Mapping):
        # A data set keeps the board's own answer beside its columns; it fills what they leave open.
        said = {**facts(row["raw"], columns={}), **said}
    form = said.pop("description_format", "").partition("(")[0]
    form = form if form in {"html", "text"} else "auto"
    try:
        return Posting(**{"source": source, **said, "description_format": form})
    except ValidationError as error:
        title = one_line(said.get("title"), limit=120)
        return BadRecord(line, reason(error), title, said.get("source_job_id"))
