"""What was read from a file, as lines for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tailoring.documents.kinds import KINDS, TEXT
from tailoring.intake.found import Entry, Found
from tailoring.intake.said import Said

_MARK = " (check)"


def told(found: Found, lines: Mapping[int, str]) -> Iterator[str]:
    for name, value in found.basics.items():
        if value:
            yield f"{name}: {_one(value)}"
    if found.summary:
        yield f"summary: {len(found.summary.value.split())} words"
    for section in found.sections:
        yield f"{KINDS[section.kind].label}:"
        for entry in section.entries:
            yield f"  - {_entry(entry)}"
    for number in found.left:
        yield f"line {number} went nowhere: {lines.get(number, '')}"


def _entry(entry: Entry) -> str:
    named = [_one(value) for name, value in entry.fields.items() if name != TEXT and value]
    text = entry.fields.get(TEXT)
    rows = f", {len(text.value.splitlines())} lines" if text else ""
    return " · ".join(named) + rows


def _one(value: Said) -> str:
    return value.value + ("" if value.sure else _MARK)
