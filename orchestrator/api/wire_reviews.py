"""Files that wait to become a résumé, as the wire knows them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from orchestrator.api import wire_resume
from orchestrator.api.schemas.reviews import ReviewPatch
from orchestrator.api.wire import iso
from tailoring import reviews
from tailoring.intake import editing
from tailoring.intake.found import Entry, Found, Section
from tailoring.intake.said import NOTHING, Said
from tailoring.library import Saved
from tailoring.models import ResumeIntake

KEPT = timedelta(days=1)
Fields = dict[str, Said]


def begun(taken: Saved | ResumeIntake) -> dict[str, Any]:
    """The answer to a file: a résumé, or the review of what was read."""
    if isinstance(taken, ResumeIntake):
        nothing = wire_resume.report({})
        return {"resume": None, "isNew": True, "report": nothing, "review": review(taken)}
    return {**wire_resume.imported(taken), "review": None}


def review(row: ResumeIntake) -> dict[str, Any]:
    found = reviews.found_in(row)
    return {
        "id": str(row.pk),
        "fileName": row.file_name,
        "format": row.format,
        "createdAt": iso(row.created_at),
        "expiresAt": iso(row.created_at + KEPT),
        "language": found.language or None,
        "basics": {name: value.to_json() for name, value in found.basics.items()},
        "summary": found.summary.to_json(),
        "sections": [
            {"kind": one.kind, "entries": [_entry(entry) for entry in one.entries]}
            for one in found.sections
        ],
        "left": list(found.left),
        "lines": list(reviews.texts(row).values()),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    fields = {name: value.to_json() for name, value in entry.fields.items()}
    return {"key": entry.key, "fields": fields}


def changed(found: Found, body: ReviewPatch) -> Found:
    """`found` with what a client sent."""
    made = editing.typed(found, basics=body.basics or {}, summary=body.summary, entries={})
    if body.sections is None:
        return made
    known = {entry.key: entry for section in found.sections for entry in section.entries}
    number = found.next_key
    sections = []
    for section in body.sections:
        entries = []
        for one in section.entries:
            before = known.pop(one.key or "", None)
            key = before.key if before else f"e{number}"
            number += before is None
            entries.append(Entry(key, _fields(before, one.fields)))
        sections.append(Section(section.kind, tuple(entries)))
    return editing.with_sections(made, sections, next_key=number)


def _fields(before: Entry | None, sent: dict[str, str]) -> Fields:
    known = before.fields if before else {}
    return {name: editing.one(known.get(name, NOTHING), value) for name, value in sent.items()}
