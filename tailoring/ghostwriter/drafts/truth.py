"""Whether a line may stand in a draft: the guard finds nothing in it that the facts lack. Pure."""

from __future__ import annotations

from tailoring.claims import guard, limits
from tailoring.claims.base import FactBase
from tailoring.claims.claim import Finding
from tailoring.claims.said import same
from tailoring.prose.weigh import WHERE, weighed


def holds(text: str, *, known: FactBase | None, language: str, employer: str) -> bool:
    """In the language of the draft, and in that of the résumé, where words can be compared."""
    if known is None:
        return True
    codes = dict.fromkeys(filter(None, (language, known.language)))
    return not any(_found(text, known, code, employer) for code in codes)


def is_limited(text: str, known: FactBase | None) -> bool:
    """Whether the line itself says that it was a prototype, basic, or done with help."""
    fact = known.scope(None).sentences.get(same(text)) if known else None
    return fact is not None and bool(limits.of_fact(fact))


def _found(text: str, known: FactBase, language: str, employer: str) -> tuple[Finding, ...]:
    """As the line alone, and as a line of a letter, in which capitals may say something else."""
    report = guard.check(text, known=known, where=WHERE, language=language, employer=employer)
    told = weighed(text, known=known, language=language, employer=employer, letter=True)
    return (*report.unsupported, *(one for one in told if one.state == "unsupported"))
