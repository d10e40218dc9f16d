"""Single lines of a résumé, each with where it stands: the person's own words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from orchestrator.scoring import shipped
from orchestrator.scoring.brief import Item
from orchestrator.scoring.holdings import Holdings
from orchestrator.scoring.posting import fold
from orchestrator.scoring.words import unified
from tailoring import sentences
from tailoring.ghostwriter.drafts import clean

PRACTICE = ("experience", "projects", "volunteer")
FEWEST, EASY, MOST = 5, 20, 42
_NOW = re.compile(rf"\b(?:{shipped.text('now')})")
_CONTACT = re.compile(r"@|://|www\.|\+?\d[\d\s()/.-]{7,}\d{2}")


@dataclass(frozen=True)
class Line:
    """`text` is word for word what the résumé says; empty where only the entry itself counts."""

    text: str
    title: str
    organisation: str
    section: str
    period: str = ""

    @property
    def where(self) -> str:
        return ", ".join(filter(None, (self.title, self.organisation)))

    @property
    def goes_on(self) -> bool:
        """Whether it is of an entry that has not ended."""
        return bool(_NOW.search(fold(self.period)))

    @property
    def words(self) -> int:
        return len(self.text.split())


def practised(held: Holdings) -> Iterator[Line]:
    """What was done in roles and projects, the latest first, as far as it can be quoted whole."""
    for item in held.items:
        if item.section in PRACTICE:
            for text in item.text.split("\n"):
                yield from _quotable(text, item)


def latest(held: Holdings) -> Line | None:
    """The post held now or last, as an entry without a line."""
    posts = (item for item in held.items if item.section == PRACTICE[0] and item.title)
    first = next(posts, None)
    return _line(first, "") if first else None


def line_at(item: Item, field: str, quote: str) -> Line:
    """The whole line of an entry that a piece of evidence is part of."""
    if field != "text":
        return _line(item, "" if quote == item.title else _listed(item, quote))
    wanted = unified(quote)
    for text in item.text.split("\n"):
        if wanted in unified(text) or unified(text) in wanted:
            fitting = [one for one in _quotable(text, item) if wanted in unified(one.text)]
            return fitting[0] if fitting else _line(item, clean.excerpt(text, 260))
    return _line(item, clean.excerpt(quote, 260))


def _listed(item: Item, quote: str) -> str:
    """A skill as it stands in its list; of an entry's other fields the entry says enough."""
    return clean.bullet(quote) if item.section in ("skills", "interests", "fact") else ""


def _quotable(text: str, item: Item) -> Iterator[Line]:
    whole = clean.bullet(text)
    # A paragraph is told sentence by sentence.
    parts = [whole] if len(whole.split()) <= EASY else map(clean.bullet, sentences.split(text))
    for part in parts:
        fits = FEWEST <= len(part.split()) <= MOST and not part.endswith(":")
        if fits and not _CONTACT.search(part):
            yield _line(item, part)


def _line(item: Item, text: str) -> Line:
    title = item.title
    if item.section == "languages" and item.level:
        title = f"{item.title} ({item.level})"
    if item.area and item.area not in item.title:
        title = f"{item.title} {item.area}".strip()
    return Line(
        text=text,
        title=clean.excerpt(title, 90),
        organisation=clean.excerpt(item.organisation, 80),
        section=item.section,
        period=item.period,
    )
