"""Every migration can be taken back, with rows in the tables, and the search finds afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import postgres

# Half a minute of work each, because Django draws every state of all tables anew.
pytestmark = pytest.mark.timeout(1500)
ROOT = Path(__file__).resolve().parents[2]


def went(folder: Path, **database: str) -> str:
    """What a process on a database of its own said; so many migrations take seconds."""
    known = {one: text for one, text in os.environ.items() if not one.startswith("DATABASE_")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.ops.back_and_forth"],
        cwd=ROOT, env={**known, "JOBOPS_DATA_DIR": str(folder), **database},
        text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_every_migration_goes_back_and_forth_on_sqlite(tmp_path: Path) -> None:
    assert "migrations went back and forth" in went(tmp_path)


@pytest.mark.skipif(postgres.programs() is None, reason=postgres.MISSING)
def test_every_migration_goes_back_and_forth_on_postgresql(tmp_path: Path) -> None:
    with postgres.cluster() as url:
        assert "migrations went back and forth" in went(tmp_path, DATABASE_URL=url)
