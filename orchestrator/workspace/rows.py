"""The job list: which rows a tab holds, in which order, and which one comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from orchestrator.jobs.freshness import Contexts
from orchestrator.lifecycle import Status
from orchestrator.models import Job, User
from orchestrator.models.job import JobQuerySet

PAGE = 50
CLOSING = timedelta(days=3)
BANDS = ((85, "strong"), (70, "good"), (50, "possible"), (0, "weak"))
COLUMNS = (
    "id", "owner_id", "title", "employer", "location", "salary", "workplace", "status", "outcome",
    "closed_at", "score", "score_engine", "score_confidence", "discovered_at", "ready_at",
    "applied_at", "updated_at", "deadline_at", "last_error", "pdf_digest", "pdf_source",
    "pdf_inputs", "pdf_context", "inputs", "resume_id", "render_token", "render_kind", "source",
)  # fmt: skip
WORDS: Mapping[str, str] = {
    Status.DISCOVERED: "Discovered",
    Status.PROCESSING: "Processing",
    Status.READY: "Ready",
    Status.APPLIED: "Applied",
    Status.IN_PROGRESS: "In progress",
    Status.SKIPPED: "Skipped",
    Status.EXPIRED: "Expired",
}


@dataclass(frozen=True)
class TabKind:
    """`own`: the status that needs no glyph here. `order`: the column sorted by, highest first."""

    key: str
    label: str
    statuses: tuple[str, ...]
    own: str
    order: str
    age: str


TABS: Mapping[str, TabKind] = {
    kind.key: kind
    for kind in (
        TabKind("ready", "Ready", (Status.READY,), Status.READY, "score", "ready_at"),
        TabKind(
            "discovered", "Discovered", (Status.DISCOVERED, Status.PROCESSING), Status.DISCOVERED,
            "score", "discovered_at",
        ),
        TabKind(
            "applied", "Applied", (Status.APPLIED, Status.IN_PROGRESS), Status.APPLIED,
            "applied_at", "applied_at",
        ),
        TabKind("all", "All", tuple(Status.values), "", "score", "discovered_at"),
    )
}  # fmt: skip
HOME: Mapping[str, str] = {
    status: kind.key for kind in reversed([*TABS.values()]) for status in kind.statuses
}


@dataclass(frozen=True)
class Place:
    """Where the person is: a tab, the row its page starts after, closed ones shown or not."""

    tab: str
    after: str = ""
    closed: bool = False

    @property
    def kind(self) -> TabKind:
        return TABS[self.tab]

    @property
    def query(self) -> str:
        given = {"after": self.after, "closed": "1" if self.closed else ""}
        return urlencode({key: value for key, value in given.items() if value})

    @property
    def token(self) -> str:
        return f"{self.tab}?{self.query}"

    @property
    def more_url(self) -> str:
        return f"/jobs/{self.tab}/rows?{self.query}"

    def url(self, job_id: UUID | None = None) -> str:
        path = f"/jobs/{self.tab}/{job_id}" if job_id else f"/jobs/{self.tab}"
        return f"{path}?{self.query}" if self.query else path


def place(tab: str, query: Mapping[str, str]) -> Place:
    return Place(tab, after=query.get("after", "")[:80], closed=query.get("closed") == "1")


def read_place(token: str, *, job: Job) -> Place:
    """The place a form was sent from; a missing or odd one is the job's own tab."""
    tab, _, query = token.partition("?")
    if tab not in TABS:
        return Place(HOME[job.status])
    return place(tab, {key: values[0] for key, values in parse_qs(query).items()})


@dataclass(frozen=True)
class Chip:
    text: str
    kind: str
    icon: str


@dataclass(frozen=True)
class Row:
    id: UUID
    url: str
    title: str
    facts: tuple[str, ...]
    score: str
    score_words: str
    band: str
    at: datetime | None
    status: str
    status_word: str
    has_glyph: bool
    chip: Chip | None
    selected: bool = False


@dataclass(frozen=True)
class Page:
    rows: tuple[Row, ...]
    next: Place | None


def members(owner: User, at: Place) -> JobQuerySet:
    found: JobQuerySet = owner.jobs.filter(status__in=at.kind.statuses)
    return found.filter(closed_at=None) if at.tab == "applied" and not at.closed else found


def page(owner: User, at: Place, *, selected: UUID | None = None) -> Page:
    """Up to fifty rows from where `at` says; one query, and one for freshness."""
    found = members(owner, at)
    if cursor := read_cursor(at.after):
        found = found.filter(beyond(at.kind.order, *cursor))
    jobs = list(ordered(found, at.kind.order).only(*COLUMNS)[: PAGE + 1])
    contexts = Contexts(owner)
    shown = tuple(row(job, at, contexts=contexts) for job in jobs[:PAGE])
    last = jobs[PAGE - 1] if len(jobs) > PAGE else None
    onward = replace(at, after=write_cursor(last, at.kind.order)) if last else None
    marked = tuple(replace(one, selected=True) if one.id == selected else one for one in shown)
    return Page(marked, next=onward)


