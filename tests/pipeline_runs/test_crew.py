"""Several items at once by the threads of one task. The tests with threads need committed rows."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from orchestrator import leases, preferences
from orchestrator.models import Job, LlmCall, PipelineRun, RunItem, User
from orchestrator.pipeline import crew, items, runs
from orchestrator.pipeline.items import Ending
from tests import make
from tests.outside.model import ModelStub
from tests.outside.schemas import fitting
from tests.work import drain, queued
from tests.worker.harness import REAL_ROWS

FINE = Ending("succeeded")


@pytest.fixture
def run(owner: User) -> PipelineRun:
    return PipelineRun.objects.create(owner=owner, step="judging")


def waiting(run: PipelineRun, count: int, **fields: Any) -> list[RunItem]:
    return [
        run.items.create(step="judging", reference=str(number), rank=number, **fields)
        for number in range(count)
    ]


def states(run: PipelineRun) -> dict[str, str]:
    return dict(run.items.order_by("rank").values_list("reference", "state"))


def test_no_more_is_claimed_than_there_are_places(run: PipelineRun) -> None:
    waiting(run, 5)
    assert crew.claim(run, "judging", places=3)
    assert queued() == ["judge_items"]
    assert list(states(run).values()) == ["running"] * 3 + ["pending"] * 2
    assert crew.claim(run, "judging", places=3)
    assert queued() == ["judge_items"]


def test_one_task_goes_on_until_nothing_waits(run: PipelineRun) -> None:
    waiting(run, 5)
    crew.claim(run, "judging", places=1)
    crew.work(run, step="judging", places=1, do=lambda item: FINE)
    assert set(states(run).values()) == {"succeeded"}
    assert not crew.claim(run, "judging", places=1)


def test_an_item_that_breaks_leaves_the_next_alone(run: PipelineRun) -> None:
    waiting(run, 2)
    crew.claim(run, "judging", places=1)

    def do(item: RunItem) -> Ending:
        if item.reference == "0":
            raise ZeroDivisionError
        return FINE

    crew.work(run, step="judging", places=1, do=do)
    assert states(run) == {"0": "failed", "1": "succeeded"}
    assert run.items.get(reference="0").error["kind"] == "internal"


def test_what_was_interrupted_is_begun_last_and_alone(run: PipelineRun) -> None:
    first, *_ = waiting(run, 3)
    RunItem.objects.filter(pk=first.pk).update(attempt=1)
    done: list[str] = []

    def do(item: RunItem) -> Ending:
        done.append(item.reference)
        return FINE

    crew.claim(run, "judging", places=2)
    crew.work(run, step="judging", places=1, do=do)
    assert crew.claim(run, "judging", places=2)
    crew.work(run, step="judging", places=1, do=do)
    assert done == ["1", "2", "0"]


def test_nothing_new_begins_after_a_cancel(run: PipelineRun) -> None:
    waiting(run, 3)
    crew.claim(run, "judging", places=1)

    def do(item: RunItem) -> Ending:
        PipelineRun.objects.filter(pk=run.pk).update(cancel_requested_at=timezone.now())
        return FINE

    crew.work(run, step="judging", places=1, do=do)
    assert list(states(run).values()) == ["succeeded", "pending", "pending"]


def test_an_item_given_to_somebody_else_is_not_ended_by_its_first_worker(run: PipelineRun) -> None:
    waiting(run, 1)
    crew.claim(run, "judging", places=1)

    def do(item: RunItem) -> Ending:
        items.offer_again(item)
        return FINE

    crew.work(run, step="judging", places=1, do=do)
    assert states(run) == {"0": "pending"}


def test_a_set_back_clock_does_not_keep_a_run_waiting(run: PipelineRun) -> None:
    waiting(run, 1)
    PipelineRun.objects.filter(pk=run.pk).update(moved_at=timezone.now() + timedelta(hours=5))
    run.refresh_from_db()
    assert runs.wake(at=timezone.now(), group=None) == 1


def test_a_clock_a_day_ahead_ends_no_run_that_is_worked_on(run: PipelineRun) -> None:
    row = waiting(run, 1)[0]
    RunItem.objects.filter(pk=row.pk).update(
        state="running", worker=leases.worker_name(), lease_expires_at=timezone.now()
    )
    runs.wake(at=timezone.now() + timedelta(hours=30), group=None)
    run.refresh_from_db()
    assert run.status == "running"


class TestWithThreads:
    """Each thread has a connection of its own."""

    pytestmark = [REAL_ROWS]

    def test_as_many_are_done_at_once_as_there_are_places(self, run: PipelineRun) -> None:
        waiting(run, 6)
        crew.claim(run, "judging", places=3)
        together = threading.Barrier(3, timeout=120)

        def do(item: RunItem) -> Ending:
            together.wait()
            return FINE

        crew.work(run, step="judging", places=3, do=do)
        assert set(states(run).values()) == {"succeeded"}
        assert set(run.items.values_list("attempt", flat=True)) == {1}

    def test_a_model_is_kept_as_busy_as_was_set(
        self, owner: User, with_model: ModelStub, settings: Any
    ) -> None:
        settings.MODEL_PLACES = 4
        # An answer comes when all places have asked, and never when fewer can.
        together = threading.Barrier(4, timeout=120)
        with_model.answer(lambda call: together.wait() < 0 or fitting(call.body))
        for number in range(8):
            text = f"We need Python. Case {number}."
            make.job(owner, description=text, score=50.0, score_engine="computed")
        preferences.save(owner, {"autoSkipScoreThreshold": None})
        options = {"enableCrawling": False, "enableAutoTailoring": False}
        run = runs.start(owner, options=options, trigger="manual", actor="user")
        drain()
        run.refresh_from_db()
        assert (run.status, len(with_model.calls)) == ("completed", 8)
        assert LlmCall.objects.filter(pipeline_run_id=run.pk).count() == 8
        assert not Job.objects.exclude(score_engine="model").exists()
