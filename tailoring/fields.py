"""Where a decided change of headline, summary or skills goes: into the job's column and out."""

from __future__ import annotations

from typing import Any

from orchestrator.models import Job
from tailoring import wording
from tailoring.models import Edit

COLUMNS = {"headline": "tailored_headline", "summary": "tailored_summary",
           "skill": "tailored_skills"}  # fmt: skip


def taken_in(job: Job, edit: Edit) -> dict[str, Any]:
    """The column with the change in it; nothing for a change of a bullet."""
    if edit.kind == "headline":
        return {"tailored_headline": edit.after}
    if edit.kind == "summary":
        text = wording.with_sentence(job.tailored_summary, edit.after, at=_place(edit))
        return {"tailored_summary": text}
    if edit.kind == "skill":
        groups = wording.with_keyword(job.skills(), edit.after, group=_group(edit))
        return {"tailored_skills": wording.packed(groups)}
    return {}


def taken_out(job: Job, edit: Edit) -> dict[str, Any]:
    """The column without it, where it still stands there word for word."""
    if edit.kind == "headline" and job.tailored_headline == edit.after:
        return {"tailored_headline": edit.before or None}
    if edit.kind == "summary":
        left = wording.without_sentence(job.tailored_summary, edit.after)
        return {} if left == job.tailored_summary else {"tailored_summary": left or None}
    if edit.kind == "skill":
        groups = wording.without_keyword(job.skills(), edit.after, group=_group(edit))
        stood = groups != job.skills()
        return {"tailored_skills": wording.packed(groups) or None} if stood else {}
    return {}


def _place(edit: Edit) -> int:
    number = edit.address.rpartition("/")[2]
    return int(number) if number.isdecimal() else 0


def _group(edit: Edit) -> str:
    return edit.address.partition("/")[2]
