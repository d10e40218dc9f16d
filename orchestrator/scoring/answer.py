"""A model's answer, checked row by row: what is not in the posting or the résumé does not count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from orchestrator.scoring import model
from orchestrator.scoring.brief import Item
from orchestrator.scoring.card import FIT, VALUES, Evidence, Label, Row, Wish
from orchestrator.scoring.digest import ENTRY, LIMITS, SUMMARY
from orchestrator.scoring.evidence import MOST as MOST_PROOFS
from orchestrator.scoring.evidence import Judge, label
from orchestrator.scoring.extract import MOST, weighed
from orchestrator.scoring.lexicon import find
from orchestrator.scoring.own import posting_text
from orchestrator.scoring.posting import Posting
from orchestrator.scoring.wishes import MOST as MOST_WISHES
from orchestrator.scoring.wishes import POINTS
from orchestrator.scoring.words import occurs, shortened, unified

_THRESHOLD = re.compile(
    r"years:\d{1,2}|degree:(?:school|vocational|bachelor|master|phd)(?:\|equivalent)?|cefr:[ABC][12]"
)
# Decided by code alone: years and ranks are compared, places looked up (V3 to V5).
_BY_CODE = frozenset({"experience", "education", "language"})


def rows(
    answer: model.Answer,
    *,
    judge: Judge,
    items: dict[str, Item],
    computed: Sequence[Row],
) -> tuple[Row, ...]:
    """Checked rows of the model, then the musts that rules found and the model left out (M4)."""
    posting = posting_text(judge.posting)
    warned = [unified(warning) for warning in judge.posting.addressed]
    known = {_key(row): row for row in computed}
    joined: dict[tuple[str, tuple[str, ...]], Row] = {}
    for asked in answer.requirements:
        checked = _checked(asked, judge=judge, items=items, posting=posting, warned=warned)
        if checked is None:
            continue
        same = known.get(_key(checked)) or joined.get(_key(checked))
        joined[_key(checked)] = _joined(checked, same) if same else checked
    added = [
        row
        for key, row in known.items()
        if key not in joined and (row.importance == "must" or row.scope not in FIT)
    ]
    found = weighed([*joined.values(), *added], posting=judge.posting)
    return tuple(found[:MOST])


def _key(row: Row) -> tuple[str, tuple[str, ...]]:
    return row.scope, tuple(sorted(term.casefold() for term in row.terms))


def _checked(
    asked: model.Requirement,
    *,
    judge: Judge,
    items: dict[str, Item],
    posting: str,
    warned: Sequence[str],
) -> Row | None:
    """None when the quote is not in the posting, or stands in a sentence that addresses a model."""
    quote = unified(asked.quote)
    if not occurs(asked.quote, within=posting) or asked.scope == "location":
        return None
    if any(quote in line or line in quote for line in warned):
        return None
    row = Row(
        scope=asked.scope,
        importance=asked.importance,
        weight=1,
        text=shortened(asked.text, 200) or shortened(asked.quote, 200),
        quote=shortened(asked.quote, 300),
        terms=tuple(sorted(set(_terms(asked.terms, scope=asked.scope)))),
        threshold=_threshold(asked.threshold),
        label=asked.label,
        origin="model",
    )
    if row.scope in _BY_CODE and row.threshold:
        return label(row, judge=judge)
    return _verified(row, asked.evidence, items=items)


def _terms(names: Iterable[str], *, scope: str) -> Iterator[str]:
    """Lexicon names where there are any, so that rows of both engines can be joined."""
    for name in names:
        hits = [hit.term.label for hit in find(f"\n{name}\n")] if scope in ("skill",) else []
        if hits:
            yield from hits
        elif name.strip():
            yield shortened(name, 60)


def _threshold(given: str | None) -> str | None:
    return given if given and _THRESHOLD.fullmatch(given) else None


def _verified(row: Row, proofs: Sequence[model.Proof], *, items: dict[str, Item]) -> Row:
    if row.label not in ("met", "partial"):
        return row
    good = tuple(
        Evidence(items[proof.item].id, field, shortened(proof.quote, 300))
        for proof in proofs
        if proof.item in items
        and (field := _field(proof.quote, items[proof.item]))
        and (row.scope != "skill" or _names(proof.quote, row.terms))
    )
    if good:
        return replace(row, evidence=good[:MOST_PROOFS])
    lost: Label = "missing" if row.scope in FIT else "unknown"
    return replace(row, label=lost, unverified=True)


def _field(quote: str, item: Item) -> str:
    """The field of the item in which the quote stands, empty when it stands in none."""
    told = {
        "title": item.title,
        "text": item.text,
        "keywords": ", ".join(item.keywords),
        "organisation": item.organisation,
        "period": item.period,
        "level": item.level,
    }
    return next((f for f, text in told.items() if occurs(quote, within=unified(text))), "")


def _names(quote: str, terms: Sequence[str]) -> bool:
    labels = {hit.term.label for hit in find(f"\n{quote}\n")}
    folded = unified(quote)
    return any(term in labels or unified(term) in folded for term in terms)


def _joined(row: Row, same: Row) -> Row:
    """The label with evidence wins, then the lower; importance stays with the rules' own cue."""
    proven = [one for one in (row, same) if one.evidence]
    values = [one for one in (proven or [row, same]) if one.label in VALUES]
    chosen = min(values, key=lambda one: VALUES[one.label], default=row)
    return replace(
        row,
        importance=same.importance if same.origin == "rules" else row.importance,
        label=chosen.label,
        evidence=chosen.evidence,
        unverified=row.unverified and chosen is row,
    )


def wishes(answer: model.Answer, *, instructions: str, posting: Posting) -> tuple[Wish, ...]:
    said, text = unified(instructions), posting_text(posting)
    return tuple(
        Wish(
            shortened(wish.words, 200),
            wish.sign,
            shortened(wish.quote, 200),
            POINTS if wish.sign == "plus" else -POINTS,
        )
        for wish in answer.wishes
        if occurs(wish.words, within=said) and occurs(wish.quote, within=text)
    )[:MOST_WISHES]


def brief(answer: model.Answer, *, posting: Posting) -> dict[str, Any]:
    text = posting_text(posting)
    found: dict[str, Any] = {"role_summary": shortened(answer.brief.role_summary, SUMMARY)}
    for name, most in LIMITS.items():
        entries: list[model.Entry] = getattr(answer.brief, name)
        unquoted = name == "missing_or_unclear"
        found[name] = [
            {"text": shortened(entry.text, ENTRY)}
            | ({} if unquoted else {"quote": shortened(entry.quote, ENTRY)})
            for entry in entries
            if entry.text.strip() and (unquoted or occurs(entry.quote, within=text))
        ][:most]
    return {name: value for name, value in found.items() if value}
