from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from orchestrator import leases, lifecycle
from orchestrator.jobs import freshness
from orchestrator.jobs.freshness import Contexts
from orchestrator.models import Job, Operation, RegenerationRequest, User
from orchestrator.ops import reaper, recovery
from orchestrator.pipeline import process, texts
from tests import make
from tests.work import drain, queued
from tests.worker.harness import ONE_GROUP

LATER = timezone.now() + timedelta(days=1)
GONE = "elsewhere/another-group/1/1"


@pytest.fixture
def owner(ada: User) -> User:
    make.heartbeat()
    make.resume(ada)
    return ada


def hold(job: Job, slot: str, *, kind: str, operation: Operation | None = None) -> None:
    """A lease whose time is over."""
    past = timezone.now() - timedelta(hours=1)
    held = leases.held((slot,), kind=kind, operation=operation and operation.pk, at=past)
    Job.objects.filter(pk=job.pk).update(**held)
    if operation:
        token = held[f"{slot}_token"]
        Operation.objects.filter(pk=operation.pk).update(token=token, status="running")


def ask(job: Job, **fields: Any) -> Operation:
    return Operation.objects.create(owner=job.owner, job=job, **fields)


def test_a_dead_first_generation_returns_to_discovered(owner: User) -> None:
    job = make.job(owner)
    operation = process.request(job, actor="user")
    done = reaper.reap(timezone.now() + leases.PICK_UP)
    job.refresh_from_db()
    operation.refresh_from_db()
    assert (done.leases, job.status) == (1, "discovered")
    assert (job.last_error or {})["reason"] == "interrupted"
    assert (operation.status, operation.error["code"]) == ("failed", "SERVICE_UNAVAILABLE")
    assert job.events.filter(kind="processing.abandoned", actor="reaper").count() == 1


def test_a_living_lease_is_left_alone(owner: User) -> None:
    job = make.job(owner)
    process.request(job, actor="user")
    assert not reaper.reap()
    job.refresh_from_db()
    assert job.status == "processing"


def test_the_task_of_a_reaped_job_does_nothing_when_it_comes_late(owner: User) -> None:
    job = make.job(owner)
    process.request(job, actor="user")
    reaper.reap(timezone.now() + leases.PICK_UP)
    drain()
    job.refresh_from_db()
    assert (job.status, job.pdf_digest) == ("discovered", None)


def test_reaping_twice_changes_nothing(owner: User) -> None:
    process.request(make.job(owner), actor="user")
    later = timezone.now() + leases.PICK_UP
    reaper.reap(later)
    assert not reaper.reap(later)


def test_a_dead_regeneration_keeps_status_and_pdf(owner: User) -> None:
    job = make.job(owner, status="ready")
    operation = ask(job, kind="generate_pdf")
    hold(job, "render", kind=leases.REGENERATION, operation=operation)
    reaper.reap()
    old = job.pdf_digest
    job.refresh_from_db()
    assert (job.status, job.pdf_digest, job.is_regenerating) == ("ready", old, False)
    assert (job.last_error or {})["reason"] == "interrupted"
    assert job.events.filter(kind="pdf.regeneration_abandoned").exists()


def test_a_dead_automatic_regeneration_is_wanted_again(owner: User) -> None:
    job = make.job(owner, status="ready")
    hold(job, "render", kind=leases.AUTOMATIC)
    request = RegenerationRequest.objects.create(
        job=job, state="running", not_before=timezone.now(), token=uuid4()
    )
    reaper.reap()
    job.refresh_from_db()
    request.refresh_from_db()
    assert (job.render_token, job.last_error, request.state) == (None, None, "pending")


def test_of_two_automatic_requests_one_waits(owner: User) -> None:
    job = make.job(owner, status="ready")
    hold(job, "render", kind=leases.AUTOMATIC)
    for state in ("running", "pending"):
        RegenerationRequest.objects.create(job=job, state=state, not_before=timezone.now())
    reaper.reap()
    states = RegenerationRequest.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == ["done", "pending"]


@pytest.mark.parametrize(("slot", "kind"), [("tailor", "summarize"), ("score", "rescore")])
def test_other_dead_slots_come_free(owner: User, slot: str, kind: str) -> None:
    job = make.job(owner)
    operation = ask(job, kind=kind)
    hold(job, slot, kind=kind, operation=operation)
    reaper.reap()
    job.refresh_from_db()
    operation.refresh_from_db()
    assert getattr(job, f"{slot}_token") is None
    assert (job.status, operation.status) == ("discovered", "failed")


@ONE_GROUP
def test_a_worker_that_is_known_to_be_gone_is_not_waited_for(owner: User) -> None:
    job = make.job(owner)
    process.request(job, actor="user")
    Job.objects.filter(pk=job.pk).update(tailor_worker=GONE, render_worker=GONE)
    assert reaper.reap().leases == 1


def test_an_operation_nobody_can_end_is_closed(owner: User) -> None:
    operation = ask(make.job(owner), kind="rescore", token=uuid4(), status="running")
    reaper.reap(LATER)
    operation.refresh_from_db()
    assert (operation.status, operation.error["details"]["reason"]) == ("failed", "interrupted")


def test_what_was_claimed_and_has_no_task_is_queued_again(owner: User) -> None:
    texts.request(make.job(owner), actor="user")
    from_queue = queued()
    lose_the_queue()
    assert reaper.reap(grace=timedelta(0)).requeued == 1
    assert queued() == from_queue == ["summarize_job"]


def test_what_still_waits_is_not_queued_twice(owner: User) -> None:
    process.request(make.job(owner), actor="user")
    assert reaper.reap(grace=timedelta(0)).requeued == 0


def test_releasing_takes_a_living_lease_too(owner: User) -> None:
    job = make.job(owner)
    process.request(job, actor="user")
    job.refresh_from_db()
    assert reaper.release(job) == 1
    job.refresh_from_db()
    assert job.status == "discovered"


def test_an_apply_in_between_wins_over_the_reaper(owner: User) -> None:
    job = make.job(owner, status="processing")
    stale = Job.objects.get(pk=job.pk)
    lifecycle.move(job, "apply", actor="user")
    assert reaper.release(stale) == 0
    job.refresh_from_db()
    assert job.status == "applied"


def lose_the_queue() -> None:
    """As when a worker dies in the instant its task left the queue."""

    OrmQ.objects.all().delete()


def test_a_version_that_composes_differently_makes_old_files_stale(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.resume(ada)
    digest = Contexts(ada).digests()[0]
    job = make.job(ada, status="ready", pdf_context=digest)
    make.printed(job, context=digest)
    Job.objects.filter(pk=job.pk).update(pdf_context=digest)
    monkeypatch.setattr(freshness, "COMPOSING", freshness.COMPOSING + 1)
    recovery.recover()
    assert job.regenerations.get().state == "pending"
