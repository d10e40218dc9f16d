"""The sweep: open jobs past their deadline, or gone from their board, become expired."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from orchestrator import leases, lifecycle, preferences
from orchestrator.models import Job, JobQuerySet, User

logger = logging.getLogger(__name__)

BATCH = 500
IDLE = Q(tailor_token=None) & (Q(render_token=None) | Q(render_kind=leases.AUTOMATIC))
# What the step reads and writes; the texts stay where they are.
COLUMNS = (
    "owner", "status", "round", "outcome", "manual_outcome", "closed_at", "applied_at",
    "applied_pdf_digest", "expired_by", "updated_at", "primary", "employer_url", "job_url_direct",
    "discovered_at", "render_token", "render_kind", "render_operation", "render_worker",
    "render_started_at", "render_expires_at", "snoozed_until",
)  # fmt: skip


def sweep(at: datetime | None = None) -> int:
    """Expire what is past its deadline, all owners; how many. The deadline day itself is open."""
    moment = at or timezone.now()
    return sum(sweep_owner(owner, at=moment) for owner in User.objects.filter(is_active=True))


def sweep_owner(owner: User, *, at: datetime) -> int:
    today = timezone.localdate(at, timezone=preferences.of(owner).zone())
    passed = Job.objects.filter(owner=owner).past_deadline(today=today)
    ids = list(passed.values_list("pk", flat=True))
    return expire(passed, ids, reason="deadline_passed")


def expire(still: JobQuerySet, ids: Collection[UUID], *, reason: str) -> int:
    """Those of `ids` that `still` finds and nobody works on, five hundred to a transaction."""
    waiting, expired = list(ids), 0
    while waiting:
        batch, waiting = waiting[:BATCH], waiting[BATCH:]
        with transaction.atomic():
            free = still.filter(IDLE, pk__in=batch).order_by("pk").only(*COLUMNS)
            rows = list(free.select_for_update(of=("self",)))
            lifecycle.step_all(rows, "expire", actor="sweeper", context={"reason": reason})
        expired += len(rows)
    if expired:
        logger.info("jobs expired", extra={"meta": {"jobs": expired, "reason": reason}})
    return expired
