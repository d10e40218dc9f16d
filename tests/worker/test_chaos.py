"""A short storm; `python -m bench chaos` is the long one. It takes a minute: a whole installation
is started, killed in pieces many times, and has to come to rest.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STORM = ("--on", "sqlite", "--jobs", "40", "--seconds", "20", "--every", "1.2", "--seed", "7")


@pytest.mark.worker
@pytest.mark.timeout(900)
def test_nothing_is_lost_or_doubled_when_everything_is_killed_while_people_work() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bench.chaos", *STORM], cwd=ROOT, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout
    assert "nothing stuck after the settling time" in told.stdout
