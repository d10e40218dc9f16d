"""What limits a fact must stay with it: "basic", "prototype", "in training", "not", "helped"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.clauses import Clause
from tailoring.claims.fact import Fact, Scope
from tailoring.claims.ladder import HELPED, Rung, rungs
from tailoring.claims.phrases import Match
from tailoring.claims.phrases import find as mentioned
from tailoring.claims.said import Said

HELP = "help"


@dataclass(frozen=True, slots=True)
class Limited:
    """Words of a fact that are true only with the limit; `word` is the limit as written."""

    fact: Fact
    group: str
    word: str
    objects: frozenset[str]


def find(case: Case) -> Iterator[Finding]:
    if case.foreign:
        return
    said_keys = {word.key: word for word in case.content}
    groups = frozenset(m.label for m in marks(case.said)) | _helping(case.said)
    rewritten = case.anchor if case.before else None
    met: set[str] = set()
    for limited in _limited(case.scope):
        if limited.group in groups or limited.group in met:
            continue
        kept = limited.objects & said_keys.keys()
        if not kept or not _kept(case, limited, kept, rewritten=rewritten):
            continue
        met.add(limited.group)
        words = sorted((said_keys[key] for key in kept), key=lambda w: w.start)
        kind = "verb" if limited.group == HELP else "limit"
        why = f"Your résumé says “{limited.word}” here, and this leaves it out."
        yield case.bad(
            "verb" if kind == "verb" else "limit",
            words[0].start, words[-1].end, why, near=limited.fact, value=limited.word,
        )  # fmt: skip


def marks(said: Said) -> tuple[Match, ...]:
    return mentioned("limits", said)


def _helping(said: Said) -> frozenset[str]:
    return frozenset({HELP} if any(r.step == HELPED for r in rungs(said)) else ())


def _kept(case: Case, limited: Limited, kept: frozenset[str], *, rewritten: Fact | None) -> bool:
    if rewritten is not None:
        return limited.fact is rewritten and len(kept) * 3 >= len(limited.objects)
    free = _free(case.scope)
    return bool(kept - free) and len(kept) * 2 >= len(limited.objects)


@lru_cache(maxsize=256)
def _limited(scope: Scope) -> tuple[Limited, ...]:
    return tuple(one for fact in scope.facts for one in of_fact(fact))


@lru_cache(maxsize=256)
def _free(scope: Scope) -> frozenset[str]:
    """Words that stand somewhere without any limit."""
    bound = {(id(one.fact), key) for one in _limited(scope) for key in one.objects}
    return frozenset(
        word.key for f in scope.facts for word in f.content if (id(f), word.key) not in bound
    )


def of_fact(fact: Fact) -> list[Limited]:
    found: list[Limited] = []
    # A grade such as "mention bien" limits nothing.
    limiting = [m for m in marks(fact.said) if fact.section != "education" or m.label != "placed"]
    helped = [r for r in fact.rungs if r.step == HELPED]
    if not limiting and not helped:
        return found
    for at, clause in enumerate(fact.clauses):
        inside = [m for m in limiting if clause.start <= m.start < clause.end]
        for mark in inside:
            words = _objects(clause, [*inside, *fact.rungs]) or (
                _objects(fact.clauses[at - 1], ()) if at else ()
            )
            if words:
                quote = fact.said.quote(mark.start, mark.end)
                found.append(Limited(fact, mark.label, quote, frozenset(words)))
        for rung in helped:
            if clause.start <= rung.start < clause.end:
                after = {w.key for w in clause.words if w.start >= rung.end}
                before = {w.key for w in clause.words if w.end <= rung.start}
                if objects := after or before:
                    quote = fact.said.quote(rung.start, rung.end)
                    found.append(Limited(fact, HELP, quote, frozenset(objects)))
    return found


def _objects(clause: Clause, inside: Sequence[Match | Rung]) -> tuple[str, ...]:
    return tuple(
        word.key
        for word in clause.words
        if not word.flat.isdigit() and not any(m.start <= word.start < m.end for m in inside)
    )
