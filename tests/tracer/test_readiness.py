"""Whether others reach the installation: asked of a real server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobops.lib.http import Policy
from orchestrator.models import User
from pdfs.models import PublicAddress
from pdfs.tracer import readiness, switching
from pdfs.tracer.switching import TracerNotReady
from tests import make
from tests.outside.server import Reply, Server

pytestmark = pytest.mark.django_db

FINE = Reply(body={"status": "ok", "timestamp": "2026-06-01T00:00:00Z"})


@pytest.fixture
def at(settings: Any, outside: Server, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put the public address on the stub, which answers this."""

    def answering(*replies: Reply) -> None:
        settings.PUBLIC_BASE_URL = outside.url
        monkeypatch.setattr(readiness, "POLICY", Policy(private_ok=True))
        outside.next(*replies)

    return answering


def test_an_answer_like_ours_is_ready(at: Callable[..., None], outside: Server) -> None:
    at(FINE)
    assert readiness.check().is_ready
    assert outside.seen[0].path == "/health"
    # It answered a moment ago, so nobody asks again.
    assert readiness.check().is_ready
    assert len(outside.seen) == 1


@pytest.mark.parametrize(
    "reply", [Reply(body=b"<html>parked</html>"), Reply(status=404), Reply(status=502)]
)
def test_somebody_elses_answer_is_not(at: Callable[..., None], reply: Reply) -> None:
    at(reply)
    assert readiness.check().reason == "other_answer"


def test_a_closed_door_is_said(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PUBLIC_BASE_URL = "http://127.0.0.1:9"
    monkeypatch.setattr(readiness, "POLICY", Policy(private_ok=True))
    assert readiness.check().reason == "unreachable"


def test_an_address_in_the_own_network_is_no_public_one(settings: Any, outside: Server) -> None:
    settings.PUBLIC_BASE_URL = outside.url
    found = readiness.check()
    assert found.reason == "private_address"
    assert not outside.seen


def test_a_failure_keeps_when_it_last_worked(at: Callable[..., None]) -> None:
    at(FINE, Reply(status=502))
    reached = readiness.look().reached_at
    found = readiness.look(timezone.now() + timedelta(minutes=6))
    assert (found.reason, found.reached_at) == ("other_answer", reached)


def test_switching_on_says_when_it_was_asked(at: Callable[..., None]) -> None:
    at(Reply(status=502))
    with pytest.raises(TracerNotReady) as refused:
        switching.require_ready()
    told = refused.value.details["tracerReadiness"]
    assert (told["status"], told["reason"]) == ("unavailable", "other_answer")
    assert told["checkedAt"]


def test_it_is_watched_only_while_somebody_traces(at: Callable[..., None], ada: User) -> None:
    at(FINE)
    readiness.watch()
    assert not PublicAddress.objects.exists()
    make.job(ada, tracer_links=True)
    readiness.watch()
    assert readiness.stored().is_ready
