from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestrator.api import streams
from orchestrator.models import User
from tests.contract.world import World, answering
from tests.outside.model import ModelStub
from tests.outside.rxresume import RxResumeStub
from tests.outside.server import Server
from tests.worker.harness import until


@pytest.fixture
def world(
    live_server: Any, ada: User, ben: User, model_stub: ModelStub, rxresume_stub: RxResumeStub,
    settings: Any, tmp_path: Path, outside: Server, monkeypatch: pytest.MonkeyPatch,
) -> Iterator[World]:  # fmt: skip
    """A server that answers on a port of its own, and the two stubs it may talk to."""
    # A stream learns that its reader left when it speaks; here it speaks all the time.
    monkeypatch.setattr(streams, "SPEAK_EVERY", 0.02)
    monkeypatch.setattr(streams, "LOOK_EVERY", 0.02)
    settings.WAIT_SECONDS = 60
    # No source knows anything, until a case says otherwise.
    settings.SOURCE_RELAY_URL = outside.url
    before = answering()
    made = World(live_server.url, ada, ben, model_stub, rxresume_stub, settings, tmp_path,
                 outside, monkeypatch)  # fmt: skip
    yield made
    if made.streamed:
        until(lambda: not answering() - before, what="every stream of the server ended")
    made.browser()
