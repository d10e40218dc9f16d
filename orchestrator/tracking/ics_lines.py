"""The lines of a calendar from outside, cut to what an invitation may need.

The library takes lines apart. Its reading of whole calendars is not used: it keeps the time zones
that one mail defines for all mails after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from icalendar.parser import Contentline, Contentlines

MOST_TEXT = 256 * 1024
MOST_LINES = 5_000
MOST_OF_A_LINE = 16_000
MOST_DEEP = 8
WANTED = frozenset({
    "METHOD", "UID", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION",
    "LOCATION", "URL", "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "ORGANIZER", "STATUS", "RRULE", "RDATE", "RECURRENCE-ID", "TZID", "TZOFFSETTO",
})  # fmt: skip


@dataclass(frozen=True)
class Line:
    """`value` as it was written, with its escapes."""

    name: str
    parameters: Mapping[str, str]
    value: str


@dataclass
class Part:
    """A component. Of lines with one name the first counts, as `line` gives it."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def line(self, name: str) -> Line | None:
        return next((one for one in self.lines if one.name == name), None)

    def value(self, name: str) -> str:
        found = self.line(name)
        return found.value.strip() if found else ""

    def named(self, kind: str) -> list[Part]:
        return [one for one in self.parts if one.kind == kind]


def calendar(text: str) -> Part | None:
    """The first calendar in `text`; what is broken in it is left out, what is open is closed."""
    whole, open_parts = Part(""), list[Part]()
    open_parts.append(whole)
    for raw in _lines(text):
        name, _, value = raw.partition(":")
        word = name.strip().upper()
        if word == "BEGIN":
            if len(open_parts) > MOST_DEEP:
                return None
            part = Part(value.strip().upper())
            open_parts[-1].parts.append(part)
            open_parts.append(part)
        elif word == "END":
            if len(open_parts) > 1:
                open_parts.pop()
        elif word.partition(";")[0] in WANTED and (line := _line(raw)):
            open_parts[-1].lines.append(line)
    return next(iter(whole.named("VCALENDAR")), None)


def _lines(text: str) -> Iterator[str]:
    clean = text[:MOST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
    unfolded = Contentlines.from_ical(clean)  # type: ignore[no-untyped-call]
    for count, raw in enumerate(unfolded):
        if count >= MOST_LINES:
            return
        yield raw[:MOST_OF_A_LINE]


def _line(raw: str) -> Line | None:
    """None when it cannot be taken apart."""
    try:
        line = Contentline(raw)  # type: ignore[no-untyped-call]
        name, parameters, value = line.raw_parts()
    except ValueError:
        return None
    plain = {str(key).upper(): _text(said) for key, said in parameters.items()}
    return Line(name.upper(), plain, value)


def _text(said: object) -> str:
    return str(said[0] if isinstance(said, list) and said else said)
