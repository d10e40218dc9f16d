"""Years of experience, counted by code from the periods: of an employer, a title, or all work."""

from __future__ import annotations

import re

from orchestrator.scoring.periods import months
from tailoring.claims.base import Post
from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.posts import meant, named_at
from tailoring.claims.quantity import Quantity

_FIELD = re.compile(
    r"\s(?:of|in|im|de|d'|en|dans|erfahrung|experience|professional|work|berufs\w*|praxis)"
)


def judge(case: Case, amount: Quantity) -> Finding | None:
    """None when no period says anything about it."""
    asked = amount.value * (12 if amount.unit == "year" else 1)
    posts = meant(case, amount.start)
    if not posts:
        return None
    held = _months(posts)
    if _of_a_field(case, amount, posts):
        posts = tuple(p for p in case.known.work if p.when)
        held = max(held, _months(posts))
    if _covers(held, asked, mode=amount.mode):
        facts = [fact for p in posts for fact in (p.period, p.title) if fact]
        return case.good("period", amount.start, amount.end, facts, value=f"{asked:g} months")
    said = case.said.quote(amount.start, amount.end)
    where = next((p.organisation.ref.quote for p in posts if p.organisation), "")
    whose = f" at {where}" if where and len({p.organisation for p in posts}) == 1 else ""
    why = f"Your résumé shows {_spelled(held)}{whose}, not {said}."
    near = next((p.period for p in posts if p.period), None)
    return case.bad("period", amount.start, amount.end, why, near=near)


def _of_a_field(case: Case, amount: Quantity, posts: tuple[Post, ...]) -> bool:
    """ "Ten years of cooking" counts all work, where no employer is named."""
    if case.item is not None or not _FIELD.match(case.said.flat, amount.end):
        return False
    return not named_at(case, amount.start)


def _months(posts: tuple[Post, ...]) -> int:
    return months(p.when for p in posts)


def _covers(held: int, asked: float, *, mode: str) -> bool:
    if mode == "nearly":
        return held >= asked * 0.9
    return held > asked if mode == "least" else held >= asked


def _spelled(held: int) -> str:
    years, rest = divmod(held, 12)
    parts = [f"{n} {word}{'s' * (n != 1)}" for n, word in ((years, "year"), (rest, "month")) if n]
    return " and ".join(parts) or "no time"
