"""What is known of employers as sponsors, as a filter of jobs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Count, Q

from orchestrator.models import JobQuerySet
from orchestrator.sponsors import likeness

# The last one: no register was loaded when the job came, or since.
STATES: Mapping[str, Q] = {
    "confirmed": Q(sponsor_score__gte=likeness.CONFIRMED),
    "potential": Q(sponsor_score__gt=0, sponsor_score__lt=likeness.CONFIRMED),
    "not_found": Q(sponsor_score=0),
    "unknown": Q(sponsor_score=None),
}


def among(states: Iterable[str]) -> Q:
    """Jobs in any of `states`."""
    found = Q(pk__in=())
    for state in states:
        found |= STATES[state]
    return found


def counted(jobs: JobQuerySet, *, total: int) -> Mapping[str, int]:
    """State → how many of the `total` jobs are in it; empty while nothing is known of any."""
    known = {state: Count("status", filter=STATES[state]) for state in STATES if state != "unknown"}
    # Word for word the condition of an index, which is empty without a register.
    found = jobs.filter(sponsor_score__isnull=False).aggregate(**known)
    if not any(found.values()):
        return {}
    return {**found, "unknown": total - sum(found.values())}
