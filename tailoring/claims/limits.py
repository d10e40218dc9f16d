"""What limits a fact must stay with it: "basic", "prototype", "in training", "not", "helped"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from orchestrator.scoring import shipped
from tailoring.claims.case import Case
from tailoring.claims.claim import Finding, Kind
from tailoring.claims.clauses import Clause
from tailoring.claims.fact import Fact, Scope
from tailoring.claims.ladder import HELPED, Rung, rungs
from tailoring.claims.phrases import Match
from tailoring.claims.phrases import find as mentioned
from tailoring.claims.said import Said, root
from tailoring.claims.said import key as to_key

HELP = "help"
_OFTEN = 10
# "Basic knowledge of Rust": what follows is limited, not what stands in front.
_LOOKING_ON = frozenset({"basic", "training"})
_FILLING = frozenset({"level", "niveau", "nivel", "stufe", "skill", "skills", "knowledge"})
_GROUPS = {"ranked": "placed", "begun": "training"}
_HONOURS = frozenset({"awards", "certifications", "education", "summary", "basics", "facts"})
_UNREAD = frozenset({"languages", "interests", "references", "profiles"})
_WORK = frozenset({"experience", "volunteer"})
_BESIDE = re.compile(r"\s(?:together|alongside|gemeinsam|zusammen|ensemble|junto)\s")
_JOINT = re.compile(r"\s(?:and|und|et|y|e)\s")


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
    groups = frozenset(_GROUPS.get(m.label, m.label) for m in marks(case.said, case.language))
    groups |= _helping(case)
    groups |= {HELP} if groups & {"watched", "aided"} else set()
    rewritten = case.anchor if case.before else None
    bound = _bound(case.scope)
    met: set[str] = set()
    for limited in _limited(case.scope):
        if limited.group in groups or limited.group in met:
            continue
        # A word that another fact limits in the way the text does is well said.
        kept = {
            key
            for key in limited.objects & said_keys.keys()
            if rewritten or not any(g in groups for f, g in bound[key] if f is not limited.fact)
        }
        if rewritten:
            # "Redacté" is what "ayudé a redactar" says of the same thing.
            roots = {root(key): key for key in said_keys}
            kept |= {roots[root(key)] for key in limited.objects if root(key) in roots}
        if not kept or not _kept(case, limited, kept, rewritten=rewritten):
            continue
        met.add(limited.group)
        words = sorted((said_keys[key] for key in kept), key=lambda w: w.start)
        why = f"Your résumé says “{limited.word}” here, and this leaves it out."
        start, end = words[0].start, words[-1].end
        if limited.group == HELP and (clause := case.clause(start)):
            # The verb says too much, and it stands in front.
            front = [w for w in clause.words if w.start < start]
            start, end = (front[0].start, front[-1].end) if front else (start, end)
        kind: Kind = "verb" if limited.group == HELP else "limit"
        yield case.bad(kind, start, end, why, near=limited.fact, value=limited.word)


def marks(said: Said, language: str) -> tuple[Match, ...]:
    """In the language of the text: "intern" is no limit in English."""
    return mentioned("limits", said, language)


def _helping(case: Case) -> frozenset[str]:
    steps = rungs(case.said, case.language)
    return frozenset({HELP} if any(r.step == HELPED for r in steps) else ())


def _kept(case: Case, limited: Limited, kept: set[str], *, rewritten: Fact | None) -> bool:
    if rewritten is not None:
        # Of much that was helped with, half must be there: a part may be told by itself.
        share = 2 if limited.group == HELP and len(limited.objects) > 3 else 3
        return limited.fact is rewritten and len(kept) * share >= len(limited.objects)
    free = _free(case.scope)
    own = kept - free
    if len(kept) * 2 == len(limited.objects) and len(limited.objects) > 1:
        own = {key for key in own if not _common(key)}
    return bool(own) and len(kept) * 2 >= len(limited.objects)


def _common(key: str) -> bool:
    """Words of every posting, which alone are about anything."""
    return _counts().get(key, 0) >= _OFTEN


@lru_cache(maxsize=1)
def _counts() -> dict[str, int]:
    listed = (row for row in shipped.rows("idf") if len(row) == 2 and row[1].isdigit())
    return {to_key(word): int(count) for word, count in listed}


@lru_cache(maxsize=256)
def _limited(scope: Scope) -> tuple[Limited, ...]:
    return tuple(one for fact in scope.facts for one in of_fact(fact))


@lru_cache(maxsize=256)
def _bound(scope: Scope) -> dict[str, set[tuple[Fact, str]]]:
    """The facts that limit each word, and how."""
    found: dict[str, set[tuple[Fact, str]]] = {}
    for one in _limited(scope):
        for key in one.objects:
            found.setdefault(key, set()).add((one.fact, one.group))
    return found


@lru_cache(maxsize=256)
def _free(scope: Scope) -> frozenset[str]:
    """Words that stand somewhere without any limit."""
    bound = {(id(one.fact), key) for one in _limited(scope) for key in one.objects}
    return frozenset(
        word.key for f in scope.facts for word in f.content if (id(f), word.key) not in bound
    )


@lru_cache(maxsize=4096)
def of_fact(fact: Fact) -> tuple[Limited, ...]:
    if fact.section in _UNREAD or (fact.field == "title" and fact.section in _WORK):
        return ()
    limiting = [m for m in marks(fact.said, fact.language) if _limits(fact, m)]
    helped = [r for r in fact.rungs if r.step == HELPED]
    found: list[Limited] = []
    for at, clause in enumerate(fact.clauses) if limiting or helped else ():
        inside = [m for m in limiting if clause.start <= m.start < clause.end]
        words = _objects(clause, [*inside, *fact.rungs]) if inside else ()
        words = words or (_objects(fact.clauses[at - 1], fact.rungs) if at else ())
        for mark in inside if words else ():
            group = _GROUPS.get(mark.label, mark.label)
            quote = fact.said.quote(mark.start, mark.end)
            behind = {w.key for w in clause.words if w.start >= mark.end} & set(words)
            bound = frozenset(behind if behind and group in _LOOKING_ON else words)
            found.append(Limited(fact, group, quote, bound))
        for rung in helped:
            if clause.start <= rung.start < clause.end and (objects := _helped(fact, clause, rung)):
                quote = fact.said.quote(rung.start, rung.end)
                found.append(Limited(fact, HELP, quote, objects))
    return tuple(found)


def _limits(fact: Fact, mark: Match) -> bool:
    """Words such as "second" or "started" limit an award or a course, not a piece of work."""
    if mark.label in _GROUPS:
        return fact.section in _HONOURS and not (
            mark.label == "ranked" and fact.section == "education"
        )
    return not (fact.section == "education" and mark.label == "placed")


def _helped(fact: Fact, clause: Clause, rung: Rung) -> frozenset[str]:
    """What was helped with: the words that follow, up to an "and"; else those in front."""
    words = [w for w in clause.words if w.start >= rung.end and not w.flat.isdigit()]
    beside = _BESIDE.search(fact.said.flat, rung.end, clause.end)
    words = [w for w in words if beside is None or w.start < beside.start()] or words
    joint = _JOINT.search(fact.said.flat, rung.end, clause.end)
    if joint and sum(1 for w in words if w.start < joint.start()) > 1:
        words = [w for w in words if w.start < joint.start()]
    words = words or [w for w in clause.words if w.end <= rung.start]
    return frozenset(w.key for w in words)


def _objects(clause: Clause, inside: Sequence[Match | Rung]) -> tuple[str, ...]:
    return tuple(
        word.key
        for word in clause.words
        if not word.flat.isdigit()
        and word.flat not in _FILLING
        and not any(m.start <= word.start < m.end for m in inside)
    )
