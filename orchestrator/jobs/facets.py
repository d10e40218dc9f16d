"""Which values the jobs of a list have, so that only those are offered as filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, When
from django.utils import timezone

from orchestrator.jobs import employment, tags
from orchestrator.jobs.filters import COMPARABLE, PDF_STATES, printed
from orchestrator.jobs.freshness import Contexts
from orchestrator.models import Job, JobQuerySet, User
from orchestrator.sponsors import states


@dataclass(frozen=True)
class Pay:
    """`currencies` counts pay that can be compared by the year, `elsewise` the pay that cannot,
    `unpaid` the jobs that name none.
    """

    currencies: Mapping[str, int]
    elsewise: int
    unpaid: int

    @property
    def currency(self) -> str:
        """The one most jobs are paid in; empty when none can be compared."""
        return max(self.currencies, key=lambda one: (self.currencies[one], one), default="")

    @property
    def total(self) -> int:
        return sum(self.currencies.values()) + self.elsewise + self.unpaid


@dataclass(frozen=True)
class Facets:
    """Value → how many jobs have it."""

    sources: Mapping[str, int]
    workplaces: Mapping[str, int]
    employment: Mapping[str, int]
    tags: Mapping[str, int]
    sponsors: Mapping[str, int]


@dataclass(frozen=True)
class Scope:
    """Which jobs a list is about; `awake`: without what is put aside until later."""

    statuses: Sequence[str]
    open_only: bool = False
    awake: bool = False


def present(owner: User, scope: Scope) -> Facets:
    listed = _listed(owner, scope).order_by()
    sources, workplaces, kinds = Counter[str](), Counter[str](), Counter[str]()
    columns = listed.values_list("source", "workplace", "job_type").annotate(n=Count("*"))
    for source, workplace, job_type, n in columns:
        sources[source] += n
        workplaces[workplace or ""] += n
        for kind in employment.kinds(job_type or ""):
            kinds[kind] += n
    del workplaces[""]
    sponsors = states.counted(listed, total=sources.total())
    return Facets(sources, workplaces, kinds, tags.counted(owner, listed), sponsors)


def pay(owner: User, scope: Scope) -> Pay:
    paid = Q(salary_max__isnull=False) | Q(salary_min__isnull=False)
    grouped = (
        _listed(owner, scope)
        .order_by()
        .annotate(
            money=Case(When(COMPARABLE, then=F("salary_currency"))),
            paid=Case(When(paid, then=1), default=0),
        )
        .values_list("money", "paid")
        .annotate(n=Count("*"))
    )
    counts = list(grouped)
    return Pay(
        currencies={money: n for money, _, n in counts if money},
        elsewise=sum(n for money, paid, n in counts if paid and not money),
        unpaid=sum(n for _, paid, n in counts if not paid),
    )


def pdf_states(owner: User, scope: Scope, *, total: int) -> Mapping[str, int]:
    """State of the PDF → how many of the `total` jobs of the list are in it."""
    states = [state for state in PDF_STATES if state != "missing"]
    counts = {state: Count("status", filter=printed((state,), Contexts(owner))) for state in states}
    found = _listed(owner, scope).filter(pdf_digest__isnull=False).aggregate(**counts)
    return {"missing": total - sum(found.values()), **found}


def _listed(owner: User, scope: Scope) -> JobQuerySet:
    jobs: JobQuerySet = Job.objects.for_user(owner).primaries().filter(status__in=scope.statuses)
    if scope.awake:
        jobs = jobs.awake(at=timezone.now())
    return jobs.filter(closed_at=None) if scope.open_only else jobs
