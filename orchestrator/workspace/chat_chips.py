"""What is offered to ask for: prompts that fill the box, or drafts that need no model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from jobops.lib.words import later
from orchestrator.models import Job
from tailoring.ghostwriter import prompts_kept
from tailoring.ghostwriter.drafts.kinds import KINDS

# What a person who presses the button says.
DRAFTS: Mapping[str, tuple[str, str]] = {
    "cover_letter": (later("Cover letter"), later("Draft a cover letter.")),
    "outreach": (later("Outreach"), later("Draft an outreach message.")),
    "interview_questions": (
        later("Interview questions"),
        later("Draft interview questions to prepare for."),
    ),
    "follow_up": (later("Follow-up"), later("Draft a follow-up message.")),
    "thank_you": (later("Thank you"), later("Draft a thank-you message.")),
}


@dataclass(frozen=True)
class Chip:
    """`url` fills the box; `draft` is a kind that is written at once."""

    label: str
    url: str = ""
    draft: str = ""


def chips(job: Job, *, base: str, has_model: bool) -> tuple[Chip, ...]:
    if not has_model:
        return tuple(Chip(DRAFTS[kind][0], draft=kind) for kind in KINDS)
    return tuple(
        Chip(one.name, f"{base}?{urlencode({'prompt': prompts_kept.filled(one.body, job)})}")
        for one in prompts_kept.of(job.owner)
    )


def asked(draft: str, content: str) -> str:
    """What is said by a button that asks for a draft, when nothing was typed."""
    return content if content.strip() or draft not in DRAFTS else DRAFTS[draft][1]
