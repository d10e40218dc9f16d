from __future__ import annotations

from orchestrator.ops import timetable
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


def test_the_last_round_of_each_is_written_down() -> None:
    ticking = Clock({"tidy": Schedule("tests.ops.test_clock.work", 86400)})
    ticking.tick(now=1_800_000_000.0)
    entry = next(one for one in timetable.entries() if one.name == "tidy")
    assert entry.last is not None
    assert (entry.last.at.timestamp(), entry.last.fine) == (1_800_000_000.0, True)
    assert entry.due == entry.last.at + entry.every


def test_a_round_that_failed_is_written_down_as_such() -> None:
    Clock({"tidy": Schedule("tests.ops.test_clock.broken", 86400)}).tick(now=1_800_000_100.0)
    entry = next(one for one in timetable.entries() if one.name == "tidy")
    assert entry.last is not None
    assert not entry.last.fine


def test_one_that_somebody_wants_comes_at_the_next_tick_once() -> None:
    calls.clear()
    ticking = Clock({"tidy": Schedule("tests.ops.test_clock.work", 86400)})
    ticking.tick(now=1000.0)
    assert timetable.want("tidy")
    ticking.tick(now=1001.0)
    ticking.tick(now=1002.0)
    assert calls == ["work"] * 2


def test_the_sign_of_life_and_what_there_is_not_cannot_be_asked_for() -> None:
    assert not timetable.want("beat")
    assert not timetable.want("../x")
