"""The right pane: everything one job's panel shows, as one frozen value."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from jobops.lib.words import later, say
from orchestrator.jobs import attached, clean, tags
from orchestrator.lifecycle import Status
from orchestrator.models import (
    Heartbeat,
    Job,
    JobEvent,
    Operation,
)
from orchestrator.templatetags.ui import ago, plural
from orchestrator.tracking.stages import SENT
from orchestrator.workspace import factual, letters_view, mail_lines, sponsors_shown, story
from orchestrator.workspace.addresses import address
from orchestrator.workspace.buttons import Buttons, buttons
from orchestrator.workspace.fit import Assessment, assessment
from orchestrator.workspace.following import Following, following
from orchestrator.workspace.kin import Family, family
from orchestrator.workspace.marks import Mark, marks
from orchestrator.workspace.rows import HOME, TABS, WORDS, Place
from orchestrator.workspace.sheet import Sheet, sheet

POSTING_LIMIT = 9_000
WITH_LETTER = frozenset({Status.READY, *SENT})
TEMPLATES: Mapping[str, str] = {
    Status.DISCOVERED: "jobs/_panel_discovered.html",
    Status.PROCESSING: "jobs/_panel_processing.html",
    Status.READY: "jobs/_panel_ready.html",
    Status.APPLIED: "jobs/_panel_applied.html",
    Status.IN_PROGRESS: "jobs/_panel_applied.html",
    Status.SKIPPED: "jobs/_panel_aside.html",
    Status.EXPIRED: "jobs/_panel_aside.html",
}
STEPS = (
    ("queued", later("Waiting for the worker")),
    ("texts", later("Tailoring the texts")),
    ("pdf", later("Building the PDF")),
    ("check", later("Reading it back as a robot would")),
)


@dataclass(frozen=True)
class Step:
    label: str
    state: str
    icon: str


@dataclass(frozen=True)
class Work:
    """A running attempt; `poll` is the address that tells how far it is."""

    steps: tuple[Step, ...]
    started_at: datetime | None
    by: str
    waiting_for_worker: bool
    poll: str


@dataclass(frozen=True)
class Texts:
    headline: str
    summary: str
    skills: tuple[tuple[str, str], ...]
    origins: tuple[str, ...]


@dataclass(frozen=True)
class Posting:
    text: str
    is_html: bool
    is_cut: bool
    whole_url: str


@dataclass(frozen=True)
class Tagged:
    name: str
    url: str


@dataclass(frozen=True)
class Panel:
    """`open`: the address names this job. `elsewhere`: its own tab, when this one is another's.
    `scoring`: where to ask while it is being scored again.
    """

    id: str
    at: Place
    title: str
    status: str
    since: str
    url: str
    open: bool
    facts: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    details: tuple[factual.Fact, ...]
    marks: tuple[Mark, ...]
    family: Family | None
    sponsor: sponsors_shown.Badge | None
    buttons: Buttons
    template: str
    elsewhere: tuple[str, str] | None
    refused: str
    way_out: tuple[str, str] | None
    failure: story.Failure | None
    assessment: Assessment | None
    scoring: str
    work: Work | None
    paper: Sheet | None
    letter: letters_view.Line | None
    texts: Texts | None
    history: tuple[story.Line, ...]
    following: Following | None
    mails: tuple[mail_lines.Line, ...]
    posting: Posting
    tags: tuple[Tagged, ...] = ()
    snoozed: datetime | None = None

    @property
    def page_title(self) -> str:
        return say("{title} – {label} – JobOps", title=self.title, label=self.at.kind.label)

    @property
    def status_word(self) -> str:
        over = self.following is not None and self.following.closed
        return say("Closed") if over else WORDS[self.status]

    @property
    def token(self) -> str:
        return self.at.token

    @property
    def back_url(self) -> str:
        return self.at.url()

    @property
    def tab_label(self) -> str:
        return self.at.kind.label


def panel(
    job: Job,
    at: Place,
    *,
    opened: bool = True,
    refused: str = "",
    way_out: tuple[str, str] | None = None,
    whole: bool = False,
) -> Panel:
    """`refused`: why the last action did not happen. `whole`: show the posting to its end."""
    events, kept = story.recent(job), attached.counts(job)
    return Panel(
        id=str(job.pk),
        at=at,
        title=job.title,
        status=job.status,
        since=ago(moment) if (moment := story.since(job)) else "",
        url=at.url(job.pk),
        open=opened,
        facts=facts(job),
        links=links(job, at, kept),
        details=factual.facts(job),
        marks=marks(job),
        buttons=buttons(job, at),
        template=TEMPLATES[job.status],
        elsewhere=elsewhere(job, at),
        refused=refused,
        way_out=way_out,
        failure=story.failure(job),
        assessment=assessment(job),
        scoring=f"/jobs/{at.tab}/{job.pk}/fit" if job.score_token else "",
        work=work(job, at, events=events) if job.status == Status.PROCESSING else None,
        paper=sheet(job, at),
        letter=letters_view.line(job) if kept.letters and job.status in WITH_LETTER else None,
        texts=texts(job),
        history=story.lines(job, events),
        **after_applying(job, kept, events),
        posting=posting(job, at, whole=whole),
        **put_beside(job),
    )


def put_beside(job: Job) -> dict[str, Any]:
    """What is known of it beside the posting. Each tag leads to all jobs that have it."""
    return {
        "family": family(job),
        "sponsor": sponsors_shown.badge(job),
        "tags": tuple(
            Tagged(name, Place("all", filters=(("tag", name),)).url()) for name in tags.of(job)
        ),
        "snoozed": job.snoozed_until if job.is_snoozed(at=timezone.now()) else None,
    }


def after_applying(job: Job, kept: attached.Counts, events: Sequence[JobEvent]) -> dict[str, Any]:
    """The parts that only an application has."""
    if job.status not in SENT:
        return {"following": None, "mails": ()}
    mails = mail_lines.newest(job) if kept.emails else ()
    return {"following": following(job, recent=events, dated=kept.interviews > 0), "mails": mails}


def elsewhere(job: Job, at: Place) -> tuple[str, str] | None:
    """Label and address of the job's own tab; None when it is this one."""
    if job.status in at.kind.statuses:
        return None
    home = HOME[job.status]
    return TABS[home].label, Place(home).url(job.pk)


