from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestrator import preferences
from orchestrator.models import User
from tests import make
from tests.outside.model import ModelStub
from tests.worker.harness import RealWorker


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[RealWorker]:
    """A worker that is not started yet; nothing of it survives the test."""
    real = RealWorker(tmp_path)
    yield real
    real.end()


@pytest.fixture
def owner(ada: User) -> User:
    """Ada with a base résumé and without a model."""
    make.resume(ada)
    return ada


@pytest.fixture
def with_model(owner: User, model_stub: ModelStub) -> ModelStub:
    """The model Ada works with from now on."""
    wanted = {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model"}
    preferences.save(owner, wanted)
    return model_stub
