"""Which bullets of the base are no longer accounted for."""

from __future__ import annotations

from collections.abc import Sequence

from tailoring.claims.content import content
from tailoring.claims.numerals import numerals
from tailoring.claims.said import root, said, same

_ENOUGH = 0.34


def dropped(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """Base bullets of which no bullet is a rewrite; each rewrite accounts for what it holds."""
    left = [text for text in before if text.strip()]
    free = dict(enumerate(after))
    for text in list(left):
        at = next((at for at, other in free.items() if same(other) == same(text)), None)
        if at is not None:
            left.remove(text)
            del free[at]
    pairs = sorted(
        (
            (likeness(text, other), n, at)
            for n, text in enumerate(left)
            for at, other in free.items()
        ),
        reverse=True,
    )
    found: set[int] = set()
    used: set[int] = set()
    for share, n, at in pairs:
        # A second bullet in one rewrite must be there with most of its words.
        if n not in found and share >= (_ENOUGH if at not in used else 2 * _ENOUGH):
            found.add(n)
            used.add(at)
    return tuple(text for n, text in enumerate(left) if n not in found)


def likeness(text: str, other: str) -> float:
    """The share of the words of one that the other has; numbers weigh like two words."""
    words, others = _words(text), _words(other)
    if not words:
        return 1.0 if same(text) == same(other) else 0.0
    share = sum(1 for w in words if _has(w, others)) / len(words)
    mine = {n.value for n in numerals(said(text))}
    common = mine & {n.value for n in numerals(said(other))}
    return (
        share if not mine else (share * len(words) + 2 * len(common)) / (len(words) + 2 * len(mine))
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(w.key for w in content(said(text)) if not w.flat.isdigit())


def _has(word: str, others: frozenset[str]) -> bool:
    if word in others:
        return True
    start = root(word)[:5]
    return any(
        (len(start) >= 4 and other.startswith(start))
        or (len(word) >= 5 and word in other)
        or (len(other) >= 6 and other in word)
        for other in others
    )
