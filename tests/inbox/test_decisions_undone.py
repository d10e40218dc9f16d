"""Undoing what was done automatically leaves the job as if it never was. Dozens of timelines are
written twice, which takes a while.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator import lifecycle
from orchestrator.inbox import decisions, targets
from orchestrator.jobs import facts
from orchestrator.models import InboundMessage, Interview, Job, User
from orchestrator.tracking import stages
from orchestrator.tracking.derive import STAGES
from tests import make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)
STEPS = st.tuples(
    st.integers(0, 50),
    st.sampled_from(list(STAGES)),
    st.sampled_from([None, None, "rejected", "offer_accepted"]),
    st.sampled_from(["user", "user", "mail"]),
)
TIMELINES = st.lists(STEPS, max_size=4)
PROPERTY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# What differs between two jobs that are alike.
OWN = {"id", "updated_at", "job_url", "canonical_url", "created_at", "discovered_at", "inputs_at"}


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def live(job: Job) -> list[tuple[Any, ...]]:
    rows = job.stages.filter(removed_at=None, undone_at=None).order_by("occurred_at", "id")
    return list(rows.values_list("to_stage", "outcome", "source", "is_note", "occurred_at"))


def state(job: Job) -> dict[str, Any]:
    found = lifecycle.snapshot(Job.objects.get(pk=job.pk))
    if found["manual_outcome"]:
        found["manual_outcome"].pop("setAt")
    return {name: value for name, value in found.items() if name not in OWN} | {"live": live(job)}


def told(job: Job, steps: list[Any]) -> None:
    for minutes, stage, outcome, source in steps:
        ended = outcome if stage in ("closed", "offer") else None
        stages.log(job, stage, actor=source, source=source, occurred_at=at(minutes), outcome=ended)


def begun(owner: User, *, applied: bool, by_hand: str | None) -> Job:
    job = make.job(owner, status="ready", pdf_digest="a" * 64, ready_at=NOON)
    if applied:
        job, _ = stages.log(job, "applied", actor="user", occurred_at=at(10))
    if by_hand:
        facts.edit(job, {"outcome": by_hand, "closed_at": at(40)}, actor="user")
    return job


@PROPERTY
@given(
    before=TIMELINES,
    later=TIMELINES,
    minutes=st.integers(0, 50),
    target=st.sampled_from(list(targets.LABELS)),
    applied=st.booleans(),
    by_hand=st.sampled_from([None, None, "ghosted"]),
)
def test_an_undone_mail_never_was(
    ada: User, before: Any, later: Any, minutes: int, target: str, applied: bool, by_hand: Any
) -> None:
    """Beside a job that was told everything but the mail."""
    job, alike = (begun(ada, applied=applied, by_hand=by_hand) for _ in range(2))
    told(job, before)
    told(alike, before)
    former = state(job)
    mail = make.mail(ada, confidence=97, suggested=job, received_at=at(minutes))
    decisions.link(mail, Job.objects.get(pk=job.pk), target=target, by="user", actor="user")
    if not later:
        decisions.undo(mail, actor="user")
        assert state(job) == former
    told(job, later)
    told(alike, later)
    decisions.undo(InboundMessage.objects.get(pk=mail.pk), actor="user")
    assert state(job) == state(alike)


@PROPERTY
@given(before=TIMELINES, minutes=st.integers(0, 50), target=st.sampled_from(list(targets.LABELS)))
def test_an_automatic_link_is_undone_without_a_trace(
    ada: User, before: Any, minutes: int, target: str
) -> None:
    job = begun(ada, applied=True, by_hand=None)
    told(job, before)
    former = state(job)
    mail = make.mail(ada, confidence=97, received_at=at(minutes))
    decisions.link(mail, Job.objects.get(pk=job.pk), target=target, by="auto", actor="mail")
    decisions.undo(InboundMessage.objects.get(pk=mail.pk), actor="user")
    assert state(job) == former


def test_mail_that_was_held_back_by_a_wrong_one_counts_when_that_is_undone(ada: User) -> None:
    job = begun(ada, applied=True, by_hand=None)
    wrong, right = (make.mail(ada, confidence=97, received_at=at(m)) for m in (20, 30))
    decisions.link(wrong, job, target="offer", by="auto", actor="mail")
    held = decisions.link(right, job, target="assessment", by="auto", actor="mail").step
    assert held is not None
    assert held.is_note
    decisions.undo(wrong, actor="user")
    held.refresh_from_db()
    assert (held.is_note, held.metadata) == (False, {"actor": "system"})


def test_a_job_that_came_applied_without_a_timeline_stays_applied(ada: User) -> None:
    job = make.job(ada, status="applied", applied_at=at(0))
    former = state(job)
    mail = make.mail(ada, confidence=97, received_at=at(5))
    decisions.link(mail, job, target="rejected", by="auto", actor="mail")
    decisions.undo(mail, actor="user")
    assert state(job) == former


INVITATION = {
    "method": "REQUEST", "uid": "abc@acme.example", "sequence": 0,
    "starts_at": "2026-02-10T09:00:00+00:00", "zone": "UTC", "minutes": 60,
    "summary": "Technical interview",
}  # fmt: skip


@pytest.mark.parametrize("touched", [False, True])
def test_an_interview_goes_with_its_mail_unless_it_was_changed(ada: User, touched: bool) -> None:
    job = begun(ada, applied=True, by_hand=None)
    mail = make.mail(ada, confidence=97, received_at=at(20), invitation=INVITATION)
    decisions.link(mail, job, target="technical_interview", by="auto", actor="mail")
    assert Interview.objects.filter(job=job, removed_at=None).count() == 1
    if touched:
        Interview.objects.update(touched_at=at(30))
    decisions.undo(mail, actor="user")
    assert Interview.objects.filter(job=job, removed_at=None).exists() is touched
    assert InboundMessage.objects.get(pk=mail.pk).invitation is not None
