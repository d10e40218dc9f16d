"""The truth guard: what a text claims beyond the facts. Deterministic; no model is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

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
from tailoring.claims.claim import Claim, FactRef, Finding, Report, from_json, to_json
from tailoring.claims.content import language as spoken
from tailoring.claims.hints import hints
from tailoring.claims.kept import dropped
from tailoring.claims.pieces import pieces
from tailoring.claims.said import said, same

__all__ = ["Finding", "Report", "check", "dropped", "from_json", "hints", "to_json"]

Check = Callable[[Case], Iterator[Finding]]
# A text with so many is blocked, whatever else it says.
_ENOUGH = 40
_EARNED = frozenset({"title", "degree", "certificate", "award", "language"})
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
    """`item` is a bullet's own entry or role; `employer` is who the application goes to; `where` as
    in Case.
    """
    found: list[Finding] = []
    cited: list[FactRef] = []
    for start, piece in pieces(text):
        read = said(piece)
        code = language.lower()[:2] or spoken(read, default=known.language)
        case = Case(read, known, item, before, where, code, employer)
        held = case.scope.sentences.get(same(piece)) if piece.strip() else None
        if held is not None:
            cited.append(held.ref)
            continue
        met = _once([f for each in _CHECKS for f in each(case)], len(piece))
        found += [_moved(finding, start) for finding in met] if start else met
        cited += [case.anchor.ref] if case.anchor else []
        if sum(f.state == "unsupported" for f in found) > _ENOUGH:
            break
    return Report(text, tuple(found), tuple(dict.fromkeys(cited)))


def _moved(finding: Finding, by: int) -> Finding:
    claim = finding.claim
    return replace(finding, claim=replace(claim, start=claim.start + by, end=claim.end + by))


def _once(found: Sequence[Finding], size: int) -> list[Finding]:
    """One finding a place, an unsupported one before a supported one, in order of place."""
    taken = bytearray(size + 1)
    kept: list[Finding] = []
    held = [f.claim for f in found if f.claim.kind in _EARNED and f.state != "unsupported"]
    for finding in sorted(found, key=lambda f: f.state != "unsupported"):
        claim = finding.claim
        # A degree or title held under another word for it is no unknown name.
        if claim.kind in _NAMES and any(_within(claim, other) for other in held):
            continue
        if not any(taken[claim.start : claim.end]):
            taken[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
            kept.append(finding)
    return sorted(kept, key=lambda f: (f.claim.start, f.claim.end))


def _within(claim: Claim, other: Claim) -> bool:
    return other.start <= claim.start and claim.end <= other.end
