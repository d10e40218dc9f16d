"""Deaths of the pool's processes. Each test starts a real worker, which takes about a second."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django_q.models import Failure, OrmQ

from orchestrator.models import Heartbeat
from tests.worker.harness import ONE_GROUP, REAL_ROWS, RealWorker, chore, gone, said, until

pytestmark = [pytest.mark.worker, REAL_ROWS]


@pytest.mark.parametrize("which", [0, 1, 2, 3], ids=["worker", "worker 2", "monitor", "pusher"])
def test_it_works_on_after_any_idle_process_was_killed(worker: RealWorker, which: int) -> None:
    worker.start()
    pool = worker.pool()
    before = {one.pid for one in pool}
    pool[which].kill()
    for number in range(4):
        chore("note", worker.folder, f"n{number}")
    until(lambda: all(said(worker.folder, f"n{number}") for number in range(4)))
    until(lambda: not before & {one.pid for one in worker.pool()}, what="a new pool")


def test_a_busy_worker_finishes_when_another_process_is_killed(worker: RealWorker) -> None:
    worker.start()
    chore("hold", worker.folder, "long")
    busy = until(lambda: said(worker.folder, "long.begun"))[0]
    next(one for one in worker.workers() if one.pid != busy).kill()
    chore("note", worker.folder, "other")
    until(lambda: said(worker.folder, "other"))
    (worker.folder / "go").touch()
    assert until(lambda: said(worker.folder, "long.ended")) == [busy]
    until(lambda: not psutil.pid_exists(busy), what="the retired worker went home")


def test_a_task_that_kills_its_worker_is_not_offered_again(worker: RealWorker) -> None:
    worker.start()
    chore("die", worker.folder, "poison")
    until(lambda: said(worker.folder, "poison"))
    chore("note", worker.folder, "next")
    until(lambda: said(worker.folder, "next"))
    until(lambda: not OrmQ.objects.exists(), what="an empty queue")
    assert len(said(worker.folder, "poison")) == 1


def test_a_task_over_its_time_ends_its_worker_and_nothing_else(tmp_path: Path) -> None:
    worker = RealWorker(tmp_path, env={"JOBOPS_TEST_TASK_SECONDS": "5"}).start()
    try:
        before = {one.pid for one in worker.pool()}
        chore("hold", tmp_path, "long")
        slow = until(lambda: said(tmp_path, "long.begun"))[0]
        until(lambda: slow not in {one.pid for one in worker.pool()}, what="the slow one gone")
        until(lambda: len(worker.pool()) == 4)
        assert before - {slow} < {one.pid for one in worker.pool()}
        assert until(lambda: Failure.objects.first()).name
    finally:
        worker.end()


def test_a_task_that_no_alarm_can_end_is_killed_with_its_pool(tmp_path: Path) -> None:
    # The alarm, three seconds of grace and five for leaving must pass first.
    worker = RealWorker(tmp_path, env={"JOBOPS_TEST_TASK_SECONDS": "5"}).start()
    try:
        chore("stick", tmp_path, "stuck")
        stuck = psutil.Process(until(lambda: said(tmp_path, "stuck"))[0])
        until(lambda: gone([stuck]))
        chore("note", tmp_path, "next")
        until(lambda: said(tmp_path, "next"))
    finally:
        worker.end()


def test_no_process_is_left_when_the_command_is_killed(worker: RealWorker) -> None:
    worker.start()
    family = worker.family()
    worker.kill()
    until(lambda: gone(family))


def test_what_waited_when_the_command_was_killed_runs_after_the_restart(
    worker: RealWorker,
) -> None:
    worker.start()
    for number in range(6):
        chore("hold", worker.folder, f"n{number}")
    until(lambda: len(list(worker.folder.glob("*.begun"))) == 2, what="two of six begun")
    family = worker.family()
    worker.kill()
    until(lambda: gone(family))
    (worker.folder / "go").touch()
    worker.start()
    # A task leaves the queue when it is taken. Two were, and ended with the command.
    until(lambda: len(list(worker.folder.glob("*.ended"))) == 4, what="the other four ended")
    until(lambda: not OrmQ.objects.exists(), what="an empty queue")
    assert [len(said(worker.folder, f"n{number}.begun")) for number in range(6)] == [1] * 6


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[RealWorker]:
    """A worker that gives what runs much time when it is told to stop."""
    real = RealWorker(tmp_path, env={"JOBOPS_STOP_SECONDS": "900"})
    try:
        yield real.start()
    finally:
        real.end()


def test_sigterm_lets_a_running_task_finish(patient: RealWorker) -> None:
    worker = patient
    chore("hold", worker.folder, "long")
    until(lambda: said(worker.folder, "long.begun"))
    family = worker.family()
    assert worker.process is not None
    worker.process.terminate()
    until(lambda: len(worker.pool()) < 4, what="idle processes left")
    (worker.folder / "go").touch()
    assert worker.process.wait(200) == 0
    assert said(worker.folder, "long.ended")
    until(lambda: gone(family))
    assert not Heartbeat.objects.exists()


def test_an_idle_worker_stops_at_once(patient: RealWorker) -> None:
    assert patient.stop() == 0


@ONE_GROUP
def test_a_second_worker_on_the_folder_says_so_and_leaves(worker: RealWorker) -> None:
    worker.start()
    other = RealWorker(worker.folder)
    other.start(wait=False)
    assert other.process is not None
    try:
        assert other.process.wait(200) == 1
    except subprocess.TimeoutExpired:
        other.end()
        raise
    assert "A worker already runs on this data folder" in worker.log()
