"""What a finished PDF must say, taken from the document before it is printed."""

from __future__ import annotations

from dataclasses import dataclass


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
