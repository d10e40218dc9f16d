"""The PDF in a panel: the page beside what a robot reads of it, and how fresh it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jobops.lib.words import later, say
from orchestrator.jobs.freshness import Contexts
from orchestrator.lifecycle import Status
from orchestrator.models import Job
from orchestrator.workspace.addresses import address
from orchestrator.workspace.robot import Robot, robot
from orchestrator.workspace.rows import Chip, Place
from pdfs import serving
from pdfs.models import RenderedPdf

FRESHNESS: Mapping[str, Chip | None] = {
    "current": Chip(later("Up to date"), "good", "check"),
    "stale": Chip(later("Out of date"), "warn", "clock"),
    "regenerating": Chip(later("Being rebuilt"), "busy", "redo"),
    "uploaded": Chip(later("Your own file"), "", "upload"),
    "missing": None,
}
GONE = Chip(later("File missing"), "danger", "warn")


@dataclass(frozen=True)
class Sheet:
    """`url` is empty when the file is gone."""

    url: str
    page_url: str
    freshness: Chip | None
    state: str
    made_at: datetime | None
    pages: int
    robot: Robot | None
    waiting: str
    poll: str
    heading: str


def sheet(job: Job, at: Place) -> Sheet | None:
    """The PDF as it is now. How fresh it is matters until it has been sent."""
    if not job.pdf_path:
        return None
    pdf: RenderedPdf | None = job.pdfs.filter(digest=job.pdf_digest).order_by("-created_at").first()
    state, lost = Contexts(job.owner).freshness(job), serving.is_lost(job)
    unread = pdf is not None and pdf.verdict is None and not lost
    sent = is_sent(job)
    over = sent and state in ("current", "stale") and not lost
    return Sheet(
        url="" if lost else job.pdf_path,
        page_url=address(job.pk, "pdf", at=at),
        freshness=None if over else mark(state, lost=lost),
        state="" if sent and state == "stale" else state,
        made_at=job.pdf_generated_at,
        pages=pdf.pages if pdf else 0,
        robot=robot(pdf),
        waiting=say("Being checked.") if unread else say("This file has not been read back."),
        poll=f"/jobs/{at.tab}/{job.pk}/paper" if state == "regenerating" or unread else "",
        heading=say("What you sent") if sent else say("What you send"),
    )


def is_sent(job: Job) -> bool:
    return job.status in (Status.APPLIED, Status.IN_PROGRESS)


def mark(state: str, *, lost: bool) -> Chip | None:
    return GONE if lost and state != "regenerating" else FRESHNESS[state]
