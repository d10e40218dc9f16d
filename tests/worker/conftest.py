from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.worker.harness import RealWorker


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[RealWorker]:
    """A worker that is not started yet; nothing of it survives the test."""
    real = RealWorker(tmp_path)
    yield real
    real.end()
