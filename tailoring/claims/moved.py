"""Words carried over from another entry: two of them side by side, as only the other says them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.fact import Fact


def find(case: Case) -> Iterator[Finding]:
    if case.item is None:
        return
    own = case.scope
    for one, other in pairwise(case.content):
        if one.key in own.by_key and other.key in own.by_key:
            continue
        if one.flat.isdigit() or other.flat.isdigit():
            continue
        if not (_rare(case, one.key) or _rare(case, other.key)):
            continue
        near = _neighbours(case, one.key, other.key)
        if near:
            said = case.said.quote(one.start, other.end)
            why = f"Your résumé says “{said}” of another entry."
            yield case.bad("tool", one.start, other.end, why, near=near)


def _rare(case: Case, key: str) -> bool:
    return key not in case.scope.by_key and len(key) >= 5


def _neighbours(case: Case, one: str, other: str) -> Fact | None:
    """A line of another entry in which the two words follow each other."""
    for fact in case.known.scope(None).with_all([one, other]):
        if fact.field not in ("text", "title") or fact.item_id == case.item:
            continue
        words = [w.key for w in fact.content]
        if any(a == one and b == other for a, b in pairwise(words)):
            return fact
    return None
