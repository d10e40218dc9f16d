"""Drafts made by rules from the posting and the person's own words. The same inputs give the same
bytes, and no sentence states what is in neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.utils import timezone

from orchestrator.models import Job
from tailoring.ghostwriter.drafts import reading, wording
from tailoring.ghostwriter.drafts.after import follow_up, thank_you
from tailoring.ghostwriter.drafts.ground import Ground
from tailoring.ghostwriter.drafts.interview import interview
from tailoring.ghostwriter.drafts.kinds import Draft, spoken, tag
from tailoring.ghostwriter.drafts.letter import letter
from tailoring.ghostwriter.drafts.outreach import outreach
from tailoring.ghostwriter.drafts.page import Page, drafted
from tailoring.ghostwriter.drafts.wording import Wording

_WRITERS: Mapping[str, Callable[[Ground, Wording], Page]] = {
    "cover_letter": letter,
    "outreach": outreach,
    "interview_questions": interview,
    "follow_up": follow_up,
    "thank_you": thank_you,
}


def write(job: Job, kind: str, *, language: str, today: date | None = None) -> Draft:
    """`kind` is one of `KINDS`; `language` a tag like "de" or "pt-BR". `today` is what days are
    counted to; the day of the call when it is not given.
    """
    known = reading.ground(job, today=today or timezone.localdate())
    words = wording.of(spoken(language))
    written = _WRITERS[kind](known, words)
    fell_back = tag(language) not in ("", words.language)
    return drafted(written, wording=words, fell_back=fell_back)
