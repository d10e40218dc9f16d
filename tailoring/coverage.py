"""What a posting asks for against what the person has and what the page says. Pure.

Three buckets: on the page; held, but not on the page; a real gap, which is never filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from orchestrator.scoring import patterns
from orchestrator.scoring.brief import Item, Profile
from orchestrator.scoring.card import Evidence, Row
from orchestrator.scoring.holdings import Holdings, hold
from orchestrator.scoring.lexicon import Hit, find, lexicon
from orchestrator.scoring.posting import fold

# Terms of these kinds are also borne out by anything that is a kind of them.
_CATEGORIES = "mde"
_KEYWORDS = frozenset({"skill", "experience", "language"})
FACT = "fact"


@dataclass(frozen=True)
class Covered:
    """One requirement. `quote` and `address` are those of the evidence; empty for a gap.

    `where` names that place for people; `address` is "skills", "summary", "headline",
    "fact/<id>" or "<section>/<item id>".
    """

    text: str
    terms: tuple[str, ...]
    importance: str
    quote: str = ""
    address: str = ""
    where: str = ""


@dataclass(frozen=True)
class Coverage:
    """`share`: on the page of all that could truthfully be there, 0 to 1; None without any."""

    on_page: tuple[Covered, ...] = ()
    have: tuple[Covered, ...] = ()
    gaps: tuple[Covered, ...] = ()

    @property
    def share(self) -> float | None:
        true = len(self.on_page) + len(self.have)
        return len(self.on_page) / true if true else None

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "share": self.share}


def from_json(stored: Mapping[str, Any]) -> Coverage:
    def read(rows: Sequence[Mapping[str, Any]]) -> tuple[Covered, ...]:
        return tuple(Covered(**{**row, "terms": tuple(row["terms"])}) for row in rows)

    return Coverage(read(stored["on_page"]), read(stored["have"]), read(stored["gaps"]))


def cover(
    rows: Sequence[Row],
    *,
    profile: Profile,
    statements: Mapping[str, str],
    text: str,
    on: date,
) -> Coverage:
    """`profile` is of the base with every project shown; `statements` are confirmed facts by id;
    `text` is what was read from the page.
    """
    held = hold(_with_statements(profile, statements), on=on)
    named, spoken = _named(text), frozenset(patterns.language_names(fold(text)))
    buckets: dict[str, list[Covered]] = {"on": [], "have": [], "gap": []}
    for row in _keywords(rows):
        proof = _proof(row, held)
        printed = spoken if row.scope == "language" else named
        bucket = "gap" if proof is None else "on" if printed & set(row.terms) else "have"
        buckets[bucket].append(_covered(row, proof, held=held))
    return Coverage(tuple(buckets["on"]), tuple(buckets["have"]), tuple(buckets["gap"]))


def _keywords(rows: Sequence[Row]) -> Iterator[Row]:
    """Each requirement that words on a page can answer, once."""
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        if row.scope in _KEYWORDS and row.terms and row.terms not in seen:
            seen.add(row.terms)
            yield row


def _with_statements(profile: Profile, statements: Mapping[str, str]) -> Profile:
    added = (Item(f"{FACT}/{id}", section=FACT, text=text) for id, text in statements.items())
    return replace(profile, items=(*profile.items, *added))


def _named(text: str) -> frozenset[str]:
    """Labels a text names, with the categories they belong to; lines may break inside a term."""
    hits = (*find(text), *find(" ".join(text.split())))
    return frozenset(label for hit in hits for label in (hit.term.label, *_categories(hit)))


def _categories(hit: Hit) -> list[str]:
    terms = lexicon().terms
    return [label for label in hit.term.broader if terms[label].kind in _CATEGORIES]


def _proof(row: Row, held: Holdings) -> Evidence | None:
    if row.scope == "language":
        tongues = (held.tongues[term] for term in row.terms if term in held.tongues)
        return next((tongue.evidence for tongue in tongues), None)
    terms = lexicon().terms
    found = [one for term in row.terms for one in held.terms.get(term, ())]
    for term in row.terms:
        if term in terms and terms[term].kind in _CATEGORIES:
            found += held.kinds.get(term, ())
    found.sort(key=lambda one: not one.practised)
    return found[0].evidence if found else None


def _covered(row: Row, proof: Evidence | None, *, held: Holdings) -> Covered:
    # "5+ years of …" is asked in a whole sentence; what a page can say of it are the terms.
    text = " or ".join(row.terms) if row.scope == "experience" else row.text
    made = Covered(text, row.terms, row.importance)
    if proof is None:
        return made
    item = next((one for one in held.items if one.id == proof.item_id), None)
    address, where = _place(item) if item else ("", "")
    return replace(made, quote=proof.quote, address=address, where=where)


def _place(item: Item) -> tuple[str, str]:
    if item.section in ("summary", "headline"):
        return item.section, f"your {item.section}"
    if item.section == FACT:
        return item.id, "a fact you confirmed"
    if item.section == "skills":
        return "skills", f"your skills, {item.title}" if item.title else "your skills"
    named = " at ".join(filter(None, (item.title, item.organisation)))
    return f"{item.section}/{item.id}", named or item.section
