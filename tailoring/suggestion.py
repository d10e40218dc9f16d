"""What an engine proposes for a job's texts, before anybody has checked it against the facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["rewrite", "keyword", "order"]


@dataclass(frozen=True)
class Piece:
    """A headline, or one sentence of a summary; `cites` are addresses of facts."""

    text: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A skill group; `cites` are addresses of facts."""

    name: str
    keywords: tuple[str, ...]
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A change of one bullet, or of the order of all bullets of an item or role.

    `item_id` is the home of the bullet (documents.bullets), `reason` the requirement in the words
    of the posting's ledger, `terms` what of it the new text names.
    """

    kind: Kind
    address: str
    item_id: str
    mark: str
    before: str
    after: str
    reason: str = ""
    terms: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """Addresses that `cites` may hold: "headline", "summary", "<section>/<itemId>", a bullet's,
    and "fact/<id>" for a confirmed one. `left_out` counts what code refused before any guard.
    """

    headline: Piece | None = None
    summary: tuple[Piece, ...] = ()
    skills: tuple[Group, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    left_out: int = 0
    language: str = ""

    @property
    def packed_skills(self) -> list[dict[str, Any]]:
        return [{"name": one.name, "keywords": list(one.keywords)} for one in self.skills]
