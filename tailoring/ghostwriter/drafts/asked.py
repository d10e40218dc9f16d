"""What the posting asks for, in its own words, and what of the person answers each. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from orchestrator.scoring.brief import JobFacts
from orchestrator.scoring.card import Evidence, Options, Row
from orchestrator.scoring.evidence import Judge, label
from orchestrator.scoring.holdings import Holdings
from orchestrator.scoring.lexicon import find
from orchestrator.scoring.number import mass
from orchestrator.scoring.posting import Posting
from tailoring.ghostwriter.drafts import clean
from tailoring.ghostwriter.drafts.lines import Line, line_at

_PRACTICAL = frozenset({"location", "eligibility", "logistics"})
_LONGEST_NAME, _MOST_NAMES = 60, 3
_LONGEST_QUOTE = 180


@dataclass(frozen=True)
class Ask:
    """`name` is how the posting calls it; a spoken language has its English name. `spelled` are
    its terms with the posting's words for each. `line` is what of the résumé bears it out, or
    comes nearest.
    """

    row: Row
    name: str
    quote: str
    line: Line | None = None
    spelled: tuple[tuple[str, str], ...] = ()

    def met_by(self, labels: Collection[str]) -> str:
        """The posting's word for what these labels answer."""
        words = [said for term, said in self.spelled if term in labels]
        return words[0] if words else self.name

    @property
    def met(self) -> bool:
        return self.row.label == "met"

    @property
    def practical(self) -> bool:
        return self.row.scope in _PRACTICAL


def asks(rows: Iterable[Row], *, facts: JobFacts, held: Holdings | None) -> tuple[Ask, ...]:
    """Each thing asked once, the most important first; practical ones stand last."""
    judge = Judge(held, Posting(facts, (), readable=True), Options(), frozenset()) if held else None
    found = [_ask(label(row, judge=judge) if judge else row, held, facts.title) for row in rows]
    order = sorted(_once(found), key=lambda one: (one.practical, -mass(one.row)))
    return tuple(order)


def _once(found: Sequence[Ask]) -> Iterator[Ask]:
    """ "5 years of Python" beside "Python" is one thing."""
    terms, names = set[str](), set[str]()
    skills = {term for one in found if one.row.scope == "skill" for term in one.row.terms}
    for one in found:
        mine = set(one.row.terms)
        if one.row.scope == "experience" and mine and mine & skills:
            continue
        if (mine and mine <= terms) or one.name.casefold() in names:
            continue
        terms |= mine
        names.add(one.name.casefold())
        yield one


def _ask(row: Row, held: Holdings | None, title: str) -> Ask:
    line = _line(row.evidence, held) if held else None
    if row.terms and clean.line(row.quote) == clean.line(title):
        # A title names a person; what it asks for is a field of work.
        return Ask(row, " / ".join(row.terms[:_MOST_NAMES]), "", line)
    quote = clean.excerpt(row.quote or row.text, _LONGEST_QUOTE)
    spelled = _spelled(row) if row.scope in ("skill", "experience") else {}
    return Ask(row, _name(row, quote, spelled), quote, line, tuple(spelled.items()))


def _spelled(row: Row) -> dict[str, str]:
    text = clean.line(row.quote)
    hits = [hit for hit in find(text) if hit.term.label in row.terms]
    return {hit.term.label: text[hit.start : hit.end] for hit in reversed(hits)}


def _name(row: Row, quote: str, spelled: Mapping[str, str]) -> str:
    if row.scope == "language" and row.terms:
        return row.terms[0]
    if names := tuple(dict.fromkeys(reversed([*spelled.values()]))):
        return " / ".join(names[:_MOST_NAMES])
    if row.scope == "skill" and row.terms:
        return " / ".join(row.terms[:_MOST_NAMES])
    return clean.excerpt(row.text if len(row.text) <= _LONGEST_NAME else quote, _LONGEST_NAME)


def _line(evidence: Sequence[Evidence], held: Holdings) -> Line | None:
    items = {item.id: item for item in held.items}
    for one in evidence:
        if one.item_id in items:
            return line_at(items[one.item_id], one.field, one.quote)
    return None
