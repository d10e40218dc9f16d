"""The single bullets of a résumé: where they stand, and changes to them that can be applied.

A bullet is known by its entry and a mark, the digest of its words, so that one inserted above does
not lose the changes below.
"""

from __future__ import annotations

import copy
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tailoring.documents import rich_edits, rich_tree
from tailoring.documents.clean import rich
from tailoring.documents.homes import Home, homes
from tailoring.documents.schema import Raw

Kind = Literal["rewrite", "keyword", "order", "hide"]


@dataclass(frozen=True)
class Bullet:
    """`position` counts from 0 in its entry; `role_id` is empty outside a role."""

    address: str
    section: str
    item_id: str
    role_id: str
    position: int
    text: str
    mark: str

    @property
    def home(self) -> str:
        """The id of what holds it: of its role, else of its item."""
        return self.role_id or self.item_id

    @property
    def order_address(self) -> str:
        return self.address.rpartition("/")[0]


@dataclass(frozen=True)
class Change:
    """`item_id` is the home of the bullet. An order's `before` and `after` are all bullets of a
    home, one a line, and its mark is `mark(before)`. What is hidden has no `after`.
    """

    kind: Kind
    item_id: str
    mark: str
    before: str
    after: str = ""


@dataclass(frozen=True)
class Applied:
    """`outdated` are the changes whose bullet is not there any more, in the order given."""

    document: dict[str, Any]
    outdated: tuple[Change, ...] = ()


def mark(text: str, *, occurrence: int = 1) -> str:
    """`occurrence` tells equal bullets of one entry apart."""
    digest = hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:32]
    return digest if occurrence == 1 else f"{digest}-{occurrence}"


def bullets(raw: Raw, *, shown_projects: Collection[str] = ()) -> tuple[Bullet, ...]:
    """Every list entry and line of a paragraph of the visible items, in the order of the file."""
    return tuple(
        bullet
        for home in homes(raw)
        if home.visible or (home.section == "projects" and home.item_id in shown_projects)
        for bullet in _of(home)
    )


def in_order(texts: Iterable[str]) -> str:
    """Bullets as an order's `before` and `after` hold them."""
    return "\n".join(" ".join(text.split()) for text in texts)


def ranked(raw: Raw, home: str, *, ranks: Sequence[int]) -> list[int]:
    """The positions of a home's bullets in the order of their ranks, as far as lists allow."""
    text = next((each.text for each in homes(raw) if each.id == home), "")
    return rich_edits.ranked(rich(text), ranks=ranks)


def apply(raw: Raw, changes: Sequence[Change]) -> Applied:
    """A copy with the changes made; hidden items are changed too, a job may show them.

    Of two changes to one bullet the later holds, the earlier counts as outdated.
    """
    document: dict[str, Any] = copy.deepcopy(dict(raw))
    done: set[int] = set()
    for home in homes(document) if changes else ():
        own = [(at, change) for at, change in enumerate(changes) if change.item_id == home.id]
        if own:
            done |= _change(home, own)
    outdated = (change for at, change in enumerate(changes) if at not in done)
    return Applied(document, tuple(outdated))


def _change(home: Home, own: Sequence[tuple[int, Change]]) -> set[int]:
    """Writes into the home; the numbers of the changes that were made."""
    found = list(_of(home))
    by_mark = {bullet.mark: bullet for bullet in found}
    texts: dict[int, tuple[int, str | None]] = {}
    order: tuple[int, list[int]] | None = None
    for number, change in own:
        if change.kind == "order":
            places = _places(found, change)
            order = (number, places) if places else order
            continue
        bullet = by_mark.get(change.mark)
        if bullet is None or bullet.text != " ".join(change.before.split()):
            continue
        after = " ".join(change.after.split())
        if change.kind == "hide" or after:
            texts[bullet.position] = (number, None if change.kind == "hide" else after)
    written = {position: text for position, (_, text) in texts.items()}
    cleaned = rich(home.text)
    html = rich_edits.altered(cleaned, texts=written, order=order[1]) if order else None
    done = {order[0]} if order and html is not None else set()
    if html is None and texts:
        html = rich_edits.altered(cleaned, texts=written)
    if html is not None:
        home.write(html)
    return done | {number for number, _ in texts.values()}


def _places(found: Sequence[Bullet], change: Change) -> list[int]:
    """The old positions in the wanted order; empty when it is not an order of these bullets."""
    lines = change.after.split("\n")
    texts = [bullet.text for bullet in found]
    if change.before.split("\n") != texts or Counter(lines) != Counter(texts):
        return []
    left = {text: [at for at, one in enumerate(texts) if one == text] for text in texts}
    return [left[line].pop(0) for line in lines]


def _of(home: Home) -> Iterable[Bullet]:
    seen: Counter[str] = Counter()
    for position, slot in enumerate(rich_tree.slots(rich_tree.parse(rich(home.text)))):
        seen[slot.text] += 1
        yield Bullet(
            address=f"{home.address}/description/{position}",
            section=home.section,
            item_id=home.item_id,
            role_id=home.role_id,
            position=position,
            text=slot.text,
            mark=mark(slot.text, occurrence=seen[slot.text]),
        )
