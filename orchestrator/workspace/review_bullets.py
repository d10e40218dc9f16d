"""Every bullet of the base, as this job prints it: kept, in other words, or hidden by the owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from orchestrator.workspace.review_words import Run, compared
from tailoring.documents.bullets import Bullet, bullets
from tailoring.documents.places import placed
from tailoring.documents.schema import Raw
from tailoring.models import Edit

WORDS = ("rewrite", "keyword")


@dataclass(frozen=True)
class Line:
    """One bullet. `now`: what this job prints instead; `edit`: the accepted change that says so.
    `typed`: words that are not stored yet.
    """

    address: str
    mark: str
    text: str
    now: str
    edit: str
    is_hidden: bool
    typed: str
    landed: bool

    @property
    def wording(self) -> str:
        return self.typed or self.now or self.text

    @property
    def compared(self) -> tuple[Run, ...]:
        return compared(self.text, self.now).inline


@dataclass(frozen=True)
class Entry:
    """The bullets of one position, project or other entry. `anchor`: its id in the page."""

    name: str
    anchor: str
    lines: tuple[Line, ...]

    @property
    def changed(self) -> int:
        return sum(bool(line.now) or line.is_hidden for line in self.lines)

    @property
    def is_open(self) -> bool:
        return any(line.typed or line.landed for line in self.lines)


def entries(
    raw: Raw,
    edits: Sequence[Edit],
    *,
    called: Mapping[str, str],
    typed: Mapping[str, Any],
    landed: str,
    shown_projects: Sequence[str],
) -> tuple[Entry, ...]:
    """In the order of the résumé. `typed` and `landed`: as in review."""
    accepted = {
        (one.item_id, one.mark, "hide" if one.kind == "hide" else "words"): one
        for one in edits
        if one.status == "accepted" and one.kind in (*WORDS, "hide")
    }
    found = bullets(raw, shown_projects=shown_projects)
    made: list[Entry] = []
    for _, group in groupby(found, key=lambda one: one.order_address):
        held = list(group)
        anchor = f"entry-{held[0].item_id}"
        is_first = all(one.anchor != anchor for one in made)
        lines = tuple(_line(one, accepted, typed, landed) for one in held)
        name = placed(held[0].order_address, called)
        made.append(Entry(name, anchor if is_first else f"entry-{held[0].home}", lines))
    return tuple(made)


def _line(
    bullet: Bullet,
    accepted: Mapping[tuple[str, str, str], Edit],
    typed: Mapping[str, Any],
    landed: str,
) -> Line:
    words = accepted.get((bullet.home, bullet.mark, "words"))
    hidden = accepted.get((bullet.home, bullet.mark, "hide"))
    now = words.after if words else ""
    given = str(typed.get(f"own-{bullet.mark}") or "")
    is_landed = landed == f"bullet-{bullet.mark}"
    return Line(
        address=bullet.address,
        mark=bullet.mark,
        text=bullet.text,
        now=now,
        edit=str(words.pk) if words else "",
        is_hidden=hidden is not None,
        typed="" if is_landed or given.split() == (now or bullet.text).split() else given,
        landed=is_landed,
    )