def facts(job: Job) -> tuple[str, ...]:
    workplace = say((job.workplace or "").replace("_", " ").capitalize())
    place = job.location if workplace.lower() not in (job.location or "").lower() else ""
    found = (job.employer, place or job.location, workplace if place else "", job.salary)
    return tuple(text for text in found if text)


def links(job: Job, at: Place, kept: attached.Counts) -> tuple[tuple[str, str], ...]:
    """Label and address: the job's own page, and what is kept there."""
    found = [(say("Whole page"), address(job.pk, "brief", at=at))]
    if kept.notes:
        found.append((plural(kept.notes, "note"), address(job.pk, "notes", at=at)))
    if kept.documents:
        found.append((plural(kept.documents, "document"), address(job.pk, "documents", at=at)))
    return tuple(found)


def work(job: Job, at: Place, *, events: Sequence[JobEvent]) -> Work:
    operation = job.operations.order_by("-created_at").first()
    begun = next((event for event in events if event.kind == "processing.started"), None)
    started = job.render_worker is not None or bool(operation and operation.started_at)
    now = timezone.now()
    return Work(
        steps=steps(operation, started=started),
        started_at=job.render_started_at or job.processed_at,
        by=story.ACTORS.get(begun.actor, begun.actor) if begun else "",
        waiting_for_worker=not started and not Heartbeat.objects.alive(at=now).exists(),
        poll=f"/jobs/{at.tab}/{job.pk}/progress",
    )


def steps(operation: Operation | None, *, started: bool) -> tuple[Step, ...]:
    names = [name for name, _ in STEPS]
    step = operation.step if operation and operation.step in names else "texts"
    reached = names.index(step) if started else 0
    states = ["done" if n < reached else "now" if n == reached else "" for n in range(len(STEPS))]
    icons = {"done": "check", "now": "run", "": "dash"}
    return tuple(
        Step(label, state, icons[state]) for (_, label), state in zip(STEPS, states, strict=True)
    )


def texts(job: Job) -> Texts | None:
    if not (job.tailored_headline or job.tailored_summary or job.tailored_skills):
        return None
    origins: Mapping[str, Any] = job.origins or {}
    return Texts(
        headline=job.tailored_headline or "",
        summary=job.tailored_summary or "",
        skills=skills(job),
        origins=tuple(sorted({"you" if o == "user" else str(o) for o in origins.values() if o})),
    )


def skills(job: Job) -> tuple[tuple[str, str], ...]:
    """Groups with their keywords; text that is not the expected JSON is shown as it is."""
    try:
        groups = json.loads(job.tailored_skills or "[]")
        return tuple((str(g["name"]), ", ".join(map(str, g["keywords"]))) for g in groups)
    except (ValueError, TypeError, KeyError):
        return ((say("Skills"), job.tailored_skills or ""),)


def posting(job: Job, at: Place, *, whole: bool) -> Posting:
    """The advert, cut where it would make the panel large."""
    url = f"{at.url(job.pk)}{'&' if at.query else '?'}posting=whole"
    html, plain = job.description_html or "", job.description or ""
    limit = None if whole else POSTING_LIMIT
    if html and (limit is None or len(html) <= limit):
        return Posting(clean.safe_html(html), is_html=True, is_cut=False, whole_url=url)
    cut = limit is not None and len(plain) > limit
    return Posting(plain[:limit], is_html=False, is_cut=cut, whole_url=url)
