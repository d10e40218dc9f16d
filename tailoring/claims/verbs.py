"""Scope verbs: no rung above that of the cited fact."""

from __future__ import annotations

from collections.abc import Iterator

from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.fact import Fact
from tailoring.claims.ladder import BUILT, DESIGNED, DID, HELPED, Rung, rungs
from tailoring.claims.phrases import find as mentioned
from tailoring.claims.said import Word, root

_TENDING = (
    ("manag", "m"),
    ("run", "m"),
    ("ran", "m"),
    ("supervis", "s"),
    ("responsib", "m"),
    ("responsab", "m"),
    ("verantwort", "m"),
    ("zustandig", "m"),
)


def find(case: Case) -> Iterator[Finding]:
    yield from _alone(case)
    met = rungs(case.said, case.language)
    for rung in met:
        # "Helped the team run a workshop": what follows is what others did.
        if rung.step < BUILT or _others(case, rung, met):
            continue
        cited = _cited(case, rung)
        held = max((r.step for fact in cited for r in fact.rungs), default=0)
        flat = case.said.flat
        # In another language every fact is cited, and somebody is responsible in some.
        pairs = _TENDING[:4] if case.foreign else _TENDING
        tending = next((of for verb, of in pairs if flat.startswith(verb, rung.start)), "")
        if tending and any(tending in f.tends for f in cited):
            held = rung.step
        if held >= rung.step:
            facts = [f for f in cited if any(r.step >= rung.step for r in f.rungs)] or cited
            yield case.good("verb", rung.start, rung.end, facts)
        elif rung.step >= DESIGNED or held == DID:
            yield _unsupported(case, rung, cited)


def _others(case: Case, rung: Rung, met: tuple[Rung, ...]) -> bool:
    if any(m.start == rung.start and m.end > rung.end for m in mentioned("seniority", case.said)):
        # "Responsable de magasin" is a title.
        return True
    clause = case.clause(rung.start)
    return clause is not None and any(
        r.step == HELPED and clause.start <= r.start < rung.start for r in met
    )


def _alone(case: Case) -> Iterator[Finding]:
    """ "Single-handedly", "company-wide": more than the fact says."""
    for match in mentioned("alone", case.said, case.language):
        words = [w.key for w in case.said.within(match.start, match.end)]
        cited = (case.anchor,) if case.before and case.anchor else case.scope.facts
        if not any(all(key in fact.keys for key in words) for fact in cited):
            said = case.said.quote(match.start, match.end)
            yield case.bad(
                "verb", match.start, match.end, f"Your résumé does not say “{said}” here."
            )


def _unsupported(case: Case, rung: Rung, cited: list[Fact]) -> Finding:
    said = case.said.quote(rung.start, rung.end)
    near = cited[0] if cited else case.anchor
    top = max(near.rungs, key=lambda r: r.step, default=None) if near else None
    held = f"“{near.said.quote(top.start, top.end)}”" if near and top else "less"
    return case.bad(
        "verb", rung.start, rung.end, f"Your résumé says {held} here, not “{said}”.", near=near
    )


def _cited(case: Case, rung: Rung) -> list[Fact]:
    """What the clause is about: the facts that share most of its words."""
    facts = list(case.scope.deeds)
    if case.foreign:
        return facts
    shared = case.scope.closeness(_about(case, rung))
    best = max((shared[f] for f in facts), default=0)
    if best == 0:
        return [case.anchor] if case.before and case.anchor else facts
    if case.before and case.anchor and shared[case.anchor] * 2 >= best:
        return [case.anchor]
    return [f for f in facts if shared[f] == best]


def _about(case: Case, rung: Rung) -> tuple[Word, ...]:
    """The words that follow the verb, its objects; else those of the whole clause."""
    clause = case.clause(rung.start)
    words = clause.words if clause else case.content
    following = tuple(w for w in words if w.start >= rung.end)[:4]
    if any(root(w.key) in case.scope.by_root for w in following):
        return following
    return tuple(w for w in words if not rung.start <= w.start < rung.end)
