"""Keywords under the guard: in a list of skills every keyword is a claim, known to the lexicon or
not. Pure.
"""

from __future__ import annotations

import re
from dataclasses import replace

from orchestrator.scoring.lexicon import find
from tailoring.claims.base import FactBase
from tailoring.claims.claim import Claim, Finding, Report
from tailoring.claims.content import content
from tailoring.claims.guard import check
from tailoring.claims.phrases import listed
from tailoring.claims.said import flat, root, said

_HEADING = {"de": "Kenntnisse", "fr": "Compétences", "es": "Habilidades"}


def heading(language: str) -> str:
    """What a group of keywords can always be called."""
    return _HEADING.get(language, "Skills")


def weigh_name(text: str, *, known: FactBase, employer: str) -> Report:
    """The name of a group stands on the page like a keyword; a mere heading claims nothing."""
    words = re.findall(r"[^\W\d_]+", flat(text))
    if words and listed("headings", "heading").issuperset(words):
        return Report(text)
    return weigh(text, known=known, employer=employer)


def weigh(text: str, *, known: FactBase, employer: str) -> Report:
    report = check(text, known=known, where="skills", employer=employer)
    if report.blocked or _is_whole(report):
        return report
    held = known.scope(None).roots
    if all(root(word.key) in held for word in content(said(text))):
        return report
    claim = Claim("tool", text, 0, len(text))
    doubt = Finding(claim, "unsupported", f"Your résumé does not name {text}.")
    return replace(report, findings=(*report.findings, doubt))


def _is_whole(report: Report) -> bool:
    """Whether one claim is all that the keyword says, and a fact has it by another name."""
    return any(
        one.claim.end - one.claim.start == len(report.text)
        and any(_names(ref.quote, one.claim.value) for ref in one.support)
        for one in report.findings
    )


def _names(quote: str, label: str) -> bool:
    """By one of its names, or by something that is of its kind."""
    return any(label in (hit.term.label, *hit.term.broader) for hit in find(quote))
