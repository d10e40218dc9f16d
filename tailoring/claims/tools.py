"""Tools, skills, methods: the same term, or a name for it, in what may be cited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orchestrator.scoring.lexicon import Hit
from orchestrator.scoring.lexicon import find as terms
from tailoring.claims import aliases, guessing, runs
from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.content import empty_words
from tailoring.claims.fact import Fact
from tailoring.claims.runs import Run
from tailoring.claims.said import keys, said

# Spoken languages and soft words are no tools; plain labels are too much like common words.
_CHECKED = frozenset("ltmdc")
_SHAPED = re.compile(
    r"(?<![\w@/.])(?:[A-Za-z]*[a-z][A-Z]\w*|[A-Z]{2,}[a-z0-9]\w*|[A-Za-z]+\d[\w-]*|\d+[A-Z]\w*"
    r"|[A-Z]{2,6}|[A-Za-z]+(?:\+\+|#)|\.[A-Z]{2,4}|[a-z]+\.js)(?![\w@])"
)


def find(case: Case) -> Iterator[Finding]:
    if case.is_listed:
        return
    named = terms(case.said.cased)
    for hit in named:
        start, end = hit.start, hit.end
        held = aliases.named(case.scope, hit, case.said.cased[start:end]) or _written(
            case, start, end
        )
        if held:
            yield case.good("tool", start, end, held, value=hit.term.label)
        elif hit.term.kind in _CHECKED and not _vague(hit) and not _translated(case, hit):
            yield _unsupported(case, start, end, value=hit.term.label)
    loud = runs.shouts(case)
    for match in _SHAPED.finditer(case.said.cased):
        if loud and match[0].isalpha():
            continue
        if (
            any(hit.start < match.end() and match.start() < hit.end for hit in named)
            or match[0].isdigit()
        ):
            continue
        held = _written(case, match.start(), match.end())
        if held:
            yield case.good("tool", match.start(), match.end(), held)
        elif not common(match[0]):
            yield _unsupported(case, match.start(), match.end())


def _translated(case: Case, hit: Hit) -> bool:
    """A plain word in another language than the résumé, no name: "forklift licence"."""
    return case.foreign and case.said.cased[hit.start : hit.end].islower()


def _vague(hit: Hit) -> bool:
    """Methods and fields are words of everyday."""
    return hit.term.general or hit.term.unspoken or hit.term.kind in "md"


def _written(case: Case, start: int, end: int) -> tuple[Fact, ...]:
    words = case.said.within(start, end)
    return runs.support(case, Run(start, end, words)) if words else ()


def _unsupported(case: Case, start: int, end: int, *, value: str = "") -> Finding:
    name = case.said.quote(start, end)
    kind = guessing.of_known(case, start, end)
    elsewhere = case.known.scope(None).with_all(keys(said(name).words)) if case.item else ()
    if elsewhere:
        why = f"Your résumé names {name} elsewhere, not for this entry."
        return case.bad(kind, start, end, why, near=elsewhere[0], value=value)
    return case.bad(kind, start, end, f"Your résumé does not name {name}.", value=value)


_COMMON = frozenset({
    "I", "II", "III", "IV", "OK", "AM", "PM", "US", "UK", "EU", "USA", "CEO", "CTO", "CFO", "IT",
    "AG", "KG", "SA", "SL", "PDF", "TV", "UN", "NGO", "DE", "EN", "FR", "ES", "KPI", "KPIs", "ROI",
    "DACH", "EMEA", "B2B", "B2C", "TPV", "MS", "ESO", "EDV", "LKW", "PKW", "H/F", "VIP", "FAQ",
    "HR", "QA", "CV", "EUR", "USD", "GBP", "CHF",
})  # fmt: skip


def common(word: str) -> bool:
    if word.isupper() and word.lower() in empty_words() and word not in ("IT", "ES"):
        # The small words of a text in capitals.
        return True
    return word in _COMMON or word.rstrip("s") in _COMMON
