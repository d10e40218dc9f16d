"""The blocks of the job itself: its entry, the posting, and the texts written for it.

The fields are the Ghostwriter's row of the privacy rules; what is not listed is never sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from jobops.lib import prompts
from orchestrator.models import Job
from tailoring import skill_lines
from tailoring.documents.tolerant import mappings
from tailoring.ghostwriter.blocks import Block, block, lines, seen

_FIELD, _REASON = 300, 600
_SUMMARY, _HEADLINE, _SKILLS = 1_200, 300, 1_200


def entry(job: Job) -> Block:
    pairs = (
        ("Title", job.title),
        ("Employer", job.employer),
        ("Location", job.location),
        ("Salary", job.salary),
        ("Status", str(job.status)),
        ("Score", "" if job.score is None else f"{job.score:g}"),
        ("Source", job.source),
        ("Reason of the score", job.score_reason),
        ("Posting", job.job_url),
        ("Application", job.application_link),
    )
    told = [
        (name, prompts.told(said or "", limit=_REASON if "Reason" in name else _FIELD))
        for name, said in pairs
    ]
    return block("job", lines(told))


def posting(job: Job) -> Block:
    said = seen(job.description or "")
    return block("posting", said, note="" if said else "The job has no description.")


def tailoring(job: Job) -> Iterator[Block]:
    """Nothing when no text was written yet."""
    pairs = (
        ("Headline", prompts.own(job.tailored_headline or "", limit=_HEADLINE)),
        ("Summary", prompts.own(job.tailored_summary or "", limit=_SUMMARY)),
        ("Skills", prompts.own(_skills(job.tailored_skills), limit=_SKILLS)),
    )
    if text := lines(pairs):
        yield block("tailoring", text)


def _skills(stored: str | None) -> str:
    try:
        groups = json.loads(stored or "[]")
    except ValueError:
        return ""
    named = [dict(group) for group in mappings(groups) if group.get("name")]
    return skill_lines.to_lines(named).replace("\n", "; ")
