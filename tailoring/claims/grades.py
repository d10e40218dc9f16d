"""Grades and honours of a degree: said of it in a fact."""

from __future__ import annotations

from collections.abc import Iterator

from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.phrases import find as mentioned


def find(case: Case) -> Iterator[Finding]:
    for match in mentioned("grades", case.said):
        held = case.scope.with_all(w.key for w in case.said.within(match.start, match.end))
        if held:
            yield case.good("degree", match.start, match.end, held)
        else:
            said = case.said.quote(match.start, match.end)
            why = f"Your résumé does not say “{said}”."
            yield case.bad("degree", match.start, match.end, why)
