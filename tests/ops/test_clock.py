from __future__ import annotations

from orchestrator.ops.clock import Clock
from orchestrator.queue import SCHEDULES, Schedule

calls: list[str] = []


def work() -> None:
    calls.append("work")


def broken() -> None:
    calls.append("broken")
    raise RuntimeError("as if the database were locked")


def clock(*paths: str, every: float = 10) -> Clock:
    calls.clear()
    return Clock({path: Schedule(f"tests.ops.test_clock.{path}", every) for path in paths})


def test_it_calls_what_is_due_and_waits_for_the_rest() -> None:
    ticking = clock("work")
    for second in (0, 5, 9, 10, 12, 20):
        ticking.tick(now=1000.0 + second)
    assert calls == ["work"] * 3


def test_one_failing_schedule_does_not_keep_back_the_next() -> None:
    clock("broken", "work").tick(now=1000.0)
    assert calls == ["broken", "work"]


def test_missed_rounds_are_not_made_up_for() -> None:
    ticking = clock("work")
    ticking.tick(now=1000.0)
    ticking.tick(now=9000.0)
    assert calls == ["work"] * 2


def test_a_clock_that_was_set_back_silences_nothing() -> None:
    ticking = clock("work")
    ticking.tick(now=9000.0)
    ticking.tick(now=1000.0)
    assert calls == ["work"] * 2


def test_every_schedule_of_the_house_can_be_called() -> None:
    assert len(Clock()._work) == len(SCHEDULES)
