"""Which posts a sentence speaks of: those whose employer or title it names."""

from __future__ import annotations

from functools import lru_cache

from tailoring.claims.base import Post
from tailoring.claims.case import Case
from tailoring.claims.content import empty_words
from tailoring.claims.fact import Fact
from tailoring.claims.phrases import by_word, listed, rows
from tailoring.claims.said import flat, key, keys


def meant(case: Case, at: int) -> tuple[Post, ...]:
    """By the clause around a place, then its sentence; a bullet speaks of its own post."""
    if case.item is not None:
        return tuple(p for p in case.known.of_item(case.item) if p.when)
    work = tuple(p for p in case.known.work if p.when)
    for first, last in _parts(case, at):
        inside = case.said.within(first, last)
        words = keys(inside)
        names = keys(w for w in inside if w.cased[0].isupper())
        at_place = tuple(p for p in work if p.organisation and _named(p.organisation, names))
        titled = tuple(p for p in at_place or work if p.title and _titled(p.title, words))
        if not titled and not at_place:
            heads = words & _professions()
            titled = tuple(p for p in work if p.title and heads & p.title.keys)
        if titled or at_place:
            return titled or at_place
    return work


@lru_cache(maxsize=1)
def _professions() -> frozenset[str]:
    """The keys of words for work, such as nurse or Entwickler."""
    words = (row[2].split("|") for row in rows("occupations") if row[0] in ("profession", "same"))
    return frozenset(key(flat(word)) for listing in words for word in listing)


def named_at(case: Case, at: int) -> bool:
    """Whether the sentence names an employer."""
    names = keys(w for w in case.said.within(*case.sentence(at)) if w.cased[0].isupper())
    return any(p.organisation and _named(p.organisation, names) for p in case.known.work)


def _parts(case: Case, at: int) -> list[tuple[int, int]]:
    """The clause; the sentence too, unless the clause says of its own what it is about."""
    clause = case.clause(at)
    if clause is None:
        return [case.sentence(at)]
    own = [w for w in clause.words if not w.flat.isdigit() and w.flat not in by_word("units")]
    whole = [] if own and len(case.clauses) > 1 else [case.sentence(at)]
    return [(clause.start, clause.end), *whole]


def _named(organisation: Fact, words: frozenset[str]) -> bool:
    """At least half of the name that is its own: "Hausmann" for "Hausmann Versand KG"."""
    own = distinctive(organisation)
    return bool(own) and len(own & words) * 2 >= len(own)


def distinctive(organisation: Fact) -> frozenset[str]:
    plain = listed("organisations", "legal") | listed("organisations", "plain")
    return (
        frozenset(
            w.key
            for w in organisation.said.words
            if w.flat not in plain and w.flat not in empty_words()
        )
        or organisation.keys
    )


def _titled(title: Fact, words: frozenset[str]) -> bool:
    own = frozenset(w.key for w in title.content)
    return bool(own) and own <= words
