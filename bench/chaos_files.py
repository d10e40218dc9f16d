"""Files and rows after the storm, byte by byte. Imported after Django was set up."""

from __future__ import annotations

import os
import time
from pathlib import Path

from django.conf import settings

from bench.chaos_checks import Check
from bench.chaos_clients import Journal
from orchestrator.jobs.freshness import Contexts
from orchestrator.models import Job, RegenerationRequest, User
from orchestrator.ops import files, tidying
from pdfs import reading, store
from pdfs.models import RenderedPdf

OLD = 2 * 24 * 3600


def printed(journal: Journal) -> Check:
    """Each pointer names a whole file, with its row, which says what the job says."""
    check = Check("every PDF is whole, current, and says what its job says")
    uploads = {(act.job, act.said) for act in journal.acts if act.verb == "upload"}
    rows = set(RenderedPdf.objects.values_list("job_id", "digest"))
    given_up = RegenerationRequest.objects.filter(state="failed")
    failed = set(given_up.values_list("job_id", flat=True))
    contexts: dict[object, Contexts] = {}
    for job in Job.objects.exclude(pdf_digest=None).select_related("owner"):
        check.seen += 1
        wrong = _about(job, contexts.setdefault(job.owner_id, Contexts(job.owner)), failed)
        if (job.pk, job.pdf_digest) not in rows:
            wrong.append("no row of the file")
        if job.pdf_source == "uploaded" and (str(job.pk), job.pdf_digest) not in uploads:
            wrong.append("an upload nobody made")
        check.wrong += [f"{job.pk} {job.status}: {one}" for one in wrong]
    return check


def _about(job: Job, contexts: Contexts, failed: set[object]) -> list[str]:
    digest = str(job.pdf_digest)
    state = store.state_of(job.owner_id, digest)
    if state != "sound":
        return [f"the file is {state}"]
    if job.pdf_source == "uploaded":
        return []
    fresh = contexts.freshness(job)
    if fresh != "current":
        # Only a Ready job's file is kept current; three failed prints are told and left alone.
        told = job.pk in failed and job.last_error
        return [] if job.status != "ready" or told else [f"the file is {fresh}"]
    headline = job.tailored_headline or ""
    said = _squeezed(_text(job, digest))
    return [] if _squeezed(headline) in said else [f"{headline!r} is not on the page"]


def _text(job: Job, digest: str) -> str:
    content = store.read(job.owner_id, digest)
    return reading.opened(content or b"").pages[0].extract_text()


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def served(journal: Journal) -> Check:
    """What was downloaded in the storm: whole files that some row of that job names."""
    check = Check("every PDF served meanwhile was whole", len(journal.files))
    rows = {(str(job), digest) for job, digest in RenderedPdf.objects.values_list("job", "digest")}
    for job, digest, whole in journal.files:
        if not whole or (job, digest) not in rows:
            check.wrong.append(f"{job}: {digest[:12]}, whole: {whole}")
    return check


def leftovers(scratch: Path) -> list[Check]:
    """Once two days have passed and the broom has been through: only files that rows name, and
    none in the folder for temporary files.
    """
    check = Check("no file left that no row names")
    for one in settings.STORE_DIR.rglob("*"):
        if one.is_file():
            check.seen += 1
            os.utime(one, (time.time() - OLD, time.time() - OLD))
    tidying.tidy()
    named = {
        store.name_of(owner.pk, digest)
        for owner in User.objects.all()
        for digest in files._referenced(owner)
    }
    there = {str(one.relative_to(settings.STORE_DIR)) for one in settings.STORE_DIR.rglob("*")
             if one.is_file()}  # fmt: skip
    check.wrong = [f"of no row: {name}" for name in there - named]
    check.wrong += [f"gone: {name}" for name in named - there]
    temporary = Check("no temporary file left", 1)
    temporary.wrong = [one.name for one in scratch.iterdir()]
    return [check, temporary]
