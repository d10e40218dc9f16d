"""Jobs whose deadline has passed: expired by the sweeper, in the owner's own calendar."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime

from django.utils import timezone

from orchestrator import leases, lifecycle, preferences
from orchestrator.lifecycle import IllegalTransition
from orchestrator.models import Job, User

logger = logging.getLogger(__name__)

BATCH = 500


def sweep(at: datetime | None = None) -> int:
    """Expire what is past its deadline, all owners; how many. The deadline day itself is open."""
    moment = at or timezone.now()
    return sum(sweep_owner(owner, at=moment) for owner in User.objects.all())


def sweep_owner(owner: User, *, at: datetime) -> int:
    today = timezone.localdate(at, timezone=preferences.of(owner).zone())
    passed = Job.objects.filter(owner=owner).past_deadline(today=today)
    ids = list(passed.values_list("pk", flat=True))
    expired = 0
    for start in range(0, len(ids), BATCH):
        for job in Job.objects.filter(pk__in=ids[start : start + BATCH]):
            expired += _expire(job)
    if expired:
        logger.info("jobs expired", extra={"meta": {"jobs": expired}})
    return expired


def _expire(job: Job) -> int:
    if job.tailor_token or (job.render_token and job.render_kind != leases.AUTOMATIC):
        return 0
    with suppress(leases.Busy, leases.Superseded, IllegalTransition, Job.DoesNotExist):
        lifecycle.move(job, "expire", actor="sweeper", context={"reason": "deadline_passed"})
        return 1
    return 0
