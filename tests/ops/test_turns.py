"""Several worker groups on one database: what only one of them does, and what each may take."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone
from django_q.models import OrmQ

from orchestrator.models import SourceTurn
from orchestrator.ops import broker as brokers
from orchestrator.ops import turns
from orchestrator.ops.broker_rows import Doorbell
from orchestrator.ops.clock import Clock
from orchestrator.ops.flags import Ring
from orchestrator.queue import QUIET, SCHEDULES, Schedule, enqueue
from tests.worker.harness import REAL_ROWS

pytestmark = REAL_ROWS
several = pytest.mark.skipif(
    "sqlite" in settings.DATABASES["default"]["ENGINE"], reason="On SQLite there is only one group"
)
RUNS: list[str] = []


def note() -> None:
    RUNS.append("ran")


ONE = {"back_up": Schedule("tests.ops.test_turns.note", 60, alone=True)}


def at_once(work: Any, *, times: int) -> list[Any]:
    """What `times` threads, each with a line of its own, got when they began together."""
    begin, found = threading.Barrier(times), []

    def run() -> None:
        try:
            begin.wait()
            found.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@several
def test_of_many_groups_that_tick_at_once_one_has_the_turn() -> None:
    now = time.time()
    first = at_once(lambda: turns.take("start_scheduled", every=60, at=now), times=6)
    again = at_once(lambda: turns.take("start_scheduled", every=60, at=now + 60), times=6)
    assert (sorted(first), sorted(again)) == ([False] * 5 + [True], [False] * 5 + [True])


@several
def test_two_clocks_call_a_schedule_once_in_its_time() -> None:
    RUNS.clear()
    here, there, now = Clock(ONE), Clock(ONE), time.time()
    for second in range(0, 180, 5):
        here.tick(now=now + second)
        there.tick(now=now + second + 2)
    assert len(RUNS) == 3


@several
def test_a_turn_from_the_future_was_taken_by_a_wrong_clock() -> None:
    SourceTurn.objects.create(host="schedule tidy", next_at=timezone.now() + timedelta(days=9))
    assert turns.take("tidy", every=60, at=time.time())


def test_what_would_hurt_twice_is_called_by_one_group() -> None:
    alone = {name for name, one in SCHEDULES.items() if one.alone}
    assert {"start_scheduled", "sync_mailboxes", "send_webhooks", "check_public_address"} <= alone
    assert not {"beat", "reap", "back_up"} & alone


@several
def test_quiet_work_is_taken_by_one_of_many_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brokers, "POLL_SECONDS", 0.0)
    ids = ["a5d0c4a4-0000-4000-8000-00000000000" + str(n) for n in range(6)]
    for one in ids:
        enqueue("inspect_pdf", one)  # type: ignore[arg-type]
    found = at_once(lambda: Doorbell(list_key="jobops").quiet(older_than=timedelta(0)), times=6)
    assert sum(one is not None for one in found) == 1
    assert OrmQ.objects.filter(key=QUIET, lock__gt=timezone.now()).count() == 1


def group(size: int = 8) -> Doorbell:
    found = Doorbell(list_key="jobops")
    found.taken, found.quietly = Ring(size), Ring(1)
    return found


def test_a_group_gives_back_only_what_it_took_itself() -> None:
    ours, theirs = group(), group()
    for number in range(2):
        enqueue("process_job", f"00000000-0000-4000-8000-00000000000{number}")  # type: ignore[arg-type]
    mine, other = ours._next(), theirs._next()
    assert mine is not None
    assert other is not None
    assert mine[0] != other[0]
    assert ours.release(everything=False) == 1
    now = timezone.now()
    assert OrmQ.objects.get(pk=mine[0]).lock <= now < OrmQ.objects.get(pk=other[0]).lock


def test_what_a_dead_group_took_is_offered_again_and_a_living_one_keeps_its_own() -> None:
    ours, theirs = group(), group()
    enqueue("process_job", "00000000-0000-4000-8000-000000000001")  # type: ignore[arg-type]
    taken = ours._next()
    assert taken is not None
    OrmQ.objects.update(lock=timezone.now() + timedelta(seconds=1))
    ours.renew()
    assert OrmQ.objects.get().lock > timezone.now() + brokers.HELD / 2
    assert theirs._next() is None
    OrmQ.objects.update(lock=timezone.now() - timedelta(seconds=1))
    again = theirs._next()
    assert again is not None
    assert again[0] == taken[0]
    task = {"ack_id": taken[0], "name": "process_job"}
    assert [theirs.begin(task), ours.begin(task)] == [True, False]


def begun_quietly(ours: Doorbell) -> OrmQ:
    """Two pieces of quiet work, the first of them under way in `ours`."""
    for number in range(2):
        enqueue("inspect_pdf", f"00000000-0000-4000-8000-00000000000{number}")  # type: ignore[arg-type]
    taken = ours._next()
    assert taken is not None
    return OrmQ.objects.get(pk=taken[0])


def test_quiet_work_of_a_dead_group_holds_the_rest_back_for_seconds() -> None:
    ours, theirs = group(), group()
    first = begun_quietly(ours)
    assert theirs._next() is None
    assert first.lock < timezone.now() + timedelta(seconds=31)
    OrmQ.objects.filter(pk=first.pk).update(lock=timezone.now() - timedelta(seconds=1))
    again = theirs._next()
    assert again is not None
    assert again[0] == first.pk


def test_a_living_group_keeps_its_quiet_work_and_a_broken_pool_gives_it_back() -> None:
    ours, theirs = group(), group()
    first = begun_quietly(ours)
    OrmQ.objects.filter(pk=first.pk).update(lock=timezone.now() + timedelta(seconds=1))
    ours.renew()
    first.refresh_from_db()
    assert first.lock > timezone.now() + brokers.HELD / 2
    assert theirs.release(everything=False) == 0
    assert ours.release(everything=False) == 1
    assert theirs._next() is not None
