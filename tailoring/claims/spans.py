"""Years and dates: inside the period of what is cited, and not before it began."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tailoring.claims.base import Post
from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.fact import Fact
from tailoring.claims.posts import meant

_YEAR = re.compile(r"(?<![\w.,/])(?:(?P<month>\d{1,2})[/.])?(?P<year>(?:19|20)\d\d)(?!\w|[.,]\d)")
_SINCE = re.compile(
    r"(?:since|seit|ab|depuis|des|desde|from)\s+(?:[^\W\d]+\.?\s+(?:de\s+|del\s+)?)?$"
)


def find(case: Case) -> Iterator[Finding]:
    for match in _YEAR.finditer(case.said.flat):
        yield _judge(case, int(match["year"]), match)


def _judge(case: Case, year: int, match: re.Match[str]) -> Finding:
    start, end = match.span()
    since = bool(_SINCE.search(case.said.flat[max(0, start - 24) : start]))
    posts = [p for p in meant(case, start) if p.when]
    own = _years(case.anchor) if case.anchor and case.item is not None else frozenset()
    stated = _stated(case, year, posts)
    if own:
        # A fact that says its years is not stretched over the whole post.
        stated = [fact for fact in stated if fact.field != "period"]
    if stated and not (since and _begins_late(posts, year)):
        return case.good("period", start, end, stated, value=str(year))
    inside = [p for p in posts if _inside(p, year)]
    if inside and not own:
        return case.good(
            "period", start, end, [p.period for p in inside if p.period], value=str(year)
        )
    near = next((p.period for p in posts if p.period), None) or case.anchor
    said = near.ref.quote if near else ""
    why = (
        f"Your résumé says {said}, not {year}."
        if said
        else f"No period in your résumé holds {year}."
    )
    return case.bad("period", start, end, why, near=near, value=str(year))


def _stated(case: Case, year: int, posts: list[Post]) -> list[Fact]:
    """Facts that say this very year; the period of another post is none."""
    periods = {p.period for p in case.known.work if p.period} - {p.period for p in posts}
    return [
        fact
        for fact in case.scope.by_key.get(str(year), ())
        if fact not in periods and fact.field != "place"
    ]


def _begins_late(posts: list[Post], year: int) -> bool:
    return bool(posts) and all(p.when is not None and year < p.when[0] // 12 for p in posts)


def _inside(post: Post, year: int) -> bool:
    return post.when is not None and post.when[0] // 12 <= year <= (post.when[1] - 1) // 12


def _years(fact: Fact) -> frozenset[int]:
    if fact.field == "period":
        return frozenset()
    return frozenset(int(m["year"]) for m in _YEAR.finditer(fact.said.flat))