def first(owner: User, at: Place) -> Job | None:
    """The job at the top of this page, with everything its panel needs."""
    found = members(owner, at)
    if cursor := read_cursor(at.after):
        found = found.filter(beyond(at.kind.order, *cursor))
    return ordered(found, at.kind.order).first()


def row(job: Job, at: Place, *, contexts: Contexts) -> Row:
    return Row(
        id=job.pk,
        url=at.url(job.pk),
        title=job.title,
        facts=tuple(text for text in (job.employer, job.location, job.salary) if text),
        score="–" if job.score is None else str(round(job.score)),
        score_words=score_words(job),
        band=band(job.score),
        at=getattr(job, at.kind.age) or job.discovered_at,
        status=job.status,
        status_word=WORDS[job.status],
        has_glyph=job.status != at.kind.own,
        chip=chip(job, contexts=contexts, today=timezone.localdate()),
    )


def chip(job: Job, *, contexts: Contexts, today: date) -> Chip | None:
    """At most one exception per row: the first that applies."""
    open_status = job.status in (Status.DISCOVERED, Status.READY)
    if job.last_error and open_status:
        return Chip("Failed", "danger", "warn")
    if job.deadline_at and open_status and today <= job.deadline_at <= today + CLOSING:
        return Chip(closing(job.deadline_at, today=today), "warn", "clock")
    if job.closed_at:
        return Chip((job.outcome or "closed").replace("_", " ").capitalize(), "", "dash")
    if job.status != Status.READY:
        return None
    state = contexts.freshness(job)
    if state == "regenerating":
        return Chip("PDF being rebuilt", "busy", "redo")
    return Chip("PDF out of date", "warn", "file") if state == "stale" else None


def closing(day: date, *, today: date) -> str:
    left = (day - today).days
    return ("Closes today", "Closes tomorrow")[left] if left < 2 else f"Closes in {left} days"


def band(score: float | None) -> str:
    """Strong, good, possible or weak; "none" without a score. Limits: the scoring rules, D4."""
    if score is None:
        return "none"
    return next(name for limit, name in BANDS if round(score) >= limit)


def score_words(job: Job) -> str:
    if job.score is None:
        return "Not scored"
    confidence = f", {job.score_confidence} confidence" if job.score_confidence else ""
    return f"Score {round(job.score)}, {band(job.score)}, {engine(job.score_engine)}{confidence}"


def engine(name: str | None) -> str:
    return {"user": "set by you", "model": "model"}.get(name or "", "computed")


def neighbour(owner: User, job: Job, at: Place) -> UUID | None:
    """What to show when `job` leaves: the next row in the order on screen, else the one above."""
    below = members(owner, at).filter(beyond(at.kind.order, getattr(job, at.kind.order), job.pk))
    found = ordered(below, at.kind.order).values_list("pk", flat=True).first()
    return found or above(owner, job, at)


def above(owner: User, job: Job, at: Place) -> UUID | None:
    """The row just above `job` in the order of `at`; None at the top."""
    column, value = at.kind.order, getattr(job, at.kind.order)
    if value is None:
        higher = Q(**{f"{column}__isnull": False}) | Q(**{column: None}, pk__gt=job.pk)
    else:
        higher = Q(**{f"{column}__gt": value}) | Q(**{column: value}, pk__gt=job.pk)
    found = members(owner, at).filter(higher).order_by(F(column).asc(nulls_first=True), "pk")
    return found.values_list("pk", flat=True).first()


def ordered(found: JobQuerySet, column: str) -> JobQuerySet:
    return found.order_by(F(column).desc(nulls_last=True), "-pk")


def beyond(column: str, value: Any, pk: UUID) -> Q:
    """Rows after (value, pk) in descending order, empty values last."""
    if value is None:
        return Q(**{column: None}, pk__lt=pk)
    return Q(**{f"{column}__lt": value}) | Q(**{column: value}, pk__lt=pk) | Q(**{column: None})


def write_cursor(job: Job, column: str) -> str:
    value = getattr(job, column)
    shown = (
        value.isoformat() if isinstance(value, datetime) else "" if value is None else repr(value)
    )
    return f"{shown}~{job.pk}"


def read_cursor(text: str) -> tuple[Any, UUID] | None:
    """What `write_cursor` wrote; anything else starts the list at its top."""
    shown, _, pk = text.rpartition("~")
    try:
        if "T" in shown:
            return datetime.fromisoformat(shown), UUID(pk)
        return (float(shown) if shown else None), UUID(pk)
    except ValueError:
        return None
