"""`manage.py run_pipeline` as an owner types it: its own process, over the stub of all sources.
Each test waits for a worker and what it does.
"""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys

import pytest

from tests import make
from tests.commands.house import ROOT, House
from tests.outside.boards import Boards, hanging, refused
from tests.worker.harness import until

pytestmark = pytest.mark.worker

SEARCH = ("--term", "developer", "--min-score", "0", "--top", "1")


@pytest.fixture
def relay(boards: Boards) -> dict[str, str]:
    return {"JOBOPS_SOURCE_RELAY_URL": boards.url}


def test_one_command_reads_scores_and_prepares(house: House, relay: dict[str, str]) -> None:
    house.run("import_resume", str(make.RESUME))
    code, said = house.run("run_pipeline", *SEARCH, env=relay)
    assert code == 0, said
    assert "Remotive: 4 read, 1 new, 0 known, 2 not wanted, 1 unreadable" in said
    assert "1 of 1 prepared" in said
    code, again = house.run("run_pipeline", *SEARCH, "--no-tailor", env=relay)
    assert (code, "0 new jobs" in again) == (0, True)


def test_it_fails_when_no_source_can_be_read(
    house: House, boards: Boards, relay: dict[str, str]
) -> None:
    boards.fault("remotive", refused())
    code, said = house.run("run_pipeline", *SEARCH, "--source", "remotive", env=relay)
    assert code == 1
    assert "No source could be read, and nothing was found: Remotive" in said


def test_without_crawling_it_works_on_what_is_there(house: House) -> None:
    code, said = house.run("run_pipeline", "--no-crawl")
    assert (code, "0 new jobs" in said) == (0, True)


def test_interrupting_it_cancels_the_run(
    house: House, boards: Boards, relay: dict[str, str]
) -> None:
    boards.fault("remotive", hanging())
    command = subprocess.Popen(
        [sys.executable, "manage.py", "run_pipeline", *SEARCH, "--source", "remotive"],
        cwd=ROOT, env=house.env(relay), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        # Tests that run in the background of a shell have it ignored, and so have their children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    until(lambda: boards.asked("remotive"), what="the source being asked")
    command.send_signal(signal.SIGINT)
    assert command.stdout is not None
    # The source stays silent until the command has understood, or the run would end by itself.
    assert any("Cancelling the run" in line for line in command.stdout)
    boards.stopping.set()
    command.communicate(timeout=200)
    assert command.returncode == 1
    with sqlite3.connect(house.folder / "jobops.sqlite3") as rows:
        assert rows.execute("select status from orchestrator_pipelinerun").fetchall() == [
            ("cancelled",)
        ]
