"""Starts what is due: saved searches by their cadence, and the look at followed companies.

A search that is due first becomes one that waits, then a run, each by a swap on its row: a crash in
between loses nothing, and two workers start one run.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Invalid, Refused
from orchestrator import preferences
from orchestrator.models import Operation, PipelineRun, SearchPreset, Tally, User
from orchestrator.pipeline import presets, runs, watchlist

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=60)
# The tick comes each minute: what is found later than this was missed.
LATE = timedelta(minutes=10)
# A clock that is set right moves less; one that was wrong moves more.
CORRECTION = timedelta(days=1)
BUSY, UNFIT = "skipped: busy", "failed: options"


def start_due(at: datetime | None = None) -> int:
    """How many runs began."""
    now = at or timezone.now()
    with logs.bind(requestId=f"sched-{uuid4()}"):
        _claim(now)
        begun = sum(_begin(one, now) for one in _waiting())
        return begun + sum(_watch(owner, now) for owner in _followers())


def _claim(now: datetime) -> None:
    """Due searches wait from now on; what the clock or the time zone moved is put right."""
    zones: dict[UUID, ZoneInfo] = {}
    found = SearchPreset.objects.filter(
        enabled=True, cadence__isnull=False, owner__is_active=True
    ).select_related("owner", "last_run")
    for preset in found:
        if preset.owner_id not in zones:
            zones[preset.owner_id] = preferences.of(preset.owner).zone()
        due = presets.next_due(preset, zone=zones[preset.owner_id], at=_since(preset, now))
        if preset.next_run_at == due:
            continue
        mine = SearchPreset.objects.filter(
            pk=preset.pk, enabled=True, next_run_at=preset.next_run_at
        )
        if preset.next_run_at is None or preset.next_run_at > now:
            mine.update(next_run_at=due)
            continue
        with transaction.atomic():
            waits = {"waiting_since": preset.waiting_since or now}
            if mine.update(next_run_at=due, **waits) and now - preset.next_run_at > LATE:
                _note(preset, "late", now)


def _since(preset: SearchPreset, now: datetime) -> datetime:
    """A clock that was put back a little must not bring the same time again."""
    last = preset.last_run.started_at if preset.last_run else now
    return last if now < last < now + CORRECTION else now


def _waiting() -> list[SearchPreset]:
    found = SearchPreset.objects.filter(waiting_since__isnull=False, owner__is_active=True)
    return list(found.select_related("owner").order_by("waiting_since", "pk"))


def _begin(preset: SearchPreset, now: datetime) -> bool:
    assert preset.waiting_since is not None
    mine = SearchPreset.objects.filter(pk=preset.pk, waiting_since=preset.waiting_since)
    if now - preset.waiting_since > PATIENCE:
        _give_up(preset, "busy", BUSY, now)
        return False
    if preset.waiting_since > now:
        mine.update(waiting_since=now)
    try:
        with transaction.atomic():
            row = SearchPreset.objects.filter(pk=preset.pk, waiting_since__isnull=False)
            if not row.update(waiting_since=None):
                return False
            run = runs.create(
                preset.owner, options=preset.options, trigger="schedule", preset=preset
            )
            row = SearchPreset.objects.filter(pk=preset.pk)
            row.update(last_run=run, last_result="started")
    except Refused as busy:
        logger.info("scheduled search waits", extra={"meta": {"kind": busy.kind}})
        return False
    except Invalid:
        _give_up(preset, "options", UNFIT, now)
        return False
    return True


def _give_up(preset: SearchPreset, why: str, result: str, now: datetime) -> None:
    waits = SearchPreset.objects.filter(pk=preset.pk, waiting_since=preset.waiting_since)
    with transaction.atomic():
        if waits.update(waiting_since=None, last_result=result):
            _note(preset, why, now)


def _note(preset: SearchPreset, why: str, now: datetime) -> None:
    """What the notices tell: `why` is late, busy or options."""
    Operation.objects.create(
        owner=preset.owner,
        kind="schedule",
        status="succeeded" if why == "late" else "failed",
        options={"preset": str(preset.pk), "name": preset.name},
        result={"why": why},
        finished_at=now,
        request_id=logs.current().get("requestId", ""),
    )
    Tally.objects.raised(preset.owner_id)
    logger.warning("schedule missed", extra={"meta": {"preset": str(preset.pk), "why": why}})


def _followers() -> Iterator[User]:
    yield from User.objects.filter(
        is_active=True, boards__enabled=True, boards__paused_at=None
    ).distinct()


def _watch(owner: User, now: datetime) -> bool:
    """Read the boards of the companies an owner follows, when one of them is due."""
    hours = preferences.of(owner)["watchlistHours"]
    before, ahead = now - timedelta(hours=hours), now + CORRECTION
    boards = watchlist.active(owner)
    checked = boards.annotate(checked=Coalesce("last_checked_at", "created_at"))
    # A look from the future was taken by a wrong clock.
    due = checked.filter(Q(checked__lte=before) | Q(checked__gt=ahead))
    looked = PipelineRun.objects.filter(
        owner=owner, trigger="schedule", requested__boardsOnly=True, started_at__gt=before,
        started_at__lt=ahead,
    )  # fmt: skip
    if not hours or not due.exists() or looked.exists():
        return False
    try:
        runs.create(owner, options=watchlist.CHECK, trigger="schedule")
    except Refused as busy:
        logger.info("look at companies waits", extra={"meta": {"kind": busy.kind}})
        return False
    return True
