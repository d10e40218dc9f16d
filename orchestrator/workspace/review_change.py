"""One proposed change as a person reviews it: what it does, what supports it, what is doubted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobops.lib.words import later, later_each
from orchestrator.workspace.review_words import Compared, compared, reordered
from tailoring.documents.places import placed
from tailoring.models import Edit

KINDS: Mapping[str, str] = later_each({
    "headline": "New headline", "summary": "Sentence of the summary", "skill": "Keyword",
    "rewrite": "Bullet in other words", "keyword": "A term by its other name",
    "order": "Bullets in another order", "hide": "Bullet not printed",
})  # fmt: skip
ORIGINS: Mapping[str, tuple[str, str]] = {
    "user": (later("Yours"), "account"), "model": (later("By a model"), "robot"),
    "computed": (later("Computed"), "check"),
}  # fmt: skip
# Status → words, kind of chip, icon.
STATES: Mapping[str, tuple[str, str, str]] = {
    "proposed": (later("To decide"), "", "edit"),
    "blocked": (later("Not in your résumé"), "danger", "warn"),
    "accepted": (later("Accepted"), "good", "check"),
    "rejected": (later("Left out"), "", "cross"),
}
OPEN = ("proposed", "blocked")


@dataclass(frozen=True)
class Quote:
    """What the résumé or a confirmed fact says, and where."""

    text: str
    where: str


@dataclass(frozen=True)
class Doubt:
    """A claim without support. `at` is its number; `state`: unsupported or asserted."""

    at: int
    text: str
    why: str
    state: str
    nearest: Quote | None


@dataclass(frozen=True)
class Change:
    """`wording`: what the owner's own words begin with; `is_typed` when they are not stored yet."""

    id: str
    revision: int
    kind: str
    where: str
    status: str
    state: tuple[str, str, str]
    origin: tuple[str, str]
    reason: str
    compared: Compared
    doubts: tuple[Doubt, ...]
    support: tuple[Quote, ...]
    hints: tuple[str, ...]
    wording: str
    is_typed: bool
    is_outdated: bool
    has_words: bool
    is_of_bullet: bool
    is_own: bool

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def undo_verb(self) -> str:
        """The owner's own words go; a proposal waits for a decision again."""
        return "reject" if self.is_own else "undo"

    @property
    def can_be_kept(self) -> bool:
        return self.status == "accepted" and self.is_of_bullet and not self.is_outdated

    @property
    def open_doubts(self) -> tuple[Doubt, ...]:
        return tuple(one for one in self.doubts if one.state == "unsupported")


def change(
    edit: Edit, *, called: Mapping[str, str], typed: Mapping[str, Any], is_outdated: bool
) -> Change:
    doubts = tuple(_doubts(edit.claims, called))
    wording = str(typed.get(f"wording-{edit.pk}") or "") or edit.after
    return Change(
        id=str(edit.pk),
        revision=edit.revision,
        kind=KINDS[edit.kind],
        where=_where(edit, called),
        status=edit.status,
        state=STATES[edit.status],
        origin=ORIGINS.get(edit.origin, (f"By {edit.origin}", "robot")),
        reason=edit.reason,
        compared=_compared(edit),
        doubts=doubts,
        support=tuple(_quote(one, called) for one in edit.evidence),
        hints=tuple(edit.hints),
        wording=wording,
        is_typed=wording.split() != edit.after.split(),
        is_outdated=is_outdated,
        has_words=edit.kind not in ("order", "hide"),
        is_of_bullet=edit.kind not in ("headline", "summary", "skill"),
        is_own=edit.origin == "user",
    )


def _where(edit: Edit, called: Mapping[str, str]) -> str:
    """The group of a keyword, the entry of a bullet; of headline and summary there is one."""
    if edit.kind in ("headline", "summary"):
        return ""
    return edit.address.partition("/")[2] if edit.kind == "skill" else placed(edit.address, called)


def _compared(edit: Edit) -> Compared:
    if edit.kind == "order":
        return reordered(edit.before, edit.after)
    claims = [
        (one["claim"]["start"], one["claim"]["end"], one["state"])
        for one in edit.claims
        if one["state"] != "supported"
    ]
    return compared(edit.before, edit.after, claims=claims)


def _doubts(claims: Sequence[Mapping[str, Any]], called: Mapping[str, str]) -> list[Doubt]:
    return [
        Doubt(
            at=at,
            text=str(one["claim"]["text"]),
            why=str(one["why"]),
            state=str(one["state"]),
            nearest=_quote(one["nearest"], called) if one["nearest"] else None,
        )
        for at, one in enumerate(claims)
        if one["state"] != "supported"
    ]


def _quote(ref: Mapping[str, Any], called: Mapping[str, str]) -> Quote:
    return Quote(str(ref["quote"]), placed(str(ref["address"]), called))
