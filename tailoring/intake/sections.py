"""Lines cut into parts of a résumé: what stands before the first heading, then each part. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tailoring.intake import dates, headings
from tailoring.intake.headings import Heading
from tailoring.intake.lines import Line

_MAIN = frozenset({"experience", "education", "skills"})
_LONGEST_OWN = 50


@dataclass(frozen=True)
class Numbered:
    """A line with its number, counted from 1."""

    number: int
    line: Line

    @property
    def text(self) -> str:
        return self.line.text


@dataclass(frozen=True)
class Part:
    """`kind` is "head" for what stands before the first heading, "other" for a heading nobody
    knows."""

    kind: str
    title: str
    lines: tuple[Numbered, ...]


def cut(lines: Sequence[Line]) -> tuple[tuple[Part, ...], str]:
    """The parts in order, and the language of their headings."""
    known = {number: found for number, line in enumerate(lines) if (found := headings.read(line))}
    known = _of_one_style(known, lines)
    return tuple(_parts(lines, known)), headings.language(list(known.values()))


def _of_one_style(known: dict[int, Heading], lines: Sequence[Line]) -> dict[int, Heading]:
    """Where the main headings are set in capitals or as headings, other lines are none."""
    main = [number for number, found in known.items() if found.kind in _MAIN]
    capital = [number for number in main if _is_capital(known[number])]
    level = [number for number in main if lines[number].level]
    if len(level) >= 2:
        return {n: found for n, found in known.items() if lines[n].level or _is_capital(found)}
    if len(capital) >= 2 and len(capital) > len(main) / 2:
        return {n: found for n, found in known.items() if _is_capital(found) or n < main[0]}
    return known


def _is_capital(found: Heading) -> bool:
    return found.title.upper() == found.title


def _parts(lines: Sequence[Line], known: dict[int, Heading]) -> Iterator[Part]:
    levels = {lines[number].level for number in known} - {0}
    kind, title = "head", ""
    held: list[Numbered] = []
    for number, line in enumerate(lines):
        found = known.get(number) or _own(line, levels=levels, begun=kind != "head")
        if found is None:
            held.append(Numbered(number + 1, line))
            continue
        yield Part(kind, title, tuple(held))
        kind, title = found.kind, found.title
        held = [Numbered(number + 1, replace(line, text=found.rest))] if found.rest else []
    yield Part(kind, title, tuple(held))


def _own(line: Line, *, levels: set[int], begun: bool) -> Heading | None:
    """A heading of the owner's own words: set like those that are known."""
    short = len(line.text) <= _LONGEST_OWN and not line.bullet
    if not (begun and short and line.level and line.level == min(levels, default=0)):
        return None
    if dates.find(line.text):
        return None
    return Heading("other", line.text.strip(" :"), frozenset())
