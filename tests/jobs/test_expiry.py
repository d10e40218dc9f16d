from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from orchestrator import leases, lifecycle, preferences
from orchestrator.jobs import expiry
from orchestrator.models import Job, User
from tests import make

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
YESTERDAY = date(2026, 6, 14)


@pytest.mark.parametrize(("days", "expired"), [(-1, 1), (0, 0), (1, 0)])
def test_the_deadline_day_itself_is_open(ada: User, days: int, expired: int) -> None:
    make.job(ada, deadline_at=NOON.date() + timedelta(days=days))
    assert expiry.sweep(NOON) == expired


@pytest.mark.parametrize(("zone", "expired"), [("Pacific/Kiritimati", 1), ("Pacific/Pago_Pago", 0)])
def test_the_day_is_the_owner_s(ada: User, zone: str, expired: int) -> None:
    preferences.save(ada, {"timeZone": zone})
    make.job(ada, deadline_at=NOON.date())
    assert expiry.sweep(NOON) == expired


def test_a_job_without_a_deadline_never_expires(ada: User) -> None:
    make.job(ada)
    assert expiry.sweep(NOON) == 0


@pytest.mark.parametrize("status", ["processing", "applied", "in_progress", "skipped"])
def test_only_discovered_and_ready_jobs_expire(ada: User, status: str) -> None:
    make.job(ada, status=status, deadline_at=YESTERDAY)
    assert expiry.sweep(NOON) == 0


def test_an_expired_job_says_who_expired_it(ada: User) -> None:
    job = make.job(ada, status="ready", deadline_at=YESTERDAY)
    expiry.sweep(NOON)
    job.refresh_from_db()
    assert (job.status, job.expired_by) == ("expired", "sweeper")
    assert job.events.get().actor == "sweeper"


@pytest.mark.parametrize(("kind", "expired"), [("regeneration", 0), ("automatic", 1)])
def test_work_in_progress_is_not_cut_off(ada: User, kind: str, expired: int) -> None:
    job = make.job(ada, status="ready", deadline_at=YESTERDAY)
    held = leases.held(("render",), kind=kind, operation=None, at=NOON)
    Job.objects.filter(pk=job.pk).update(**held)
    assert expiry.sweep(NOON) == expired


def test_a_reopened_job_is_left_alone_until_its_deadline_changes(ada: User) -> None:
    job = make.job(ada, deadline_at=YESTERDAY)
    expiry.sweep(NOON)
    lifecycle.move(job, "reopen", actor="user")
    assert expiry.sweep(NOON) == 0
    Job.objects.filter(pk=job.pk).update(deadline_at=YESTERDAY - timedelta(days=1))
    assert expiry.sweep(NOON) == 1
