"""Interviews. Each write is one transaction, leaves one event, and moves no job: what an interview
means for an application is a step of its timeline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from orchestrator import lifecycle
from orchestrator.models import Interview, Job, User, of_owner
from orchestrator.tracking.interview_rows import checked, of_job, store, tell
from orchestrator.tracking.invitations import LONGEST
from orchestrator.tracking.invited import from_invitation as from_invitation
from orchestrator.tracking.invited import withdraw as withdraw


def of(job: Job) -> QuerySet[Interview]:
    """Those that were not removed, earliest first."""
    return job.interviews.filter(removed_at=None).order_by("scheduled_at", "id")


def in_order(rows: Iterable[Interview]) -> list[Interview]:
    """The same of rows that were read already."""
    kept = [row for row in rows if row.removed_at is None]
    return sorted(kept, key=lambda row: (row.scheduled_at, row.pk))


def ahead(owner: User, *, now: datetime, days: int = 7) -> QuerySet[Interview]:
    """What is to come or goes on now, of all jobs; all-day ones until their day is over."""
    since = now - timedelta(minutes=LONGEST)
    found = Interview.objects.filter(
        of_owner(owner), removed_at=None, scheduled_at__gte=since,
        scheduled_at__lt=now + timedelta(days=days),
    )  # fmt: skip
    return found.exclude(outcome="cancelled").order_by("scheduled_at", "id").select_related("job")


def ends(interview: Interview) -> datetime:
    return interview.scheduled_at + timedelta(minutes=interview.minutes)


def overlapping(interview: Interview, *, owner: User) -> list[Interview]:
    """Other interviews of the owner at the same time; nothing forbids them."""
    return overlaps([interview], owner=owner)[interview.pk]


def overlaps(rows: Sequence[Interview], *, owner: User) -> Mapping[UUID, list[Interview]]:
    """The same for several, by one query; those called off take nobody's time."""
    living = [row for row in rows if row.outcome != "cancelled"]
    near = list(_near(living, owner=owner)) if living else []
    return {row.pk: [one for one in near if row in living and _meet(row, one)] for row in rows}


def _near(rows: Sequence[Interview], *, owner: User) -> QuerySet[Interview]:
    earliest = min(row.scheduled_at for row in rows) - timedelta(minutes=LONGEST)
    found = Interview.objects.filter(
        of_owner(owner), removed_at=None, scheduled_at__gt=earliest,
        scheduled_at__lt=max(map(ends, rows)),
    )  # fmt: skip
    others = found.exclude(outcome="cancelled").select_related("job")
    return others.order_by("scheduled_at", "id")


def _meet(row: Interview, other: Interview) -> bool:
    apart = other.scheduled_at >= ends(row) or row.scheduled_at >= ends(other)
    return row.pk != other.pk and not apart


def add(
    job: Job,
    *,
    scheduled_at: datetime,
    kind: str,
    actor: str,
    zone: str,
    minutes: int = 60,
    **more: Any,
) -> Interview:
    """`more`: `location`, `link`, `people`, `notes`, `outcome`, `is_all_day`. Raises Invalid."""
    given = {"scheduled_at": scheduled_at, "kind": kind, "zone": zone, "minutes": minutes, **more}
    values = checked(given)
    with transaction.atomic():
        row = lifecycle.fresh(job)
        made = row.interviews.create(**values, touched_at=timezone.now())
        tell(row, made, change="added", actor=actor)
    return made


def change(interview: Interview, changes: Mapping[str, Any], *, actor: str) -> Interview:
    """Equal values change nothing. Raises Invalid."""
    clean = checked(changes)
    with transaction.atomic():
        row = lifecycle.fresh(interview.job)
        stored = of_job(row, interview.pk)
        was = stored.outcome
        changed = [name for name, value in clean.items() if getattr(stored, name) != value]
        if changed:
            store(stored, {n: clean[n] for n in changed} | {"touched_at": timezone.now()})
            decided = changed == ["outcome"]
            tell(row, stored, change="decided" if decided else "edited", actor=actor,
                 was=was if decided else "")  # fmt: skip
    return stored


def remove(interview: Interview, *, actor: str) -> None:
    _mark(interview, timezone.now(), change="removed", actor=actor)


def take_back(interview: Interview, *, actor: str) -> None:
    """Undo of an addition."""
    _mark(interview, timezone.now(), change="undone", actor=actor)


def restore(interview: Interview, *, actor: str) -> None:
    """Undo of a removal. A newer one from the same invitation keeps its place."""
    _mark(interview, None, change="restored", actor=actor)


def _mark(interview: Interview, removed_at: datetime | None, *, change: str, actor: str) -> None:
    with transaction.atomic():
        row = lifecycle.fresh(interview.job)
        stored = of_job(row, interview.pk)
        if (stored.removed_at is None) == (removed_at is None):
            return
        twin = stored.uid and removed_at is None and of(row).filter(uid=stored.uid).exists()
        own = {"uid": ""} if twin else {}
        store(stored, {"removed_at": removed_at, "touched_at": timezone.now(), **own})
        tell(row, stored, change=change, actor=actor)
