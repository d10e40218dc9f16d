"""Twenty at once, each on a connection of its own. Real rows make these slower than the rest."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from jobops.lib.errors import Refused
from orchestrator.models import Job, User
from orchestrator.tracking import events, stages
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(times: int, verb: Callable[[int], object]) -> list[object]:
    def run(number: int) -> object:
        try:
            return verb(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_twenty_applications_are_one(ada: User) -> None:
    job = make.job(ada, status="ready")
    found = at_once(20, lambda _: stages.apply(job, actor="user").applied_at)
    assert len(set(found)) == 1
    assert job.stages.count() == 1
    assert job.events.filter(kind="job.applied").count() == 1


def test_twenty_steps_are_all_kept_and_the_job_follows_the_latest(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    names = ("onsite", "offer", "assessment", "recruiter_screen")
    at_once(20, lambda number: stages.log(job, names[number % 4], actor="user")[1].pk)
    found = events.timeline(job)
    assert len(found) == 21
    now = Job.objects.get(pk=job.pk)
    assert now.status == "in_progress"
    assert job.events.count() == 21


def test_of_two_who_change_one_step_the_second_is_told(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    event = job.stages.get()
    seen = events.mark(event)

    def change(number: int) -> str:
        stage = ("onsite", "offer")[number]
        try:
            stages.edit(job, event, {"to_stage": stage}, actor="user", expected=seen)
        except Refused as refused:
            return refused.kind
        return stage

    found = at_once(2, change)
    assert found.count("revision_mismatch") == 1
    event.refresh_from_db()
    assert event.to_stage in found


def test_removing_at_once_happens_once(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    event = job.stages.get()
    at_once(10, lambda _: stages.remove(job, event, actor="user").status)
    assert Job.objects.get(pk=job.pk).status == "discovered"
    assert job.events.filter(kind="job.stage_synced").count() == 1
