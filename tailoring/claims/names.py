"""Capitalised names: organisations, products, schemes. Each must stand in one fact."""

from __future__ import annotations

from collections.abc import Iterator

from tailoring.claims import guessing, runs, tools
from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.runs import Run
from tailoring.claims.said import keys


def find(case: Case) -> Iterator[Finding]:
    for run in runs.runs(case) if not case.is_listed else ():
        if _common(run):
            continue
        held = runs.support(case, run)
        if held:
            kind = guessing.kind(case, run.start, run.end)
            yield case.good(kind, run.start, run.end, held)
        else:
            yield _unsupported(case, run)


def _common(run: Run) -> bool:
    return len(run.words) == 1 and tools.common(run.words[0].cased)


def _unsupported(case: Case, run: Run) -> Finding:
    name = case.said.quote(run.start, run.end)
    kind = guessing.kind(case, run.start, run.end)
    elsewhere = case.known.scope(None).with_all(keys(run.words)) if case.item else ()
    if elsewhere:
        why = f"Your résumé names {name} elsewhere, not for this entry."
        return case.bad(kind, run.start, run.end, why, near=elsewhere[0])
    return case.bad(kind, run.start, run.end, f"Your résumé does not name {name}.")
