"""Titles: one held, or its alias, at no higher level."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from orchestrator.scoring.roles import kinds, kinship
from tailoring.claims import runs
from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.content import empty_words
from tailoring.claims.fact import Fact
from tailoring.claims.persons import Named, named
from tailoring.claims.phrases import Match, by_word, listed, rows
from tailoring.claims.phrases import find as mentioned
from tailoring.claims.runs import Run
from tailoring.claims.said import Said, Word, said

PLAIN = 2


def find(case: Case) -> Iterator[Finding]:
    if case.where == "skills":
        return
    for person in named(case):
        yield from _judge(case, person)


def _judge(case: Case, person: Named) -> Iterator[Finding]:
    words = [w for w in person.words if w.flat not in empty_words()]
    if not words:
        return
    start, end = person.words[0].start, words[-1].end
    said_marks = [m for m in marks(case.said) if start <= m.start < end]
    wanted = max((int(m.label) for m in said_marks), default=PLAIN)
    if case.foreign:
        top = max((level(f.said) for f in case.known.titles), default=PLAIN)
        if wanted > max(top, PLAIN):
            yield _higher(case, start, end, case.known.titles)
        return
    keys = [w.key for w in words]
    whole = [f for f in case.known.titles if all(k in f.keys for k in keys)]
    if begun := _begun(case, keys):
        yield case.good("title", start, end, begun)
        return
    if whole and (fits := [f for f in whole if not _above(f, wanted)]):
        yield case.good("title", start, end, fits)
        return
    for mark in said_marks:
        if int(mark.label) > PLAIN and not _held(case, mark):
            yield _higher(case, mark.start, max(mark.end, end), case.known.titles)
            return
    if person.sure:
        unknown = _unknown(case, person)
        title = case.said.quote(start, end)
        known = [f for f in case.known.titles if f.keys & set(keys)]
        short = not unknown and any(_initials(w, case) for w in words)
        if short or (known and not unknown) or (unknown and _kin(case, title, unknown)):
            yield case.good("title", start, end, known or case.known.titles[:1])
        elif unknown:
            why = f"No title of your résumé is “{title}”."
            near = case.known.titles[0] if case.known.titles else None
            yield case.bad("title", unknown[0].start, unknown[-1].end, why, near=near)


def _begun(case: Case, keys: list[str]) -> list[Fact]:
    """Lines that begin with these words: "Tech lead for the core platform"."""
    return [
        fact
        for fact in case.scope.with_all(keys)
        if fact.field in ("text", "summary") and [w.key for w in fact.content[: len(keys)]] == keys
    ]


def _above(fact: Fact, wanted: int) -> bool:
    """Of titles and headlines the words are enough; a summary tells of others too."""
    return fact.field == "summary" and wanted > level(fact.said)


def _held(case: Case, mark: Match) -> bool:
    """The word of seniority, or one of the same height with it, stands in a title held."""
    words = [w.key for w in case.said.within(mark.start, mark.end)]
    wanted = int(mark.label)
    for fact in case.known.titles:
        if fact.field == "summary":
            continue
        if all(k in fact.keys for k in words) and level(fact.said) >= wanted:
            return True
    return False


def marks(read: Said) -> tuple[Match, ...]:
    return mentioned("seniority", read)


def level(read: Said) -> int:
    return max((int(m.label) for m in marks(read)), default=PLAIN)


def _unknown(case: Case, person: Named) -> list[Word]:
    """Words of the title that no fact holds; of a profession, that no title holds."""
    everything = case.known.scope(None)
    held = frozenset(key for fact in case.known.titles for key in fact.keys)
    plain = [m for m in mentioned("occupations", case.said) if m.label == "adjective"]
    plain += mentioned("practice", case.said)
    return [
        w
        for w in person.words
        if w.flat not in empty_words()
        and w.key not in (held if w.flat in professions() else everything.by_key)
        and not w.flat.isdigit()
        and (w.flat in professions() or not _compound(w.flat, case))
        and not any(m.start <= w.start < m.end for m in plain)
        and (w.flat not in by_word("nouns") or w.flat in professions())
        and not _second_half(w, case)
        and not _deed(w, case)
        and not _initials(w, case)
    ]


def _deed(word: Word, case: Case) -> bool:
    """ "Trainer of an apprentice" says "trained an apprentice"; a profession says more."""
    if word.flat in professions() or len(word.flat) < 6 or case.language not in ("en", "de"):
        return False
    return any(held.startswith(word.flat[:5]) for held in case.known.scope(None).roots)


def _initials(word: Word, case: Case) -> bool:
    """ "RN" for a title that begins with "Registered nurse"."""
    size = len(word.flat)
    if word.cased.isupper() and runs.support(case, Run(word.start, word.end, (word,))):
        return True
    return (
        word.cased.isupper()
        and 2 <= size <= 4
        and any(
            "".join(w.flat[0] for w in f.content[:size]) == word.flat for f in case.known.titles
        )
    )


def _first_letters(fact: Fact, size: int) -> str:
    return "".join(word.flat[0] for word in fact.content[:size])


def _second_half(word: Word, case: Case) -> bool:
    """ "prud'hommes" is known by its first half."""
    front = case.said.within(max(0, word.start - 12), word.start)
    return bool(
        front
        and case.said.flat[front[-1].end : word.start] == "'"
        and len(front[-1].flat) > 3
        and front[-1].key in case.scope.by_key
    )


def _compound(word: str, case: Case) -> bool:
    """A German compound of a word that the facts hold and of which it is a part."""
    return len(word) >= 6 and any(
        word in key or (len(key) >= 8 and key in word) for key in case.known.scope(None).by_key
    )


def _kin(case: Case, title: str, new: list[Word]) -> bool:
    """A word for the same work: engineer for developer. A new field of work is no alias."""
    if not all(w.flat in _aliases() for w in new):
        return False
    held = [f.ref.quote for f in case.known.titles if f.field != "summary"]
    wanted = level(said(title))
    tops = [h for h in held if kinds(h) and wanted <= level(said(h))]
    return bool(kinds(title)) and kinship(title, held=tops) == 1.0


def professions() -> frozenset[str]:
    return listed("occupations", "profession")


@lru_cache(maxsize=1)
def _aliases() -> frozenset[str]:
    return frozenset(
        w for row in rows("occupations") if row[0] == "same" for w in row[2].split("|")
    )


def _higher(case: Case, start: int, end: int, titles: tuple[Fact, ...]) -> Finding:
    title = case.said.quote(start, end)
    near = max(titles, key=lambda f: level(f.said), default=None)
    held = f" The highest title there is “{near.ref.quote[:80]}”." if near else ""
    return case.bad("title", start, end, f"Your résumé holds no title “{title}”.{held}", near=near)
