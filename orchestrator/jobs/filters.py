"""What can be asked about jobs, and the rows that fit: one meaning for the API and the pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Case, F, FloatField, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobops.lib.money_words import PER_YEAR
from orchestrator.jobs import employment, fulltext, tags
from orchestrator.jobs.freshness import Contexts
from orchestrator.jobs.fulltext import Hits
from orchestrator.lifecycle import Status
from orchestrator.models import Job, JobEvent, JobQuerySet, User
from orchestrator.sponsors import states

FILTERS = (
    "text", "sources", "min_score", "max_score", "unscored", "posted_since", "spans", "pay",
    "employment", "workplaces", "places", "pdf", "open_only", "auto_skipped", "tags", "snoozed",
    "sponsors",
)  # fmt: skip
BY_SCORE = "job.auto_skipped"
PDF_STATES = ("missing", "current", "stale", "uploaded")
HIGHEST = Coalesce(F("salary_max"), F("salary_min"))
LOWEST = Coalesce(F("salary_min"), F("salary_max"))
COMPARABLE = Q(salary_interval__in=PER_YEAR) & (
    Q(salary_max__isnull=False) | Q(salary_min__isnull=False)
)


@dataclass(frozen=True)
class Span:
    """`column` from `first` on and before `before`; rows without a value drop out."""

    column: str
    first: datetime | date | None = None
    before: datetime | date | None = None


@dataclass(frozen=True)
class PayRange:
    """Amounts of a year; what is offered in another currency, or for no known time, drops out."""

    currency: str
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class JobQuery:
    """Empty means no filter. `cursor` is a page's `next_cursor` and holds for the same question.

    `places`: each must be in the location. `pdf`: missing, current, stale, uploaded. `currency`:
    the one that sorting by pay compares. `grouped`: of rows that are one job, the primary alone.
    `auto_skipped`: those skipped by their score. `tags`: words, one of which is on the job.
    `sponsors`: confirmed, potential, not_found, unknown.
    `snoozed`: "hidden" leaves out what is put aside until later, "only" finds nothing else.
    """

    statuses: tuple[str, ...] = ()
    text: str = ""
    sources: tuple[str, ...] = ()
    min_score: float | None = None
    max_score: float | None = None
    unscored: bool = False
    posted_since: date | None = None
    spans: tuple[Span, ...] = ()
    pay: PayRange | None = None
    employment: tuple[str, ...] = ()
    workplaces: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    pdf: tuple[str, ...] = ()
    open_only: bool = False
    auto_skipped: bool = False
    tags: tuple[str, ...] = ()
    sponsors: tuple[str, ...] = ()
    snoozed: str = ""
    grouped: bool = False
    sort: str = "discovered_at"
    descending: bool = True
    currency: str = ""
    limit: int = 100
    offset: int = 0
    cursor: str | None = None

    @property
    def filters(self) -> tuple[str, ...]:
        """Names of the filters beside the statuses, which are counted anyway."""
        empty = (None, "", (), False)
        return tuple(name for name in FILTERS if getattr(self, name) not in empty)


def matching(owner: User, query: JobQuery, *, hits: Hits | None = None) -> JobQuerySet:
    """The owner's jobs that fit all filters of `query`, in no order.

    `hits`: where its words are, when the caller has looked them up already.
    """
    jobs = Job.objects.for_user(owner)
    if query.grouped:
        jobs = jobs.primaries()
    if query.text:
        jobs = _among(jobs, hits or fulltext.containing(owner.pk, query.text))
    for place in query.places:
        jobs = _among(jobs, fulltext.located(owner.pk, place))
    if query.statuses:
        jobs = _standing(jobs, query.statuses)
    if query.sources:
        jobs = jobs.filter(source__in=query.sources)
    if query.workplaces:
        jobs = jobs.filter(workplace__in=query.workplaces)
    if query.employment:
        jobs = jobs.filter(_employed(query.employment))
    if query.open_only:
        jobs = jobs.filter(closed_at=None)
    if query.posted_since is not None:
        jobs = jobs.filter(posted_on__gte=query.posted_since)
    if query.pay is not None:
        jobs = jobs.filter(_paid(query.pay))
    if query.pdf:
        jobs = jobs.filter(printed(query.pdf, Contexts(owner)))
    if query.auto_skipped:
        jobs = _skipped_by_score(jobs, owner)
    if query.sponsors:
        jobs = jobs.filter(states.among(query.sponsors))
    if query.tags:
        jobs = jobs.filter(pk__in=tags.jobs_with(owner, query.tags))
    if query.snoozed:
        now = timezone.now()
        jobs = jobs.asleep(at=now) if query.snoozed == "only" else jobs.awake(at=now)
    for span in query.spans:
        jobs = _within(jobs, span)
    return _scored(jobs, query)


def count(owner: User, query: JobQuery, *, hits: Hits | None = None) -> int:
    """How many fit. Named by their states, they are counted by an index that holds what a list is
    filtered by, where the order would have been walked row by row.
    """
    if query.text or query.places or query.tags:
        return matching(owner, query, hits=hits).count()
    rest = replace(query, min_score=None, max_score=None, posted_since=None)
    jobs = matching(owner, rest).filter(status__in=query.statuses or Status.values)
    # Through a function, so that the index of an order is not taken for a part of it.
    if query.posted_since:
        posted = Coalesce("posted_on", "posted_on")
        jobs = jobs.alias(day=posted).filter(day__gte=query.posted_since)
    if not query.unscored:
        jobs = _scored(jobs.alias(points=Coalesce("score", "score")), query, column="points")
    return jobs.count()


def yearly(amount: Combinable) -> Combinable:
    """What a year pays; null where the posting names no time."""
    factors = [
        When(salary_interval=interval, then=amount * Value(float(factor)))
        for interval, factor in PER_YEAR.items()
    ]
    return Case(*factors, output_field=FloatField())


def _standing(jobs: JobQuerySet, statuses: tuple[str, ...]) -> JobQuerySet:
    """Several are said by those they are not: by their names SQLite would read all rows of each and
    sort them, where the index of the order gives fifty.
    """
    if len(statuses) == 1:
        return jobs.filter(status=statuses[0])
    others = [one for one in Status.values if one not in statuses]
    return jobs.exclude(status__in=others) if others else jobs


def _among(jobs: JobQuerySet, hits: Hits | None) -> JobQuerySet:
    return jobs.none() if hits is None else jobs.filter(pk__in=hits.ids)


def _scored(jobs: JobQuerySet, query: JobQuery, *, column: str = "score") -> JobQuerySet:
    if query.unscored:
        return jobs.filter(score=None)
    if query.min_score is not None:
        jobs = jobs.filter(**{f"{column}__gte": query.min_score})
    if query.max_score is not None:
        jobs = jobs.filter(**{f"{column}__lte": query.max_score})
    return jobs


def _employed(kinds: tuple[str, ...]) -> Q:
    found = Q()
    for kind in kinds:
        for part in employment.KINDS.get(kind, ()):
            found |= Q(job_type__icontains=part)
    return found


def _skipped_by_score(jobs: JobQuerySet, owner: User) -> JobQuerySet:
    """Skipped now, and the last skip was not by hand. Asked only of those that ever were."""
    ever = JobEvent.objects.filter(owner=owner, kind=BY_SCORE).values("job")
    skips = JobEvent.objects.filter(job=OuterRef("pk"), to_status=Status.SKIPPED).order_by("-seq")
    last = skips.exclude(from_status=Status.SKIPPED).values("kind")[:1]
    return (
        jobs.filter(status=Status.SKIPPED, pk__in=ever)
        .alias(last_skip=Subquery(last))
        .filter(last_skip=BY_SCORE)
    )


def _paid(pay: PayRange) -> Q:
    """The best that is offered reaches `least`, the lowest stays within `most`."""
    found = Q(salary_currency=pay.currency) & COMPARABLE
    reached = Q()
    for interval, factor in PER_YEAR.items():
        sides = Q(salary_interval=interval)
        if pay.least is not None:
            sides &= _beyond("salary_max", "salary_min", "gte", pay.least / factor)
        if pay.most is not None:
            sides &= _beyond("salary_min", "salary_max", "lte", pay.most / factor)
        reached |= sides
    return found & reached


def _beyond(first: str, second: str, lookup: str, amount: float) -> Q:
    return Q(**{f"{first}__{lookup}": amount}) | Q(
        **{f"{first}__isnull": True, f"{second}__{lookup}": amount}
    )


def printed(states: tuple[str, ...], contexts: Contexts) -> Q:
    """A PDF that is being rebuilt counts as stale: it is not what will be sent."""
    resting = Q(pdf_digest__isnull=False, render_token__isnull=True)
    uploaded = resting & Q(pdf_source="uploaded")
    current = resting & ~Q(pdf_source="uploaded") & Q(pdf_inputs=F("inputs")) & contexts.same()
    parts = {
        "missing": Q(pdf_digest__isnull=True),
        "uploaded": uploaded,
        "current": current,
        "stale": Q(pdf_digest__isnull=False) & ~uploaded & ~current,
    }
    found = Q()
    for state in states:
        found |= parts[state]
    return found


def _within(jobs: JobQuerySet, span: Span) -> JobQuerySet:
    bounds = {f"{span.column}__gte": span.first, f"{span.column}__lt": span.before}
    given = {name: value for name, value in bounds.items() if value is not None}
    if not given:
        return jobs.exclude(**{span.column: None})
    return jobs.filter(**given)
