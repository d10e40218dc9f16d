"""Whether every bullet of a base is accounted for: kept, changed on purpose, or hidden. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from tailoring.documents.bullets import Bullet, Change, apply, bullets
from tailoring.documents.schema import Raw


def lost(raw: Raw, document: Raw, changes: Sequence[Change]) -> tuple[Bullet, ...]:
    """Bullets of `raw` that stand neither in `document` nor in what `changes` were about."""
    left: dict[str, Counter[str]] = defaultdict(Counter)
    for bullet in bullets(document):
        left[bullet.home][bullet.text] += 1
    meant = {(one.item_id, one.mark) for one in changes if one.kind != "order"}
    found = []
    for bullet in bullets(raw):
        if (bullet.home, bullet.mark) in meant:
            continue
        if left[bullet.home][bullet.text]:
            left[bullet.home][bullet.text] -= 1
        else:
            found.append(bullet)
    return tuple(found)


def keeping(raw: Raw, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Those of the changes that lose no other bullet."""
    if not lost(raw, apply(raw, changes).document, changes):
        return tuple(changes)
    return tuple(one for one in changes if not lost(raw, apply(raw, [one]).document, [one]))
