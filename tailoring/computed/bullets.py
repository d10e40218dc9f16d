"""Bullets in a better order, and terms written as the posting writes them; no other word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from tailoring.computed.spelling import respelled
from tailoring.computed.wanted import Wanted, labels
from tailoring.documents import bullets
from tailoring.documents.bullets import Bullet, Change
from tailoring.documents.schema import Raw
from tailoring.suggestion import Suggestion

_MOST_REASONS, _REASON = 3, 300
# Courses, awards and certificates are called what they are called.
_OFFICIAL = frozenset({"education", "awards", "certifications", "publications", "references"})


def reordered(raw: Raw, found: Sequence[Bullet], *, wanted: Wanted) -> Iterator[Suggestion]:
    """Bullets that cover more requirements move up among their neighbours in a list."""
    for home, group in groupby(found, key=lambda bullet: bullet.home):
        own = list(group)
        covers = [wanted.covered(labels(bullet.text)) for bullet in own]
        places = bullets.ranked(raw, home, ranks=[wanted.gain(rows) for rows in covers])
        if places == sorted(places):
            continue
        before = bullets.in_order(bullet.text for bullet in own)
        after = bullets.in_order(own[at].text for at in places)
        change = Change("order", home, mark=bullets.mark(before), before=before, after=after)
        if bullets.apply(raw, [change]).outdated:
            continue
        risen = [old for new, old in enumerate(places) if old > new]
        rows = dict.fromkeys(row for at in risen for row in sorted(covers[at]))
        yield _suggested(
            change,
            address=own[0].order_address,
            rows=list(rows),
            wanted=wanted,
            cites=tuple(own[at].address for at in risen if covers[at]),
        )


def respelt(
    found: Sequence[Bullet], *, wanted: Wanted, spelled: Mapping[str, str]
) -> Iterator[Suggestion]:
    for bullet in found:
        if bullet.section in _OFFICIAL:
            continue
        after = respelled(bullet.text, spelled=spelled)
        if after == bullet.text:
            continue
        fresh = (term for term, way in spelled.items() if way in after and way not in bullet.text)
        change = Change("keyword", bullet.home, bullet.mark, before=bullet.text, after=after)
        rows = sorted(wanted.covered(frozenset(fresh)))
        yield _suggested(
            change, address=bullet.address, rows=rows, wanted=wanted, cites=(bullet.address,)
        )


def _suggested(
    change: Change, *, address: str, rows: Sequence[int], wanted: Wanted, cites: tuple[str, ...]
) -> Suggestion:
    asked = [wanted.rows[at] for at in rows[:_MOST_REASONS]]
    return Suggestion(
        kind="order" if change.kind == "order" else "keyword",
        address=address,
        item_id=change.item_id,
        mark=change.mark,
        before=change.before,
        after=change.after,
        reason=" · ".join(dict.fromkeys(row.text for row in asked))[:_REASON],
        terms=tuple(dict.fromkeys(term for row in asked for term in row.terms)),
        cites=cites,
    )
