"""What a person does to a review: change values, add, remove and move entries. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from tailoring.documents.kinds import KINDS, TEXT
from tailoring.intake.found import Entry, Found, Section
from tailoring.intake.parse import MOST_ENTRIES, ORDER
from tailoring.intake.said import NOTHING, Said, joined

Values = Mapping[str, str]


def typed(
    found: Found, *, basics: Values, summary: str | None, entries: Mapping[str, Values]
) -> Found:
    """With the values of a form; what it does not hold stays."""
    return replace(
        found,
        basics={**found.basics, **_changed(found.basics, basics)},
        summary=found.summary if summary is None else one(found.summary, summary),
        sections=tuple(
            replace(
                section,
                entries=tuple(_typed(e, entries.get(e.key, {})) for e in section.entries),
            )
            for section in found.sections
        ),
    )


def _typed(entry: Entry, values: Values) -> Entry:
    return replace(entry, fields={**entry.fields, **_changed(entry.fields, values)})


def _changed(known: Mapping[str, Said], values: Values) -> dict[str, Said]:
    return {name: one(known.get(name, NOTHING), value) for name, value in values.items()}


def one(known: Said, value: str) -> Said:
    text = value.replace("\r\n", "\n").strip()
    return known if text == known.value.strip() else Said(text, known.lines, sure=True, by="you")


def with_sections(found: Found, sections: Sequence[Section], *, next_key: int) -> Found:
    """Exactly these, those of one kind together, in the order of a review."""
    by_kind: dict[str, tuple[Entry, ...]] = {}
    for section in sections:
        by_kind[section.kind] = (*by_kind.get(section.kind, ()), *section.entries)
    kept = tuple(Section(kind, by_kind[kind]) for kind in ORDER if by_kind.get(kind))
    return replace(found, sections=kept, next_key=next_key)


def added(found: Found, kind: str, fields: Mapping[str, Said] | None = None) -> Found:
    """A new entry at the end of its part. An unknown kind or one too many changes nothing."""
    if kind not in KINDS or sum(len(one.entries) for one in found.sections) >= 2 * MOST_ENTRIES:
        return found
    entry = Entry(f"e{found.next_key}", dict(fields or {}))
    sections = {one.kind: one for one in found.sections}
    before = sections.get(kind, Section(kind, ()))
    sections[kind] = replace(before, entries=(*before.entries, entry))
    ordered = tuple(sections[kind] for kind in ORDER if kind in sections)
    return replace(found, sections=ordered, next_key=found.next_key + 1)


def removed(found: Found, key: str) -> Found:
    kept = (
        replace(one, entries=tuple(entry for entry in one.entries if entry.key != key))
        for one in found.sections
    )
    return replace(found, sections=tuple(one for one in kept if one.entries))


def moved(found: Found, key: str, *, by: int) -> Found:
    """One place up (-1) or down (1) inside its part."""
    return replace(found, sections=tuple(_moved(one, key, by=by) for one in found.sections))


def _moved(section: Section, key: str, *, by: int) -> Section:
    entries = list(section.entries)
    place = next((n for n, entry in enumerate(entries) if entry.key == key), None)
    if place is None or not 0 <= place + by < len(entries):
        return section
    entries[place], entries[place + by] = entries[place + by], entries[place]
    return replace(section, entries=tuple(entries))


def put(found: Found, into: str, picked: Collection[int], lines: Mapping[int, str]) -> Found:
    """Lines that went nowhere at the end of the summary or of an entry's text, as a part of their
    own, or out. What is not among them, or an unknown place, changes nothing.
    """
    numbers = tuple(number for number in found.left if number in picked and number in lines)
    known = {entry.key for section in found.sections for entry in section.entries}
    if not numbers or into not in {"summary", "own", "away", *known}:
        return found
    left = tuple(number for number in found.left if number not in numbers)
    brought = Said("\n".join(lines[number] for number in numbers), numbers, sure=False)
    if into == "summary":
        return replace(found, summary=_longer(found.summary, brought), left=left)
    if into == "own":
        rest = {"title": Said("Other"), "text": brought}
        return replace(added(found, "other", rest), left=left)
    sections = tuple(
        replace(section, entries=tuple(_given(one, into, brought) for one in section.entries))
        for section in found.sections
    )
    return replace(found, sections=sections, left=left)


def _given(entry: Entry, key: str, brought: Said) -> Entry:
    if entry.key != key:
        return entry
    text = _longer(entry.fields.get(TEXT, NOTHING), brought)
    return replace(entry, fields={**entry.fields, TEXT: text})


def _longer(known: Said, brought: Said) -> Said:
    return replace(joined((known, brought), glue="\n"), by=known.by if known else brought.by)


def kept_rest(found: Found, lines: Mapping[int, str]) -> Found:
    """All lines that went nowhere as a part of their own."""
    return put(found, "own", found.left, lines)
