"""The PDF tab: the page beside what a robot reads of it, how fresh it is and why, its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from jobops.lib.words import later, later_each, say
from jobops.web import files
from orchestrator import access
from orchestrator.jobs.freshness import Contexts
from orchestrator.models import Job
from orchestrator.pipeline import refresh
from orchestrator.templatetags import ui
from orchestrator.templatetags.ui import clock, plural
from orchestrator.workspace import jobpage
from orchestrator.workspace.robot import Robot, robot
from orchestrator.workspace.rows import Chip
from orchestrator.workspace.sheet import GONE, is_sent, mark
from pdfs import serving, store, uploads
from pdfs.models import RenderedPdf
from tailoring.coverage import Coverage, from_json

VERSIONS = 5
TEXT_LIMIT = 30_000
LOST = later_each(
    {
        "regenerating": "The file of this PDF is missing. It is being made again.",
        "uploaded": "The file of this PDF is missing. Attach it again, or let one be made.",
    }
)
MISSING = later("The file of this PDF is missing. It can be made again.")
WORDS = later_each({"pass": "Readable", "amber": "Look at this", "fail": "Hard to read"})


@dataclass(frozen=True)
class Version:
    """`url` is empty when the file is gone."""

    at: datetime
    origin: str
    facts: str
    verdict: str
    marks: tuple[Chip, ...]
    url: str


@dataclass(frozen=True)
class Paper:
    """`url` is empty when there is no file. `cause`: why it is as fresh as it is. `replaces`: the
    own file an upload would take the place of.
    """

    url: str
    download_url: str
    heading: str
    freshness: Chip | None
    cause: str
    can_regenerate: bool
    is_uploaded: bool
    replaces: str
    attach: str
    pages: int
    made_at: datetime | None
    robot: Robot | None
    waiting: str
    versions: tuple[Version, ...]
    sent_url: str
    is_traced: bool
    coverage: Coverage | None


@require_safe
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    return jobpage.shown(request, job, "pdf", content={"paper": paper(job)})


@require_safe
def version(request: HttpRequest, pk: UUID, version: UUID) -> HttpResponseBase:
    """An earlier file of the job, as long as it is kept."""
    job = access.job(access.owner(request), pk)
    found = serving.version(job, version)
    return files.serve(
        request, serving.served(job, found, attachment=True, cache="private, no-store")
    )


@require_safe
def sent(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file the application was sent with."""
    job = access.job(access.owner(request), pk)
    file = serving.served(job, job.applied_pdf_digest, attachment=False, cache="private, no-store")
    return files.serve(request, file)


def paper(job: Job) -> Paper:
    rows = list(job.pdfs.order_by("-created_at")[:VERSIONS])
    newest = next((row for row in rows if row.digest == job.pdf_digest), None)
    if newest is None and job.pdf_digest:
        newest = job.pdfs.filter(digest=job.pdf_digest).order_by("-created_at").first()
    context = Contexts(job.owner).of(job)
    state = job.freshness(context)
    lost = serving.is_lost(job)
    path = "" if lost else job.pdf_path or ""
    sent_with = job.applied_pdf_digest
    was_kept = sent_with and store.seems_there(job.owner_id, sent_with)
    return Paper(
        url=path,
        download_url=f"{path}&download=1" if path else "",
        heading=say("What you send") if not is_sent(job) else say("The PDF of this job"),
        freshness=mark(state, lost=lost),
        cause=LOST.get(state, MISSING) if lost else cause(job, state, context=context),
        can_regenerate=state in ("stale", "current", "missing") and job.status in refresh.ALLOWED,
        is_uploaded=state == "uploaded",
        replaces=(newest.file_name or say("your own file"))
        if newest and state == "uploaded"
        else "",
        attach=attaching(job, has_file=bool(path)),
        pages=newest.pages if newest else 0,
        made_at=job.pdf_generated_at,
        robot=robot(newest, limit=TEXT_LIMIT),
        waiting=say("Being checked.") if newest else say("This file has not been read back."),
        versions=tuple(shown(row, job) for row in rows),
        sent_url=f"/job/{job.pk}/pdf/sent" if was_kept else "",
        is_traced=job.tracer_links,
        coverage=from_json(newest.coverage) if newest and newest.coverage else None,
    )


def cause(job: Job, state: str, *, context: str | None) -> str:
    """Why it is up to date or not, in one sentence."""
    if state == "stale":
        moved = []
        if job.pdf_inputs != job.inputs:
            moved.append(
                say(
                    "the texts or the posting of this job changed on {inputs_at}",
                    inputs_at=clock(job.inputs_at),
                )
            )
        if job.pdf_context != context:
            moved.append(say("your base résumé or the settings of the page changed"))
        return say("Since it was made, {listed}.", listed=" and ".join(moved))
    return {
        "current": say("Nothing it was made from has changed since."),
        "regenerating": say(
            "It is being made again; the old file stays until the new one is checked."
        ),
        "uploaded": say("You brought this file, so it is never replaced by itself."),
        "missing": say("There is no PDF yet. Tailor the job, or attach a file of your own."),
    }[state]


def attaching(job: Job, *, has_file: bool) -> str:
    if has_file:
        return say("Replace the PDF")
    return (
        say("Attach and move to Ready") if job.status in uploads.LEADS_ON else say("Attach the PDF")
    )


def shown(row: RenderedPdf, job: Job) -> Version:
    marks = []
    here = store.seems_there(job.owner_id, row.digest)
    if row.digest == job.pdf_digest:
        marks.append(Chip(say("Current"), "good", "check") if here else GONE)
    if row.digest == job.applied_pdf_digest:
        marks.append(Chip(say("Sent"), "", "open"))
    size = ui.size(row.size)
    pages = f"{plural(row.pages, 'page')}, " if row.pages else ""
    return Version(
        at=row.created_at,
        origin=origin(row),
        facts=f"{pages}{size}",
        verdict=WORDS.get(row.verdict_status, say("Not checked")),
        marks=tuple(marks),
        url=f"/job/{job.pk}/pdf/{row.pk}" if here else "",
    )


def origin(row: RenderedPdf) -> str:
    if row.source == "uploaded":
        return row.file_name or say("Your own file")
    return say("Generated, {theme}", theme=row.theme) if row.theme else say("Generated")
