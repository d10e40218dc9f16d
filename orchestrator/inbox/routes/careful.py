"""What makes the router hesitate although its rules are sure. Pure."""

from __future__ import annotations

import re

from orchestrator.inbox.routes import vocabulary
from orchestrator.inbox.routes.judgement import Judgement
from orchestrator.inbox.routes.letter import Letter
from orchestrator.inbox.routes.linking import CERTAIN
from orchestrator.inbox.routes.wording import words

# Below the band in which anything happens by itself.
REVIEW, OPEN = 94, 90
# Below the band in which a job is suggested.
ELSEWHERE = 45
# Targets that change nothing for an application that was sent.
HARMLESS = ("no_change", "applied")
# How far into the whole text, quotes and all, orders to a machine are looked for.
LOOKED = 24_000
_FENCE = re.compile(
    r"DATA-[0-9A-Fa-f]{6,}|</?\s?(?:system|assistant|user|developer|instructions?)\s?>|<\|"
    r"|\[/?INST\]|^\s{0,3}```|^\s{0,3}#{2,}\s*(?:system|instruction)",
    re.IGNORECASE | re.MULTILINE,
)


def doubts(found: Judgement, letter: Letter) -> Judgement:
    if speaks_to_machines(letter):
        found = found.because("It gives orders to a program; please look.", ceiling=REVIEW)
    if letter.mail.has_hidden_text and found.verdict.target not in HARMLESS:
        found = found.because("It hides words from its reader; please look.", ceiling=REVIEW)
    if found.verdict.is_vague:
        found = found.because("It does not say which interview this is.", ceiling=REVIEW)
    if found.verdict.others:
        found = found.because(f"It also speaks of: {', '.join(found.verdict.others)}.")
    if found.verdict.is_lead and not found.link.kinds & (CERTAIN | {"employer_title"}):
        found = found.because("It asks for interest in another job.", ceiling=ELSEWHERE)
    if found.link.is_unproven:
        found = found.because("The sender's address does not show who it is.")
    if found.verdict.value or found.link.kinds & CERTAIN or letter.own:
        return found
    if vocabulary.found("decision", letter.said):
        return found.because("It seems to hold news that no rule understands.", ceiling=OPEN)
    if not found.relevance.terms and found.link.value:
        return found.because("No word in it is about an application.", ceiling=OPEN)
    return found


def speaks_to_machines(letter: Letter) -> bool:
    """Also in quotes and hidden places: no honest mail tells a router what to do."""
    whole = letter.mail.text[:LOOKED]
    return bool(_FENCE.search(whole)) or bool(
        vocabulary.found("orders", words(f"{letter.name}\n{letter.mail.subject}\n{whole}"))
    )
