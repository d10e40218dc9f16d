"""The employer applied to is no past one, and nothing that was done there may be told."""

from __future__ import annotations

from collections.abc import Iterator

from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.content import empty_words
from tailoring.claims.phrases import listed
from tailoring.claims.said import said


def find(case: Case) -> Iterator[Finding]:
    legal = listed("organisations", "legal")
    name = [
        w for w in said(case.employer).words if w.flat not in legal and w.flat not in empty_words()
    ]
    if not name or case.known.scope(None).with_all(w.key for w in name):
        return
    words = case.said.words
    for at in range(len(words) - len(name) + 1):
        run = words[at : at + len(name)]
        if all(a.key == b.key for a, b in zip(run, name, strict=True)) and _as_name(run[0].cased):
            quote = case.said.quote(run[0].start, run[-1].end)
            why = f"{quote} is the employer you apply to, not one of your résumé."
            yield case.bad("organisation", run[0].start, run[-1].end, why)


def _as_name(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or not word.isascii()
