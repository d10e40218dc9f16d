from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from orchestrator.models import Heartbeat, User
from orchestrator.ops import health, heartbeat
from orchestrator.pipeline import process
from tests import make
from tests.bounds import ends


@pytest.mark.django_db
def test_without_a_worker_it_is_not_ready() -> None:
    found = health.ready()
    assert (found.database, found.worker, found.is_ready) == (True, False, False)


@pytest.mark.django_db
def test_an_old_heartbeat_is_no_worker_but_is_shown() -> None:
    make.heartbeat(age=timedelta(minutes=2))
    found = health.ready()
    assert not found.worker
    assert found.last_beat is not None


@pytest.mark.django_db
def test_a_living_worker_with_a_browser_is_ready() -> None:
    make.heartbeat()
    assert health.ready().is_ready


@pytest.mark.django_db
def test_a_worker_without_a_browser_says_so(settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("CHROMIUM_PATH", "/nowhere/chromium")
    heartbeat.beat()
    assert Heartbeat.objects.get().chromium_error == "no_browser"
    assert not health.ready().chromium


def test_the_queue_knows_how_long_its_oldest_task_waits(ada: User) -> None:
    make.heartbeat()
    make.resume(ada)
    process.request(make.job(ada), actor="user")
    found = health.queue(timezone.now() + timedelta(minutes=3))
    assert (found.waiting, found.under_lease) == (1, 1)
    assert found.oldest is not None
    assert found.oldest > timedelta(minutes=2)


def test_a_database_that_hangs_is_an_answer_within_two_seconds(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits for the deadline once; whoever asks meanwhile asks nobody."""
    hangs, asked = threading.Event(), []

    def hang() -> health.Health:
        asked.append(1)
        hangs.wait(20)
        return health.NOTHING

    monkeypatch.setattr(health, "ready", hang)
    with ends(within=15):
        answer = client.get("/health/ready")
    client.get("/health/ready")
    hangs.set()
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"status": "failed"}
    assert asked == [1]
