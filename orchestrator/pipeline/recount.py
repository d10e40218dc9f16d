"""A stored card computed again from its own ledger, by the formula that made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from orchestrator.models import Requirement, ScoreCard
from orchestrator.scoring.card import Evidence, Options, Row, Standing, Wish
from orchestrator.scoring.number import RUBRIC_VERSION, Result, number

SAME = ("scope", "importance", "weight", "text", "quote", "threshold", "label", "origin",
        "unverified", "listed")  # fmt: skip


@dataclass
class Checked:
    same: int = 0
    older: int = 0
    differing: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        older = f" {self.older:,} are of an older rubric." if self.older else ""
        return f"{self.same:,} cards give the stored value again.{older}"


def check() -> Checked:
    """Of every owner. Cards of another rubric cannot be compared and are only counted."""
    found = Checked()
    cards = ScoreCard.objects.filter(value__isnull=False).exclude(standing={})
    for card in cards.prefetch_related("requirements").iterator(chunk_size=200):
        if card.rubric_version != RUBRIC_VERSION:
            found.older += 1
        elif (result := of(card)).value == card.value and result.base == card.base:
            found.same += 1
        else:
            found.differing.append(f"{card.pk}: stored {card.value:g}, computed {result.value}")
    return found


def of(card: ScoreCard) -> Result:
    return number(
        rows(card.requirements.all()),
        standing=Standing(**card.standing),
        options=options(card),
        wishes=[Wish(**one) for one in card.wishes],
    )


def rows(stored: Iterable[Requirement]) -> list[Row]:
    return [row(one) for one in stored]


def row(stored: Requirement) -> Row:
    columns: dict[str, Any] = {name: getattr(stored, name) for name in SAME}
    evidence = tuple(Evidence(**proof) for proof in stored.evidence)
    return Row(**columns, terms=tuple(stored.terms), evidence=evidence)


def options(card: ScoreCard) -> Options:
    """As stored; lists come back as the tuples they were."""
    stored: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in card.options.items()
    }
    return Options(**stored)
