"""One fact with what is read from it, and the facts that a text may cite, indexed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from orchestrator.scoring.lexicon import Hit, find
from tailoring.claims.claim import FactRef
from tailoring.claims.clauses import Clause, clauses
from tailoring.claims.content import content, language
from tailoring.claims.ladder import Rung, rungs
from tailoring.claims.phrases import find as find_phrases
from tailoring.claims.quantity import Quantity, quantities
from tailoring.claims.said import Said, Word, root, said, same


@dataclass(frozen=True, eq=False)
class Fact:
    """`field`: title, organisation, place, period, keyword, label, text, headline, summary,
    location, statement. `kind` is a statement's kind of claim.
    """

    ref: FactRef
    field: str
    kind: str = ""

    @cached_property
    def language(self) -> str:
        """That of its own words; empty where they do not tell."""
        return language(self.said)

    @property
    def section(self) -> str:
        return self.ref.section

    @property
    def item_id(self) -> str:
        return self.ref.item_id

    @cached_property
    def said(self) -> Said:
        return said(self.ref.quote)

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(word.key for word in self.said.words)

    @cached_property
    def names(self) -> frozenset[str]:
        """Its words, each with a capital if it has one, all capitals or not."""
        return frozenset(w.cased[0] + w.cased[1:].lower() for w in self.said.words)

    @cached_property
    def initials(self) -> str:
        """First letters of its capitalised words, a blank for each other word with meaning."""
        return "".join(w.flat[0] if w.cased[0].isupper() else " " for w in self.content)

    @cached_property
    def flats(self) -> frozenset[str]:
        return frozenset(word.flat for word in self.said.words)

    @cached_property
    def content(self) -> tuple[Word, ...]:
        return content(self.said)

    @cached_property
    def roots(self) -> frozenset[str]:
        return frozenset(root(word.key) for word in self.content)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return clauses(self.said)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return quantities(self.said)

    @cached_property
    def rates(self) -> frozenset[str]:
        return frozenset(match.label for match in find_phrases("rates", self.said))

    @cached_property
    def rungs(self) -> tuple[Rung, ...]:
        return rungs(self.said, self.language)

    @cached_property
    def tends(self) -> frozenset[str]:
        """ "Looked after a budget" is to have managed it ("m"), tutored pupils to have supervised
        them ("s"), though not to have led.
        """
        return frozenset(m.label for m in find_phrases("looks_after", self.said, self.language))

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        return tuple(find(self.ref.quote))


@dataclass(frozen=True, eq=False)
class Scope:
    facts: tuple[Fact, ...]

    @cached_property
    def by_key(self) -> dict[str, tuple[Fact, ...]]:
        found: dict[str, list[Fact]] = {}
        for fact in self.facts:
            for key in fact.keys:
                found.setdefault(key, []).append(fact)
        return {key: tuple(facts) for key, facts in found.items()}

    @cached_property
    def roots(self) -> frozenset[str]:
        return frozenset(root for fact in self.facts for root in fact.roots)

    @cached_property
    def terms(self) -> dict[str, tuple[Fact, ...]]:
        """Facts by the label of a term they name, or name a kind of."""
        found: dict[str, list[Fact]] = {}
        for fact in self.facts:
            for hit in fact.hits:
                for label in (hit.term.label, *hit.term.broader):
                    found.setdefault(label, []).append(fact)
        return {label: tuple(facts) for label, facts in found.items()}

    @cached_property
    def sentences(self) -> dict[str, Fact]:
        """Whole lines and their sentences, in the form in which they are compared."""
        found: dict[str, Fact] = {}
        for fact in self.facts:
            for piece in (fact.ref.quote, *_sentences(fact)):
                found.setdefault(same(piece), fact)
        return found

    def with_all(self, keys: Iterable[str]) -> tuple[Fact, ...]:
        """Facts that hold every one of these words."""
        wanted = frozenset(keys)
        if not wanted or not wanted <= self.by_key.keys():
            return ()
        first = min((self.by_key[key] for key in wanted), key=len)
        return tuple(f for f in first if wanted <= f.keys)

    @cached_property
    def deeds(self) -> tuple[Fact, ...]:
        """Facts that may say what was done."""
        return tuple(f for f in self.facts if f.field not in ("place", "period", "organisation"))

    @cached_property
    def by_root(self) -> dict[str, tuple[Fact, ...]]:
        found: dict[str, list[Fact]] = {}
        for fact in self.facts:
            for start in fact.roots:
                found.setdefault(start, []).append(fact)
        return {start: tuple(facts) for start, facts in found.items()}

    def shared(self, roots: Iterable[str]) -> Counter[Fact]:
        """How many of the words each fact has, for those that have any."""
        return Counter(fact for root in roots for fact in self.by_root.get(root, ()))

    def closeness(self, words: Iterable[Word]) -> Counter[Fact]:
        """As `shared`; the very word weighs more than another form of it."""
        listed = tuple(words)
        counts = self.shared({root(word.key) for word in listed})
        for word in listed:
            counts.update(self.by_key.get(word.key, ()))
        return counts

    def nearest(self, roots: Iterable[str]) -> Fact | None:
        """The fact that shares most words; a short one before a long one."""
        counts = self.shared(frozenset(roots))
        return max(counts, key=lambda f: (counts[f], -len(f.roots)), default=None)


def _sentences(fact: Fact) -> list[str]:
    ends = [0, *(c.end for c in fact.clauses if c.closes), len(fact.said.flat)]
    if len(ends) < 3:
        return []
    pairs = pairwise(ends)
    return [piece for a, b in pairs if (piece := fact.said.quote(a, b).strip(" .;\n"))]
