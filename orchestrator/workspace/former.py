"""What a posting said before its source changed it, beside what it said next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from jobops.lib.words import later_each
from orchestrator.models import Job, PostingVersion
from orchestrator.sources.credit import named
from orchestrator.templatetags.ui import clock
from orchestrator.workspace.wording import Piece

LABELS: Mapping[str, str] = later_each({
    "title": "Title", "employer": "Employer", "location": "Place", "salary": "Pay",
    "deadline": "Deadline", "description": "Posting", "job_type": "Contract",
    "job_level": "Level", "job_function": "Function", "workplace": "Workplace",
    "starting": "Start", "degree_required": "Degree", "date_posted": "Posted",
    "application_link": "Address to apply at", "employer_url": "Employer’s site",
    "disciplines": "Disciplines",
})  # fmt: skip


@dataclass(frozen=True)
class Changed:
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Former:
    """`is_newer`: said now, of a job already applied to, whose own words stay."""

    at: str
    source: str
    is_newer: bool
    changes: tuple[Changed, ...]


def former(job: Job) -> tuple[Former, ...]:
    """Newest first; a version that changed nothing a person reads is left out."""
    versions = list(job.postings.order_by("-at", "-pk"))
    told = (_former(job, one, later=versions[:at]) for at, one in enumerate(versions))
    return tuple(one for one in told if one.changes)


def _former(job: Job, version: PostingVersion, *, later: Sequence[PostingVersion]) -> Former:
    changes = []
    for name, label in LABELS.items():
        if name in version.values:
            said, now = version.values[name], _next(job, name, later)
            before, after = (now, said) if version.is_newer else (said, now)
            changes.append(Changed(label, compared(str(before or ""), str(after or ""))))
    kept = tuple(one for one in changes if any(piece.kind for piece in one.pieces))
    return Former(clock(version.at), named(version.source), version.is_newer, kept)


def _next(job: Job, name: str, later: Sequence[PostingVersion]) -> Any:
    """What it said after: the oldest of the later versions that holds the field, else the job."""
    found = [one.values[name] for one in later if name in one.values and not one.is_newer]
    return found[-1] if found else getattr(job, name)


def compared(before: str, after: str) -> tuple[Piece, ...]:
    """The lines that went and those that came; what stayed is left out."""
    old, new = before.splitlines(), after.splitlines()
    pieces: list[Piece] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            gone, came = "\n".join(old[start:end]), "\n".join(new[new_start:new_end])
            pieces += [Piece(gone, "gone")] if gone.strip() else []
            pieces += [Piece(came, "new")] if came.strip() else []
    return tuple(pieces)
