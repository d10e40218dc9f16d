"""The truth guard: what a text claims beyond the facts. Deterministic; no model is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tailoring.claims import (
    amounts,
    awards,
    certificates,
    degrees,
    grades,
    keywords,
    limits,
    moved,
    names,
    outsiders,
    practices,
    spans,
    titles,
    tongues,
    tools,
    verbs,
)
from tailoring.claims.base import FactBase
from tailoring.claims.case import Case
from tailoring.claims.claim import Claim, Finding, Report, from_json, to_json
from tailoring.claims.content import language as spoken
from tailoring.claims.hints import hints
from tailoring.claims.kept import dropped
from tailoring.claims.said import said, same

__all__ = ["Finding", "Report", "check", "dropped", "from_json", "hints", "to_json"]

Check = Callable[[Case], Iterator[Finding]]
_NAMES = frozenset({"tool", "organisation"})
# The more exact kind comes first: of two findings at one place the first is kept.
_CHECKS: tuple[Check, ...] = (
    outsiders.find, degrees.find, grades.find, certificates.find, awards.find, tongues.find,
    titles.find, spans.find, amounts.find, keywords.find, tools.find, names.find, verbs.find,
    practices.find, limits.find, moved.find,
)  # fmt: skip


def check(
    text: str,
    *,
    known: FactBase,
    item: str | None = None,
    before: str = "",
    where: str = "bullet",
    language: str = "",
    employer: str = "",
) -> Report:
    """`item` is a bullet's own entry or role; `employer` is who the application goes to."""
    read = said(text)
    code = language.lower()[:2] or spoken(read, default=known.language)
    case = Case(read, known, item, before, where, code, employer)
    held = case.scope.sentences.get(same(text)) if text.strip() else None
    if held is not None:
        return Report(text, (), (held.ref,))
    found = [finding for each in _CHECKS for finding in each(case)]
    anchor = case.anchor
    return Report(text, tuple(_once(found)), (anchor.ref,) if anchor else ())


def _once(found: Sequence[Finding]) -> list[Finding]:
    """One finding a place, an unsupported one before a supported one, in order of place."""
    kept: list[Finding] = []
    titles_held = [f.claim for f in found if f.claim.kind == "title" and f.state != "unsupported"]
    for finding in sorted(found, key=lambda f: f.state != "unsupported"):
        # A title held under another word for the work is no unknown name.
        if finding.claim.kind in _NAMES and any(_within(finding.claim, t) for t in titles_held):
            continue
        if not any(_meet(finding, other) for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda f: (f.claim.start, f.claim.end))


def _within(claim: Claim, other: Claim) -> bool:
    return other.start <= claim.start and claim.end <= other.end


def _meet(one: Finding, other: Finding) -> bool:
    apart = one.claim.end <= other.claim.start or other.claim.end <= one.claim.start
    return not apart and (
        one.claim.kind == other.claim.kind or one.state == other.state or one.state != "unsupported"
    )
