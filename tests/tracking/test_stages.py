from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.jobs import facts
from orchestrator.models import StageEvent, User
from orchestrator.tracking import stages
from orchestrator.tracking.derive import Step, derive
from tests import make

NOON = timezone.now().replace(hour=12, minute=0)


@pytest.mark.django_db
def test_applying_twice_writes_one_event(ada: User) -> None:
    job = make.job(ada, status="ready")
    first = stages.apply(job, actor="user")
    again = stages.apply(first, actor="user")
    assert again.applied_at == first.applied_at
    assert StageEvent.objects.filter(job=job).count() == 1
    assert job.events.filter(kind="job.applied").count() == 1


@pytest.mark.django_db
def test_a_screen_moves_the_job_to_in_progress(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    moved, _ = stages.log(job, "recruiter_screen", actor="user")
    assert (moved.status, moved.applied_at) == ("in_progress", job.applied_at)


@pytest.mark.django_db
def test_a_backdated_step_does_not_move_the_status_back(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    job, _ = stages.log(job, "onsite", actor="user")
    early = timezone.now() - timedelta(days=3)
    after, _ = stages.log(job, "applied", actor="user", occurred_at=early)
    assert (after.status, after.applied_at) == ("in_progress", early)


@pytest.mark.django_db
def test_closing_with_an_outcome_ends_the_job_and_a_later_step_opens_it(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    closed, _ = stages.log(job, "closed", actor="user", outcome="rejected")
    assert (closed.outcome, closed.closed_at is not None) == ("rejected", True)
    again, _ = stages.log(closed, "onsite", actor="user")
    assert (again.outcome, again.closed_at) == (None, None)


STEPS = st.lists(
    st.tuples(
        st.integers(0, 500),
        st.sampled_from(["applied", "recruiter_screen", "onsite", "offer", "closed"]),
        st.sampled_from([None, "rejected"]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda step: step[0],
)


@given(STEPS, st.randoms())
def test_the_result_does_not_depend_on_the_order_of_arrival(steps: list, random: object) -> None:
    made = [
        Step(UUID(int=at), stage, NOON + timedelta(minutes=at), NOON, outcome)
        for at, stage, outcome in steps
    ]
    shuffled = list(made)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert derive(made, manual=None, applied_at=None) == derive(
        shuffled, manual=None, applied_at=None
    )


@pytest.mark.django_db
def test_an_outcome_set_by_hand_outlives_an_older_step(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    job = facts.edit(job, {"outcome": "no_response"}, actor="user")
    early = timezone.now() - timedelta(days=3)
    after, _ = stages.log(job, "recruiter_screen", actor="user", occurred_at=early)
    assert after.outcome == "no_response"


@pytest.mark.django_db
def test_undoing_an_outcome_forgets_it(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    facts.edit(job, {"outcome": "rejected"}, actor="user")
    back = stages.take_back(type(job).objects.get(pk=job.pk), actor="user")
    assert (back.outcome, back.manual_outcome) == (None, None)
