"""What became of every line of a file: the sum above a review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jobops.lib.words import say
from tailoring.documents.kinds import KINDS, TEXT
from tailoring.intake.found import Found
from tailoring.intake.said import Said


@dataclass(frozen=True)
class Part:
    """`lines`: how many it was read from; `unsure`: values a person should look at."""

    label: str
    anchor: str
    entries: int
    values: int
    lines: int
    unsure: int


@dataclass(frozen=True)
class Account:
    """`aside`: lines that hold no value: headings, page numbers, what was taken out. `left`: how
    many went nowhere.
    """

    parts: tuple[Part, ...]
    aside: tuple[tuple[int, str], ...]
    left: int
    total: int

    @property
    def read(self) -> int:
        return self.total - self.left - len(self.aside)


def account(found: Found, lines: Mapping[int, str]) -> Account:
    written = {number: text for number, text in lines.items() if text.strip()}
    used = {number for value in _values(found) for number in value.lines}
    left = set(found.left) & set(written)
    aside = [(number, text) for number, text in sorted(written.items())
             if number not in used and number not in left]  # fmt: skip
    return Account(tuple(_parts(found)), tuple(aside), len(left), len(written))


def places(found: Found) -> Iterator[tuple[str, str]]:
    """Where a line that went nowhere may go."""
    yield "summary", say("The summary")
    for section in found.sections:
        kind = KINDS[section.kind]
        if not any(one.name == TEXT for one in kind.fields):
            continue
        for entry in section.entries:
            named = (entry.fields[name].value for name in kind.needs if entry.fields.get(name))
            title = " · ".join(named)[:80] or say("without a name")
            yield entry.key, f"{kind.label}: {title}"
    yield "own", say("A part of their own")
    yield "away", say("Nowhere: leave them out")


def _parts(found: Found) -> Iterator[Part]:
    yield _part(say("Basics"), "basics", 0, [*found.basics.values(), found.summary])
    for section in found.sections:
        told = [value for entry in section.entries for value in entry.fields.values()]
        label, anchor = str(KINDS[section.kind].label), f"k-{section.kind}"
        yield _part(label, anchor, len(section.entries), told)


def _part(label: str, anchor: str, entries: int, told: Iterable[Said]) -> Part:
    values = [value for value in told if value]
    lines = {number for value in values for number in value.lines}
    unsure = sum(not value.sure for value in values)
    return Part(label, anchor, entries, len(values), len(lines), unsure)


def _values(found: Found) -> Iterator[Said]:
    yield from found.basics.values()
    yield found.summary
    for section in found.sections:
        for entry in section.entries:
            yield from entry.fields.values()
