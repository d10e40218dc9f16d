"""What a finished PDF must say, taken from the document before it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Heading:
    text: str
    standard: bool


@dataclass(frozen=True)
class Expected:
    """`entries`: each entry's lines in order: head, details, bullets. `lines`: the whole page.

    `first_year`: the earliest year named in the experience, which decides how many pages are fine.
    """

    name: str = ""
    headline: str = ""
    email: str = ""
    phone: str = ""
    title: str = ""
    language: str = "en"
    paper: str = "a4"
    rtl: bool = False
    headings: tuple[Heading, ...] = ()
    entries: tuple[tuple[str, ...], ...] = ()
    lines: tuple[str, ...] = ()
    first_year: int | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Expected:
        headings = tuple(Heading(**one) for one in stored["headings"])
        entries = tuple(tuple(lines) for lines in stored["entries"])
        return cls(
            **{**stored, "headings": headings, "entries": entries, "lines": tuple(stored["lines"])}
        )
