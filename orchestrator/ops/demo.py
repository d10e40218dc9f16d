"""A folder to look around in: a sample résumé, sample postings, and a run over them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jobops.lib.errors import Problem
from jobops.lib.text import canonical_url
from orchestrator.jobs import removal
from orchestrator.models import Job, JobQuerySet, PipelineRun, User
from orchestrator.ops import files, imports
from orchestrator.pipeline import runs
from tailoring import library

SAMPLES = Path(__file__).resolve().parent.parent / "jobs" / "samples"
WANTED_READY = 3
RUN = {"topN": 5, "minSuitabilityScore": 0, "enableCrawling": False}


class NotForDemo(Problem):
    SENTENCES = {
        "own_jobs": (
            "This data folder holds jobs of your own, so no samples were added. "
            "Set JOBOPS_DATA_DIR to another folder."
        )
    }


def fill(owner: User) -> Iterator[str]:
    """Add what is missing; a second time adds nothing. Raises NotForDemo in a folder in use."""
    resume = SAMPLES / "resume.json"
    saved = library.import_file(owner, resume.read_bytes(), file_name=resume.name)
    if saved.is_new and Job.objects.filter(owner=owner).exists():
        library.remove(saved.document)
        raise NotForDemo("own_jobs")
    with (SAMPLES / "postings.jsonl").open("rb") as file:
        tally = imports.import_file(owner, file)
    imports.score_new(tally.created)
    if not tally.created:
        yield "The samples are here already."
        return
    yield f"Sample résumé of {saved.document.name}, {len(tally.created)} sample postings."


def samples(owner: User) -> JobQuerySet:
    """The sample postings among an owner's jobs."""
    found: JobQuerySet = Job.objects.for_user(owner).filter(canonical_url__in=_addresses())
    return found


@cache
def _addresses() -> tuple[str, ...]:
    lines = (SAMPLES / "postings.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(canonical_url(json.loads(line)["jobUrl"]) for line in lines)


def take_away(owner: User, *, actor: str) -> int:
    """Delete the sample postings, the runs over them, and the sample résumé unless it was edited;
    how many jobs. What was left by a kill goes with a repeat.
    """
    mark = hashlib.sha256((SAMPLES / "resume.json").read_bytes()).hexdigest()
    for version in library.current(owner):
        if version.original_digest == mark:
            library.remove(version.document)
    count = removal.remove(owner, samples(owner), actor=actor, discard=files.discard)
    made = owner.runs.filter(trigger="command", requested=RUN).exclude(status="running")
    made.exclude(items__job__isnull=False).delete()
    return count


def ask_for_run(owner: User) -> bool:
    """Queue a run for the worker that is about to start, unless enough jobs are ready."""
    ready = Job.objects.for_user(owner).ready().count()
    if ready >= WANTED_READY or PipelineRun.objects.filter(owner=owner, status="running").exists():
        return False
    runs.create(owner, options=RUN, trigger="command")
    return True
