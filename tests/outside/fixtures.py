"""The outside as fixtures: each is a fresh server on loopback, stopped after the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.outside.model import ModelStub
from tests.outside.rxresume import RxResumeStub
from tests.outside.server import Server


@pytest.fixture
def outside() -> Iterator[Server]:
    """Any other server: answers 404 until it is told otherwise (tests/outside/server.py)."""
    with Server() as server:
        yield server


@pytest.fixture
def model_stub() -> Iterator[ModelStub]:
    """A language model (tests/outside/model.py)."""
    with ModelStub() as stub:
        yield stub


@pytest.fixture
def rxresume_stub() -> Iterator[RxResumeStub]:
    """A Reactive Resume server with one document, "r1" (tests/outside/rxresume.py)."""
    with RxResumeStub() as stub:
        stub.add("r1", name="Base", data={"basics": {"name": "Ada Byron"}, "sections": {}})
        yield stub
