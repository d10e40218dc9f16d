"""How much of a thing somebody did, by the verb: helped, did, built, designed, led, founded."""

from __future__ import annotations

from dataclasses import dataclass

from tailoring.claims.phrases import find
from tailoring.claims.said import Said

HELPED, DID, BUILT, DESIGNED, LED, FOUNDED = 1, 2, 3, 4, 5, 6
PASSIVE = 0


@dataclass(frozen=True, slots=True)
class Rung:
    step: int
    start: int
    end: int


def rungs(said: Said, language: str = "") -> tuple[Rung, ...]:
    """In one language, or in any. What others did to or for one ("led by", "led to") is no rung."""
    found = find("verbs", said, language)
    return tuple(Rung(int(m.label), m.start, m.end) for m in found if m.label != "0")
