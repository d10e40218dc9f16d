from __future__ import annotations

from collections.abc import Iterator

import pytest

from orchestrator import preferences
from orchestrator.models import User
from pdfs import render
from tests import make
from tests.outside.model import ModelStub


@pytest.fixture(scope="session", autouse=True)
def _browser_ends() -> Iterator[None]:
    yield
    render.close()


@pytest.fixture
def owner(ada: User) -> User:
    """Ada with a base résumé and a living worker, without a model."""
    make.heartbeat()
    make.resume(ada)
    return ada


@pytest.fixture
def with_model(owner: User, model_stub: ModelStub) -> ModelStub:
    preferences.save(owner, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model"})
    return model_stub
