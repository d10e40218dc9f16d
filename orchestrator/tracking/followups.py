"""Suggestions to write again, or to give up, after longer silence than is usual.

What the owner says to one holds for that silence; whatever comes begins another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator import lifecycle
from orchestrator.models import FollowUp, Job, User
from orchestrator.tracking import experience, quiet, silence
from orchestrator.tracking.experience import Courses
from orchestrator.tracking.quiet import Quiet
from orchestrator.tracking.stages import SENT

SNOOZES = (3, 7, 14)
# Stages at which the owner has met somebody.
MET = frozenset({"hiring_manager_screen", "technical_interview", "onsite"})


@dataclass(frozen=True)
class Suggestion:
    """`kind`: follow_up, or close with the `outcome` to close as. `n` responses of `basis` say
    that `threshold_days` are usual.
    """

    job: Job
    kind: str
    silent_days: int
    threshold_days: int
    n: int
    basis: str
    sentence: str
    silent_since: datetime
    outcome: str = ""


def suggested(
    owner: User, *, now: datetime | None = None, courses: Courses | None = None
) -> tuple[Suggestion, ...]:
    """The longest silence first. Two queries, however many applications there are; one with
    `courses` read already.
    """
    moment = now or timezone.now()
    waiting = [one for one in quiet.found(owner.jobs.primaries(), now=moment) if one.days(moment)]
    return _of(owner, waiting, courses, now=moment) if waiting else ()


def newest(owner: User, *, now: datetime, most: int) -> tuple[Suggestion, ...]:
    """The same of the newest `most` applications of each status: all of them for everybody who
    has fewer, and no more work for those who have thousands. Two queries.
    """
    rows = quiet.newest(owner, most=most)
    waiting = [one for one in quiet.found(rows, now=now) if one.days(now)]
    known = experience.courses(owner, among=quiet.sent(owner, most=most)) if waiting else None
    return _of(owner, waiting, known, now=now) if waiting else ()


def _of(
    owner: User, waiting: Sequence[Quiet], courses: Courses | None, *, now: datetime
) -> tuple[Suggestion, ...]:
    known = courses or experience.courses(owner)
    found = [one for each in waiting if (one := about(each, known, now=now))]
    return tuple(sorted(found, key=lambda one: (one.silent_since, str(one.job.pk))))


def of(
    job: Job, *, now: datetime | None = None, heard_at: datetime | None = None
) -> Suggestion | None:
    """The same for one job. `heard_at`: its newest step, where that is known already."""
    moment = now or timezone.now()
    known = max([at for at in (job.applied_at, heard_at) if at], default=None)
    young = known is not None and silence.whole_days(moment - known) < 1
    if young or job.status not in SENT or job.closed_at is not None:
        return None
    for one in quiet.found(job.owner.jobs.filter(pk=job.pk), now=moment):
        if one.days(moment) and not one.is_snoozed(moment):
            return about(one, experience.courses(job.owner), now=moment)
    return None


def about(one: Quiet, courses: Courses, *, now: datetime) -> Suggestion | None:
    course = courses.of(one.job.pk)
    met = one.met_at is not None or bool(course and MET & {step.stage for step in course.steps})
    pace, days = silence.pace(courses.times, source=one.job.source, met=met), one.days(now)
    kind = silence.kind(days, pace)
    if not kind or one.is_snoozed(now) or _is_dismissed(one, kind, pace):
        return None
    answered = course is not None and course.responded_at is not None
    closing = kind == "close"
    return Suggestion(
        job=one.job,
        kind=kind,
        silent_days=days,
        threshold_days=pace.over if closing else pace.threshold,
        n=pace.n,
        basis=pace.basis,
        sentence=silence.sentence(days, pace),
        silent_since=one.since,
        outcome=("ghosted" if answered else "no_response") if closing else "",
    )


def said(job: Job) -> FollowUp | None:
    """What the owner said, whichever silence it was about."""
    return FollowUp.objects.filter(job=job).first()


def say(job: Job, action: str, *, days: int, actor: str) -> None:
    """`action`: snooze, for `days`, dismiss or undo. Raises Refused as they do."""
    if action == "undo":
        undo(job, actor=actor)
    elif action == "snooze":
        snooze(job, days=days, actor=actor)
    else:
        dismiss(job, actor=actor)


def snooze(job: Job, *, days: int, actor: str) -> FollowUp:
    """Say nothing for `days`. Raises Refused when the application is not open."""
    until = timezone.now() + timedelta(days=days)
    return _put(job, {"snoozed_until": until}, actor=actor, change="snoozed")


def dismiss(job: Job, *, actor: str) -> FollowUp:
    """Say nothing more of this kind about this silence. Raises Refused as `snooze` does."""
    return _put(job, {"dismissed_at": timezone.now()}, actor=actor, change="dismissed")


def undo(job: Job, *, actor: str) -> None:
    """Take back what was said to a suggestion."""
    with transaction.atomic():
        row = lifecycle.fresh(job)
        if FollowUp.objects.filter(job=row).delete()[0]:
            _tell(row, change="undone", actor=actor)


def _is_dismissed(one: Quiet, kind: str, pace: silence.Pace) -> bool:
    """Having dismissed the one does not speak against the other, which comes later."""
    at = one.dismissed_at
    return at is not None and kind in (silence.kind(one.days(at), pace), "follow_up")


def _put(job: Job, said: dict[str, Any], *, actor: str, change: str) -> FollowUp:
    now = timezone.now()
    with transaction.atomic():
        row = lifecycle.fresh(job)
        if row.status not in SENT or row.closed_at is not None:
            raise Refused("status_conflict")
        values = {"snoozed_until": None, "dismissed_at": None, **said, "updated_at": now}
        values["silent_since"] = quiet.since(row)
        kept, _ = FollowUp.objects.update_or_create(job=row, defaults=values)
        _tell(row, change=change, actor=actor)
    return kept


def _tell(row: Job, *, change: str, actor: str) -> None:
    context = {"data": {"change": change}}
    before = lifecycle.snapshot(row)
    lifecycle.record(row, "job.follow_up_changed", before=before, actor=actor, context=context)
