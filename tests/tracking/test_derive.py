"""The derived state is the same for every order of arrival, as a rule and in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.models import User
from orchestrator.tracking import stages
from orchestrator.tracking.derive import Derived, Manual, Step, derive
from tests import make

NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)
SOME = ("applied", "recruiter_screen", "onsite", "offer", "closed")
STEPS = st.lists(
    st.tuples(st.integers(0, 500), st.sampled_from(SOME), st.sampled_from([None, "rejected"])),
    min_size=1,
    max_size=6,
    unique_by=lambda step: step[0],
)


def minutes(at: int) -> datetime:
    return NOON + timedelta(minutes=at)


def step(at: int, stage: str, outcome: str | None = None, *, recorded: int = 0) -> Step:
    return Step(UUID(int=at), stage, minutes(at), minutes(recorded), outcome)


@given(STEPS, st.randoms())
def test_the_result_does_not_depend_on_the_order_of_arrival(steps: Any, random: Any) -> None:
    made = [step(*one) for one in steps]
    shuffled = list(made)
    random.shuffle(shuffled)
    found = derive(made, manual=None, applied_at=None)
    assert found == derive(shuffled, manual=None, applied_at=None)


@pytest.mark.django_db
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, random=st.randoms())
def test_two_jobs_told_the_same_in_another_order_are_alike(
    ada: User, steps: Any, random: Any
) -> None:
    found = []
    for _ in range(2):
        job = make.job(ada)
        for at, stage, outcome in steps:
            job, _ = stages.log(job, stage, actor="user", occurred_at=minutes(at), outcome=outcome)
        found.append((job.status, job.applied_at, job.outcome, job.closed_at))
        random.shuffle(steps)
    assert found[0] == found[1]


ENDS = [
    # latest step, what was set by hand and when → outcome, closed at
    (step(5, "onsite"), None, None, None),
    (step(5, "closed"), None, None, 5),
    (step(5, "closed", "rejected"), None, "rejected", 5),
    (step(5, "offer", "offer_accepted"), None, "offer_accepted", 5),
    (step(5, "onsite", recorded=1), ("ghosted", 3, 2), "ghosted", 3),
    (step(5, "onsite", recorded=2), ("ghosted", 3, 1), None, None),
    (step(5, "closed", recorded=2), ("ghosted", 3, 1), "ghosted", 5),
    (step(5, "closed", "rejected", recorded=1), ("ghosted", 3, 2), "rejected", 5),
]


@pytest.mark.parametrize(("latest", "by_hand", "outcome", "closed"), ENDS)
def test_how_it_ended(latest: Step, by_hand: Any, outcome: str | None, closed: int | None) -> None:
    manual = by_hand and Manual(by_hand[0], minutes(by_hand[1]), minutes(by_hand[2]))
    found = derive([step(0, "applied"), latest], manual=manual, applied_at=None)
    assert found == Derived(
        "in_progress", minutes(0), outcome, None if closed is None else minutes(closed)
    )


def test_nothing_that_counts_says_nothing() -> None:
    assert derive([], manual=None, applied_at=NOON) is None


MIXED = st.lists(
    st.tuples(st.integers(0, 500), st.sampled_from(SOME), st.sampled_from(["user", "mail"])),
    min_size=1,
    max_size=6,
    unique_by=lambda step: step[0],
)


@pytest.mark.django_db
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=MIXED, random=st.randoms())
def test_what_mail_reports_counts_alike_in_every_order(ada: User, steps: Any, random: Any) -> None:
    found = []
    for _ in range(2):
        job = make.job(ada, status="ready")
        for at, stage, source in steps:
            job, _ = stages.log(job, stage, actor=source, source=source, occurred_at=minutes(at))
        rows = job.stages.order_by("occurred_at").values_list("to_stage", "is_note")
        state = (job.status, job.applied_at, job.outcome, job.closed_at)
        found.append((state, list(rows)))
        random.shuffle(steps)
    assert found[0] == found[1]
