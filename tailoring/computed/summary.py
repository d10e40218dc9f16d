"""A summary of sentences the résumé holds, the ones a posting asks for first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orchestrator.scoring.brief import Item, Profile
from tailoring import sentences, style
from tailoring.computed.wanted import Wanted, labels
from tailoring.style import Limits

_BULLETS_FROM = ("experience", "projects", "volunteer")
_MOST_BULLETS = {True: 2, False: 3}
_MOST_SENTENCES, _LEAST_WORDS = 6, 4


@dataclass(frozen=True)
class _Told:
    """`own` is of the summary itself, `alone` answers what nothing else in the résumé does."""

    text: str
    own: bool
    covers: frozenset[int]
    alone: bool = False


def made(own: Profile, *, wanted: Wanted, limits: Limits, elsewhere: frozenset[int]) -> str:
    """`elsewhere`: requirements that the rest of the page answers, whatever is chosen here."""
    told = [
        one
        for one in _told(own, wanted=wanted, elsewhere=elsewhere)
        if not style.avoided(one.text, limits.avoid)
    ]
    chosen: list[int] = []
    left, done = limits.summary_max_words, frozenset[int]()
    for at in _order(told, wanted=wanted):
        one = told[at]
        size = len(one.text.split())
        wants = bool(one.covers - done) or one.alone or (not chosen and one.own)
        if size > left or not wants or not _has_room(told, chosen, at=at):
            continue
        chosen.append(at)
        left, done = left - size, done | one.covers
    return " ".join(_ended(told[at].text) for at in sorted(chosen))


def _told(own: Profile, *, wanted: Wanted, elsewhere: frozenset[int]) -> Iterable[_Told]:
    for text in sentences.split(own.summary):
        named = labels(text)
        alone = bool(wanted.answered(named) - elsewhere)
        yield _Told(text, own=True, covers=wanted.covered(named), alone=alone)
    for text in _bullets(own.items):
        yield _Told(text, own=False, covers=wanted.covered(labels(text)))


def _order(told: Sequence[_Told], *, wanted: Wanted) -> list[int]:
    """What nothing else says, the résumé's own opening, then what covers most; equals in base
    order.
    """
    ranked = sorted(range(len(told)), key=lambda at: -wanted.gain(told[at].covers))
    alone = [at for at, one in enumerate(told) if one.alone]
    opening = [0] if told and told[0].own else []
    return list(dict.fromkeys([*alone, *opening, *ranked]))


def _has_room(told: Sequence[_Told], chosen: Sequence[int], *, at: int) -> bool:
    if told[at].alone:
        return True
    bullets = sum(1 for taken in chosen if not told[taken].own)
    fits = told[at].own or bullets < _MOST_BULLETS[told[0].own]
    return fits and len(chosen) < _MOST_SENTENCES


def _bullets(items: Iterable[Item]) -> list[str]:
    lines = (
        " ".join(line.split())
        for item in items
        if item.section in _BULLETS_FROM
        for line in item.text.split("\n")
    )
    return list(dict.fromkeys(line for line in lines if len(line.split()) >= _LEAST_WORDS))


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else sentence.rstrip(",;:") + "."
