"""A job's headline, summary and skills for a look beside others: each part with what is doubted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from orchestrator.models import Job
from tailoring import claimed, parts
from tailoring.check import checked
from tailoring.parts import Part
from tailoring.sifting import Sifted
from tailoring.suggestion import Proposal

BULLETS = ("rewrite", "keyword", "order")


@dataclass(frozen=True)
class Doubt:
    """A claim nothing supports; `start` and `end` are places in its part."""

    text: str
    why: str
    start: int
    end: int


@dataclass(frozen=True)
class Said:
    """A headline, a sentence or a keyword; `group` is a keyword's."""

    text: str
    doubts: tuple[Doubt, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Weighed:
    """`changes` and `held`: proposed changes of bullets, and how many of them nothing supports.
    `left_out` counts what code refused before anybody has to decide.
    """

    headline: tuple[Said, ...] = ()
    summary: tuple[Said, ...] = ()
    skills: tuple[Said, ...] = ()
    changes: int = 0
    held: int = 0
    left_out: int = 0

    def __bool__(self) -> bool:
        return bool(self.headline or self.summary or self.skills)

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def weighed(offer: Proposal, sifted: Sifted) -> Weighed:
    """`sifted` is what the guard made of `offer`."""
    bullets = [edit for edit in sifted.edits if edit.kind in BULLETS]
    held = {
        (edit.address, edit.after): tuple(_unsupported(edit.claims))
        for edit in sifted.edits
        if edit.kind not in BULLETS
    }
    return Weighed(
        headline=(_said(offer.headline.text, held, "headline"),) if offer.headline else (),
        summary=tuple(
            _said(piece.text, held, f"summary/{at}") for at, piece in enumerate(offer.summary)
        ),
        skills=tuple(_keywords(offer, sifted, held)),
        changes=len(bullets),
        held=sum(edit.status == "blocked" for edit in bullets),
        left_out=sifted.refused,
    )


def standing(job: Job) -> Weighed:
    """The texts the job has now."""
    reports = checked(job).texts
    found: dict[str, list[Said]] = {name: [] for name in parts.COLUMNS}
    for part in parts.of(job):
        if part.field in reports and not part.is_name:
            claims = claimed.kept(reports[part.field].findings)
            doubts = tuple(_within(part, _unsupported(claims)))
            found[part.field].append(Said(part.text, doubts, part.group))
    headline, summary, skills = (tuple(found[name]) for name in ("headline", "summary", "skills"))
    return Weighed(headline, summary, skills)


Held = dict[tuple[str, str], tuple[Doubt, ...]]


def _said(text: str, held: Held, address: str, group: str = "") -> Said:
    return Said(text, held.get((address[:300], text), ()), group)


def _keywords(offer: Proposal, sifted: Sifted, held: Held) -> Iterator[Said]:
    """Of the groups that may be named as they are."""
    stored = json.loads(sifted.values.get("tailored_skills") or "[]")
    fine = {str(one["name"]) for one in stored}
    for group in offer.skills:
        address = f"skills/{group.name}"
        if group.name in fine or any(at == address[:300] for at, _ in held):
            for word in group.keywords:
                yield _said(word, held, address, group.name)


def _unsupported(claims: Sequence[Any]) -> Iterator[Doubt]:
    for one in claimed.open_ones(claims):
        claim = one["claim"]
        yield Doubt(str(claim["text"]), str(one["why"]), int(claim["start"]), int(claim["end"]))


def _within(part: Part, doubts: Iterable[Doubt]) -> Iterator[Doubt]:
    """Those of a field's running text that lie in one part of it."""
    end = part.start + len(part.text)
    for one in doubts:
        if part.start <= one.start < end:
            yield Doubt(one.text, one.why, one.start - part.start, one.end - part.start)
