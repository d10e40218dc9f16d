"""Who is tried again is decided in tests/reruns.py; that it works is tried in a run of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.outside.server import Server
from tests.reruns import may_rerun

ROOT = Path(__file__).resolve().parents[2]
SUITE = """
import time
from pathlib import Path
import pytest

@pytest.fixture
def outside():
    with Path("made").open("a") as file:
        file.write("x")

def tries(name):
    with Path(name).open("a") as file:
        file.write("x")
    return Path(name).stat().st_size

def test_it_helps(outside):
    assert (tries("helped"), Path("made").stat().st_size) == (2, 2)

def test_code_alone():
    assert tries("alone") == 2

@pytest.mark.timeout(5)
def test_that_hangs_in_its_second_try(outside):
    assert tries("hung") == 2
    time.sleep(600)
"""


@pytest.mark.parametrize(
    ("fixtures", "marks"),
    [
        (["tmp_path", "outside"], []),
        (["db", "live_server"], ["django_db"]),
        (["house", "prepared"], []),
        (["db"], ["django_db", "browser"]),
        (["db"], ["worker"]),
    ],
)
def test_what_meets_a_server_a_browser_or_a_program_may_be_tried_again(
    fixtures: list[str], marks: list[str]
) -> None:
    assert may_rerun(fixtures=fixtures, marks=marks)


@pytest.mark.parametrize(
    ("fixtures", "marks"),
    [([], []), (["db", "ada", "client"], ["django_db"]), (["tmp_path"], ["parametrize"])],
)
def test_code_alone_is_never_tried_again(fixtures: list[str], marks: list[str]) -> None:
    assert not may_rerun(fixtures=fixtures, marks=marks)


def test_this_one_has_no_second_try(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("flaky") is None


def test_this_one_has_two_more(request: pytest.FixtureRequest, outside: Server) -> None:
    mark = request.node.get_closest_marker("flaky")
    known = request.config.pluginmanager.hasplugin("rerunfailures")
    assert (mark.kwargs["reruns"] if mark else 0) == (2 if known else 0)


def test_each_try_begins_anew_and_the_closing_line_counts_it(tmp_path: Path) -> None:
    """A run of its own, with a test that hangs until its time is over: some seconds."""
    (tmp_path / "test_it.py").write_text(SUITE)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "1", "-q", "-c", "/dev/null", "--rootdir",
         str(tmp_path), "-p", "tests.reruns", "-p", "no:django", "test_it.py"],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PATH": ""}, text=True, check=False,
        capture_output=True, timeout=200,
    )  # fmt: skip
    said = done.stdout
    assert done.returncode == 1, said + done.stderr
    assert "2 failed, 1 passed, 2 rerun" in said
    assert "test_code_alone" in said
    assert "Timeout (>5.0s) from pytest-timeout" in said
    assert (tmp_path / "alone").read_text() == "x"
