"""Places of a reply that its reader should look at: unsupported claims, words to avoid, filler."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from orchestrator.models import Job
from tailoring import facts
from tailoring.claims.said import flat, said
from tailoring.ghostwriter import filler
from tailoring.prose.weigh import weighed

MOST = 200
AVOID = "You asked for this not to be used."


def found(
    job: Job,
    text: str,
    *,
    language: str = "",
    avoid: Iterable[str] = (),
    slop: bool = False,
    letter: bool | None = None,
) -> list[dict[str, Any]]:
    """In order of place; `start` and `end` count code points. `letter`: None lets greeting and
    farewell tell; of other texts only what is said as "I" is weighed.
    """
    marks = [*claims(job, text, language=language, letter=letter), *_avoided(text, avoid)]
    if slop:
        worn = filler.found(text, language=language or "en")
        marks += [_mark("filler", text, start, end, why) for start, end, why in worn]
    return sorted(marks, key=lambda m: (m["start"], m["end"]))[:MOST]


def claims(
    job: Job, text: str, *, language: str = "", letter: bool | None = None
) -> Iterator[dict[str, Any]]:
    known = facts.of(job)
    met = weighed(text, known=known, employer=job.employer, language=language, letter=letter)
    for one in met:
        if one.state != "supported":
            claim = one.claim
            yield _mark("claim", text, claim.start, claim.end, one.why, one.state)


def _avoided(text: str, avoid: Iterable[str]) -> Iterator[dict[str, Any]]:
    read = said(text)
    for term in avoid:
        plain = flat(" ".join(term.split()))
        if not plain:
            continue
        before = r"(?<!\w)" if plain[0].isalnum() else ""
        after = r"(?!\w)" if plain[-1].isalnum() else ""
        words = r"\s+".join(map(re.escape, plain.split()))
        for met in re.finditer(f"{before}{words}{after}", read.flat):
            yield _mark("avoid", text, read.place(met.start()), read.place(met.end()), AVOID)


def _mark(kind: str, text: str, start: int, end: int, why: str, state: str = "") -> dict[str, Any]:
    return {
        "kind": kind, "start": start, "end": end, "text": text[start:end], "why": why,
        "state": state,
    }  # fmt: skip
