"""What is wrong with a computed draft: its length, its parts, its claims. Nothing, as a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orchestrator.models import Job
from tailoring.ghostwriter import marks
from tailoring.ghostwriter.drafts import wording
from tailoring.ghostwriter.drafts.kinds import RULE, Draft, sendable

ODD = re.compile(
    r"<[a-zA-Z/!]|\bNone\b|[{}]|\(\)|\[\]|“”|„“|«\s*»|,,|(?<!\.)\.\.(?!\.)|  |\s[,.](?:\s|$)"
)
QUESTION = re.compile(r"^\*\*\d+\.\*\* ", re.MULTILINE)
SHORT = {"outreach": 120, "follow_up": 120, "thank_you": 120}


def wrong(job: Job, kind: str, draft: Draft) -> list[str]:
    """Each fault by name, with the words it is about."""
    return [*_length(kind, draft), *_parts(draft), *_claims(job, draft)]


def _length(kind: str, draft: Draft) -> Iterator[str]:
    sent = sendable(draft.text)
    if kind == "cover_letter" and not (len(sent.split()) >= 150 and len(draft.text.split()) <= 300):
        yield f"{len(sent.split())} to {len(draft.text.split())} words"
    if kind == "interview_questions":
        if not 8 <= (asked := len(QUESTION.findall(sent))) <= 20:
            yield f"{asked} questions"
        return
    message, _, variant = sent.partition(wording.of(draft.language).say("notes.variant"))
    if len(message.split()) > SHORT.get(kind, 300):
        yield f"{len(message.split())} words"
    if kind == "outreach" and not 80 <= len(variant.strip()) <= 300:
        yield f"{len(variant.strip())} characters"


def _parts(draft: Draft) -> Iterator[str]:
    if draft.text.count(RULE) != 1 or not all(sendable(draft.text).split("\n\n")):
        yield "parts"
    if any(draft.text.count(f"[{one}]") < 2 for one in draft.open):
        yield "placeholders"
    if odd := ODD.search(draft.text):
        yield f"odd: {draft.text[max(0, odd.start() - 30) : odd.end() + 30]!r}"


def _claims(job: Job, draft: Draft) -> Iterator[str]:
    for mark in marks.found(job, draft.text, language=draft.language):
        if mark["state"] == "unsupported":
            around = draft.text[max(0, mark["start"] - 60) : mark["end"] + 40]
            yield f"claim: {mark['text']} in {around!r}"
