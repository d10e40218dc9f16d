"""A cancel and an end in the same instant: a hundred pairs of connections, hence the seconds."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from orchestrator.models import User
from tailoring.ghostwriter import runs
from tailoring.ghostwriter.failures import BROKEN
from tailoring.models import ChatRun
from tests import chats, make
from tests.worker.harness import REAL_ROWS

pytestmark = REAL_ROWS

ENDS = {
    "completed": lambda run: runs.complete(run, message={"content": "The end."}),
    "failed": lambda run: runs.fail(run, BROKEN),
}


def _together(*verbs: Callable[[], bool]) -> list[bool]:
    start = Barrier(len(verbs))

    def one(verb: Callable[[], bool]) -> bool:
        try:
            start.wait()
            return verb()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(one, verbs))


def _outcome(pk: UUID) -> tuple[str, str, str]:
    row = ChatRun.objects.select_related("message").get(pk=pk)
    return row.status, row.message.status, row.message.content


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("completed", ("completed", "complete", "The end.")), ("failed", ("failed", "failed", ""))],
)
def test_of_a_cancel_and_an_end_one_wins_a_hundred_times(
    ada: User, status: str, outcome: tuple[str, str, str]
) -> None:
    make.heartbeat()
    job, wins = make.job(ada), []
    for _ in range(50):
        run = chats.claimed(job)
        ended, cancelled = _together(partial(ENDS[status], run), partial(runs.cancel, run))
        assert ended is not cancelled
        assert _outcome(run.pk) == (outcome if ended else ("cancelled", "cancelled", ""))
        assert (runs.cancel(run), ENDS[status](run)) == (False, False)
        wins.append(ended)
    assert len(wins) == 50


def test_of_many_claims_one_wins(ada: User) -> None:
    make.heartbeat()
    run = chats.begun(make.job(ada))
    won = _together(*[lambda: runs.claim(run.pk) is not None] * 8)
    assert sorted(won) == [False] * 7 + [True]
