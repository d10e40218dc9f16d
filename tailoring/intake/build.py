"""A review as a résumé document in the stored form. Pure."""

from __future__ import annotations

from typing import Any

from tailoring.documents import blank, entries
from tailoring.documents.audit import Report
from tailoring.documents.clean import paragraphs
from tailoring.documents.kinds import KINDS
from tailoring.documents.schema import ensure_ids
from tailoring.intake.found import Entry, Found, Section
from tailoring.intake.lines import Line

LOCALES = {
    "en": "en-US", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT", "it": "it-IT",
    "nl": "nl-NL", "pl": "pl-PL",
}  # fmt: skip


def document(found: Found) -> dict[str, Any]:
    made = blank.document()
    basics = {name: value.value.strip() for name, value in found.basics.items()}
    made["basics"]["website"]["url"] = basics.pop("website", "")
    made["basics"].update(basics)
    made["summary"]["content"] = paragraphs(found.summary.value)
    for section in found.sections:
        if section.kind == "other":
            made["customSections"].extend(map(_own, section.entries))
        else:
            made["sections"][section.kind]["items"] = list(_items(section))
    if found.language in LOCALES:
        made["metadata"]["page"]["locale"] = LOCALES[found.language]
    complete, _ = ensure_ids(made)
    pages = complete["metadata"]["layout"]["pages"]
    pages[0]["main"] += [custom["id"] for custom in complete["customSections"]]
    return complete


def report(found: Found, lines: tuple[Line, ...]) -> Report:
    """What was taken, by part, and which lines were not."""
    taken = [f"basics: {sum(map(bool, found.basics.values()))} values"]
    taken += [f"{section.kind}: {len(section.entries)} entries" for section in found.sections]
    lost = tuple(
        f"line {number}: {lines[number - 1].shown()[:200]}"
        for number in found.left
        if number <= len(lines)
    )
    return Report(taken=tuple(taken), not_understood=lost)


def _items(section: Section) -> list[dict[str, Any]]:
    return [_item(section.kind, entry) for entry in section.entries]


def _item(kind: str, entry: Entry) -> dict[str, Any]:
    made = blank.item(kind)
    given = {name: value.value.strip() for name, value in entry.fields.items()}
    for field in KINDS[kind].fields:
        entries.write(made, field.name, given.get(field.name, ""))
    return made


def _own(entry: Entry) -> dict[str, Any]:
    """A part of the owner's own heading: one text."""
    given = {name: value.value.strip() for name, value in entry.fields.items()}
    text = {"id": "", "hidden": False, "content": paragraphs(given.get("text", ""))}
    return {
        **blank.section(), "id": "", "type": "summary", "title": given.get("title", ""),
        "items": [text],
    }  # fmt: skip
