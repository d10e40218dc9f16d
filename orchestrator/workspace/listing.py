"""The left pane: tabs with their counts, a page of rows, what to undo, why it may be empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from orchestrator.lifecycle import Status
from orchestrator.models import User
from orchestrator.workspace import rows, story
from orchestrator.workspace.rows import TABS, Page, Place
from tailoring import library

WATCHED = 60


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    url: str
    count: int
    current: bool
    keys: str


@dataclass(frozen=True)
class WayOut:
    label: str
    url: str
    icon: str = ""
    key: str = ""
    primary: bool = False


@dataclass(frozen=True)
class Empty:
    """Why there is nothing to show, and what to do about it."""

    cause: str
    title: str
    text: str
    icon: str
    actions: tuple[WayOut, ...]


@dataclass(frozen=True)
class Listing:
    at: Place
    tabs: tuple[Tab, ...]
    page: Page
    empty: Empty | None
    undo: story.UndoOffer | None
    live: str
    unscored: bool
    closed: int


def listing(owner: User, at: Place, *, selected: UUID | None = None) -> Listing:
    counts = owner.jobs.by_status()
    found = rows.page(owner, at, selected=selected)
    return Listing(
        at=at,
        tabs=tabs(counts, at),
        page=found,
        empty=None if found.rows else empty(owner, at, counts=counts),
        undo=story.last_offer(owner),
        live=live_url(at, working(owner)),
        unscored=bool(found.rows) and all(row.band == "none" for row in found.rows),
        closed=closed(owner, at),
    )


def tabs(counts: Mapping[str, int], at: Place) -> tuple[Tab, ...]:
    order = list(TABS)
    here = order.index(at.tab)
    arrows = {here - 1: " ArrowLeft", here + 1: " ArrowRight"}
    return tuple(
        Tab(
            key=key,
            label=kind.label,
            url=f"/jobs/{key}",
            count=sum(counts[status] for status in kind.statuses),
            current=n == here,
            keys=f"{n + 1}{arrows.get(n, '')}",
        )
        for n, (key, kind) in enumerate(TABS.items())
    )


def closed(owner: User, at: Place) -> int:
    """How many closed applications the Applied tab leaves out."""
    if at.tab != "applied":
        return 0
    return owner.jobs.sent().exclude(closed_at=None).count()


def working(owner: User) -> tuple[str, ...]:
    """What is being worked on right now, as `<work>:<job id>`; see `news.SAID` for the works."""
    printing = owner.jobs.filter(render_token__isnull=False).values_list("pk", "status")[:WATCHED]
    scoring = owner.operations.open().filter(kind="rescore").values_list("job_id", flat=True)
    works = [("first" if status == Status.PROCESSING else "render", pk) for pk, status in printing]
    known = {pk for _, pk in works}
    works += [("score", pk) for pk in scoring[:WATCHED] if pk and pk not in known]
    return tuple(f"{work}:{pk}" for work, pk in works)


def live_url(at: Place, watched: tuple[str, ...]) -> str:
    """Where to ask for news of `watched`; empty when there is nothing to wait for."""
    return f"/jobs/{at.tab}/live?watch={','.join(watched)}" if watched else ""


def empty(owner: User, at: Place, *, counts: Mapping[str, int]) -> Empty:
    if not sum(counts.values()):
        return never_run(owner)
    ready, found = counts[Status.READY], counts[Status.DISCOVERED]
    more = WayOut("Import more", "/import", icon="upload", primary=True)
    to_ready = WayOut("Go to Ready", "/jobs/ready", key="1", primary=True)
    to_found = WayOut("Go to Discovered", "/jobs/discovered", key="2", primary=True)
    if at.tab == "discovered" and ready:
        text = f"{ready} {'job is' if ready == 1 else 'jobs are'} Ready."
        return Empty("cleared", "Nothing left to triage", text, "check", (to_ready,))
    if at.tab == "discovered":
        text = "Everything found so far has been decided."
        return Empty("cleared", "Nothing left to triage", text, "check", (more,))
    if at.tab == "ready" and found:
        text = f"Tailor one of the {found} discovered jobs, and its PDF appears here."
        return Empty("nothing_ready", "No job is Ready", text, "resume", (to_found,))
    if at.tab == "ready":
        text = "A job is Ready once it has a PDF. Import postings, then tailor one."
        return Empty("nothing_ready", "No job is Ready", text, "resume", (more,))
    if counts[Status.APPLIED] + counts[Status.IN_PROGRESS]:
        text = "Every application here is closed."
        show = WayOut("Show closed", "/jobs/applied?closed=1", primary=True)
        return Empty("all_closed", "No open applications", text, "check", (show,))
    text = "Mark a Ready job as applied and it moves here, with what you sent."
    return Empty("nothing_applied", "No application yet", text, "send", (to_ready,))


def never_run(owner: User) -> Empty:
    """The first visit, with what is still to do first; or a first run that went wrong."""
    has_resume = library.default(owner) is not None
    resume = WayOut(
        "Your résumé" if has_resume else "Bring your résumé",
        "/design-resume",
        icon="check" if has_resume else "resume",
        primary=not has_resume,
    )
    postings = WayOut("Import postings", "/import", icon="upload", primary=has_resume)
    last = owner.runs.order_by("-started_at").first()
    if last and last.error_message:
        title = "The last run brought nothing"
        return Empty("source_failed", title, last.error_message, "warn", (resume, postings))
    text = (
        "Your résumé is here. Import postings, and each is scored against it."
        if has_resume
        else "First bring your résumé, then import postings: each is scored against it. "
        "A run then prepares the best."
    )
    run = WayOut("New run", "/runs/new", icon="run")
    return Empty("never_run", "No jobs yet", text, "jobs", (resume, postings, run))
