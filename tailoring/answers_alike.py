"""Which saved answers fit a question that is asked now."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from jobops.lib.once import once
from jobops.lib.text import fold
from orchestrator.models import Job, User
from tailoring.models import SavedAnswer
from tailoring.questions import topics
from tailoring.questions.alike import LEAST, alike
from tailoring.questions.reading import Question, read


@dataclass(frozen=True)
class Match:
    """`score` 0 to 1, `why` in words; `caution`: what to look at before it is used."""

    saved: SavedAnswer
    score: float
    why: str
    caution: str = ""


def similar(
    owner: User, question: str, *, language: str = "", job: Job | None = None, limit: int = 3
) -> list[Match]:
    """The best first; none is better than a wrong one. `language` is that of the question, where
    the caller knows it. `job` is the one the answer would be for.
    """
    asked = _asked(question, language)
    living = SavedAnswer.objects.filter(owner=owner, removed_at=None).select_related("job")
    rows = once(("saved answers", owner.pk), lambda: list(living))
    found = [match for row in rows if (match := _match(asked, row, job=job))]
    found.sort(key=lambda one: (one.score, one.saved.updated_at), reverse=True)
    return found[:limit]


def names_another(saved: SavedAnswer, job: Job | None) -> str:
    """The employer an answer was first given to, where it still names it and goes to another."""
    first = saved.job
    if first is None or job is None or fold(first.employer) == fold(job.employer):
        return ""
    named = re.search(rf"(?<!\w){re.escape(fold(first.employer))}(?!\w)", fold(saved.answer))
    return first.employer if named else ""


def _match(asked: Question, saved: SavedAnswer, *, job: Job | None) -> Match | None:
    if saved.origin != "user" and any(map(topics.is_private, asked.topics)):
        return None
    found = alike(asked, _asked(saved.question, saved.language))
    if found is None or found.score < LEAST:
        return None
    named = names_another(saved, job)
    return Match(saved, found.score, found.why, f"It names {named}." if named else "")


def _asked(question: str, language: str) -> Question:
    found = read(question)
    code = language.lower()[:2]
    return replace(found, language=code) if code else found
