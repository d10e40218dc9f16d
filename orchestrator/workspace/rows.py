"""The job list: which rows a tab holds, in which order, and which one comes next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from jobops.lib.errors import Invalid
from jobops.lib.words import later_each, say
from orchestrator.bulk import verbs
from orchestrator.jobs import search
from orchestrator.jobs.fulltext import Hits
from orchestrator.lifecycle import Status
from orchestrator.models import Job, User
from orchestrator.sources.credit import credit
from orchestrator.sources.registry import Attribution
from orchestrator.sponsors.searching import is_sure
from orchestrator.templatetags.ui import day
from orchestrator.tracking.derive import OUTCOMES
from orchestrator.workspace.asking import PAGE as PAGE
from orchestrator.workspace.asking import Asked, asked
from orchestrator.workspace.beside import Beside
from orchestrator.workspace.places import HOME as HOME
from orchestrator.workspace.places import TABS as TABS
from orchestrator.workspace.places import WORDS as WORDS
from orchestrator.workspace.places import Place as Place
from orchestrator.workspace.places import place as place
from orchestrator.workspace.places import read_place as read_place

CLOSING = timedelta(days=3)
FACTS = 3
TAGS_SHOWN = 2
# What stands in a sentence; as codes they are names of styles too.
FITS = later_each({"strong": "strong", "good": "good", "possible": "possible", "weak": "weak"})
SURE = later_each({"high": "high", "medium": "medium", "low": "low"})
BANDS = ((85, "strong"), (70, "good"), (50, "possible"), (0, "weak"))
COLUMNS = (
    "id", "owner_id", "title", "employer", "location", "salary", "workplace", "status", "outcome",
    "closed_at", "score", "score_engine", "score_confidence", "discovered_at", "ready_at",
    "applied_at", "updated_at", "deadline_at", "last_error", "pdf_digest", "pdf_source",
    "pdf_inputs", "pdf_context", "inputs", "resume_id", "render_token", "render_kind", "source",
    "employer_url", "is_remote", "canonical_url", "source_job_id", "extras", "listing_closed_at",
    "primary_id", "followers", "job_url", "last_seen_at", "sponsor_score", "snoozed_until",
)  # fmt: skip


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
    elsewhere: int = 0
    credit: Attribution | None = None
    selected: bool = False
    tags: tuple[str, ...] = ()
    snoozed: bool = False

    @property
    def can(self) -> str:
        """The bulk actions that are for this row."""
        return " ".join(verbs.can(self.status, snoozed=self.snoozed))

    @property
    def more_tags(self) -> int:
        return len(self.tags) - TAGS_SHOWN


@dataclass(frozen=True)
class Page:
    rows: tuple[Row, ...]
    next: Place | None


def page(
    owner: User,
    at: Place,
    *,
    selected: UUID | None = None,
    question: Asked | None = None,
    hits: Hits | None = None,
) -> Page:
    """Up to fifty rows from where `at` says. A cursor that does not fit begins at the top.

    `question`, `hits`: what `at` asks and where its words are, when the caller knows them already.
    """
    question = question or asked(owner, at)
    query = question.query
    hits = hits or search.words(owner, query)
    try:
        found = search.rows(owner, query, columns=COLUMNS, hits=hits)
    except Invalid:
        found = search.rows(owner, replace(query, cursor=None), columns=COLUMNS, hits=hits)
    known = Beside(owner, found.rows, blocked=question.blocked)
    shown = tuple(row(job, at, known) for job in found.rows)
    onward = replace(at.top, after=found.next_cursor) if found.next_cursor else None
    marked = tuple(replace(one, selected=True) if one.id == selected else one for one in shown)
    return Page(marked, next=onward)


def matching_ids(owner: User, at: Place, *, limit: int) -> list[UUID]:
    """All that `at` shows on all its pages, in its order."""
    return search.ids(owner, asked(owner, at).query, limit=limit)


def belongs(owner: User, at: Place, job: Job) -> bool:
    """Whether `job` as it is now has a row in the list of `at`."""
    if not is_in(at, job) or job.primary_id is not None:
        return False
    if not at.filters:
        return at.closed or not job.closed_at or at.tab != "applied"
    return search.holds(owner, asked(owner, at).query, job.pk)


def is_in(at: Place, job: Job) -> bool:
    """Whether its state has a place in the list, which leaves out what is put aside."""
    asleep = job.is_snoozed(at=timezone.now())
    hidden = asleep and at.kind.hides_snoozed and not at.value("snoozed")
    return job.status in at.kind.statuses and not hidden


def row(job: Job, at: Place, known: Beside) -> Row:
    return Row(
        id=job.pk,
        url=at.url(job.pk),
        title=job.title,
        facts=facts(job),
        score="–" if job.score is None else str(round(job.score)),
        score_words=score_words(job),
        band=band(job.score),
        at=getattr(job, at.kind.age) or job.discovered_at,
        status=job.status,
        status_word=WORDS[job.status],
        has_glyph=job.status != at.kind.own,
        chip=chip(job, known, today=timezone.localdate()),
        elsewhere=job.followers or 0,
        credit=credit(job.source, job_url=job.job_url),
        tags=tuple(known.tags.get(job.pk, ())),
        snoozed=job.is_snoozed(at=timezone.now()),
    )


def facts(job: Job) -> tuple[str, ...]:
    """At most three; the employer first."""
    sponsor = say("sponsor") if is_sure(job.sponsor_score) else ""
    found = (job.employer, job.location, job.salary, sponsor)
    return tuple(text for text in found if text)[:FACTS]


def chip(job: Job, known: Beside, *, today: date) -> Chip | None:
    """At most one exception per row: the first that applies."""
    open_status = job.status in (Status.DISCOVERED, Status.READY)
    if job.is_snoozed(at=timezone.now()) and job.snoozed_until:
        back = timezone.localdate(job.snoozed_until)
        return Chip(say("Until {back}", back=day(back)), "", "clock")
    if job.last_error and open_status:
        return Chip(say("Failed"), "danger", "warn")
    if open_status and job.pk in known.applied:
        return Chip(say("Applied before"), "warn", "send")
    if job.listing_closed_at and open_status:
        return Chip(say("Listing closed"), "warn", "clock")
    if job.deadline_at and open_status and today <= job.deadline_at <= today + CLOSING:
        return Chip(closing(job.deadline_at, today=today), "warn", "clock")
    if job.closed_at:
        return Chip(say(OUTCOMES.get(job.outcome or "", "Closed")), "", "dash")
    if known.blocks(job):
        return Chip(say("Blocked"), "warn", "skip")
    if known.is_back(job):
        return Chip(say("Listed again"), "", "redo")
    if job.status != Status.READY:
        return None
    state = known.contexts.freshness(job)
    if state == "regenerating":
        return Chip(say("PDF being rebuilt"), "busy", "redo")
    return Chip(say("PDF out of date"), "warn", "file") if state == "stale" else None


def closing(day: date, *, today: date) -> str:
    left = (day - today).days
    return (
        (say("Closes today"), say("Closes tomorrow"))[left]
        if left < 2
        else say("Closes in {left} days", left=left)
    )


def band(score: float | None) -> str:
    """Strong, good, possible or weak; "none" without a score. Limits: the scoring rules, D4."""
    if score is None:
        return "none"
    return next(name for limit, name in BANDS if round(score) >= limit)


def score_words(job: Job) -> str:
    if job.score is None:
        return say("Not scored")
    confidence = (
        say(
            ", {score_confidence} confidence",
            score_confidence=SURE.get(job.score_confidence, job.score_confidence),
        )
        if job.score_confidence
        else ""
    )
    return say(
        "Score {score}, {band}, {engine}{confidence}",
        score=round(job.score),
        band=FITS[band(job.score)],
        engine=engine(job.score_engine),
        confidence=confidence,
    )


def engine(name: str | None) -> str:
    return {"user": say("set by you"), "model": say("model")}.get(name or "", say("computed"))


def neighbour(owner: User, job: Job, at: Place) -> UUID | None:
    """What to show when `job` leaves: the next row in the order on screen, else the one above."""
    query = asked(owner, at).query
    return search.below(owner, query, job.pk) or search.above(owner, query, job.pk)


def above(owner: User, job: Job, at: Place) -> UUID | None:
    """The row just above `job` in the order of `at`; None at the top."""
    return search.above(owner, asked(owner, at).query, job.pk)
