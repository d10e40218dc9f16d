"""Capitalised names: organisations, products, schemes. Each must stand in one fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tailoring.claims import runs, tools
from tailoring.claims.case import Case
from tailoring.claims.claim import Finding, Kind
from tailoring.claims.phrases import rows
from tailoring.claims.runs import Run
from tailoring.claims.said import Word, flat, keys

_AT = re.compile(
    r"(?<!\w)(?:at|for|with|from|by|bei|beim|fur|chez|pour|en|para|con|avec|to|von|joined|client)"
    r"\s+(?:the|der|die|das|den|dem|la|le|les|el|los|las|l'|une?|ein\w*)?\s*$"
)
_HOUSE = re.compile(
    r"(?<!\w)(?:universit\w+|universidad|hochschule|hospital\w*|hopital|clinic\w*|klinik\w*|college|school|bank\w*|gmbh|ag|kg|ltd"
    r"|inc|llc|sarl|group|institut\w*|agency|agentur|council|ministry|ministerium|museum|cabinet)(?!\w)"
)


def find(case: Case) -> Iterator[Finding]:
    for run in runs.runs(case) if case.where != "skills" else ():
        if _common(run):
            continue
        held = runs.support(case, run)
        if held:
            kind = _kind(case, run.start, run.end)
            yield case.good(kind, run.start, run.end, held)
        else:
            yield _unsupported(case, run)


def _common(run: Run) -> bool:
    return len(run.words) == 1 and tools.common(run.words[0].cased)


def _unsupported(case: Case, run: Run) -> Finding:
    name = case.said.quote(run.start, run.end)
    kind = _kind(case, run.start, run.end)
    elsewhere = case.known.scope(None).with_all(keys(run.words)) if case.item else ()
    if elsewhere:
        why = f"Your résumé names {name} elsewhere, not for this entry."
        return case.bad(kind, run.start, run.end, why, near=elsewhere[0])
    return case.bad(kind, run.start, run.end, f"Your résumé does not name {name}.")


def _kind(case: Case, start: int, end: int) -> Kind:
    name = case.said.flat[start:end]
    known = _known().get(name)
    if known:
        return known
    if _HOUSE.search(name) or _AT.search(case.said.flat[max(0, start - 24) : start]):
        return "organisation"
    return "tool"


@lru_cache(maxsize=1)
def _known() -> dict[str, Kind]:
    kinds: dict[str, Kind] = {"organisation": "organisation", "tool": "tool", "award": "award"}
    return {flat(name): kinds[row[0]] for row in rows("known") for name in row[2].split("|")}


def is_known(words: tuple[Word, ...]) -> bool:
    return any(word.flat in _known() for word in words)
