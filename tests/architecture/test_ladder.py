"""Time-outs rise from the inside out, so that the inner one always speaks first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from jobops import settings
from jobops.lib.llm_stream import PATIENCE
from orchestrator.queue import TASKS


def rises(rungs: Sequence[float]) -> bool:
    return all(lower < higher for lower, higher in pairwise(rungs))


def test_every_time_out_is_less_than_the_one_around_it():
    assert rises(
        [
            settings.PRINT_SECONDS,
            settings.MODEL_CALL_SECONDS,
            settings.STEP_SECONDS,
            settings.ATTEMPT_SECONDS,
            settings.TASK_SECONDS,
            settings.Q_CLUSTER["retry"],
        ]
    )


def test_a_reply_that_is_written_bit_by_bit_ends_itself_before_its_task():
    each = [PATIENCE.connect, PATIENCE.idle, PATIENCE.first, PATIENCE.total]
    assert rises([*each, TASKS["write_reply"].budget, settings.STEP_SECONDS])


def test_a_task_that_waits_behind_another_is_not_presented_again():
    assert settings.Q_CLUSTER["retry"] > 2 * settings.Q_CLUSTER["timeout"]
    assert settings.Q_CLUSTER["queue_limit"] == settings.Q_CLUSTER["workers"]


def test_every_task_ends_itself_before_the_queue_does():
    assert max(task.budget for task in TASKS.values()) < settings.TASK_SECONDS


def test_a_failed_task_is_not_tried_again_by_the_queue():
    assert settings.Q_CLUSTER["max_attempts"] == 1
    assert settings.Q_CLUSTER["ack_failures"]
    assert not settings.Q_CLUSTER["catch_up"]


@pytest.mark.parametrize("rungs", [(60, 60), (1, 3, 2)])
def test_the_check_sees_a_ladder_out_of_order(rungs):
    assert not rises(rungs)
