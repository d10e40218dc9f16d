"""What supervisors and probes read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db


def test_the_server_answers_without_the_database(
    client: Client, required: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/health")
    assert response.status_code == 200
    assert set(response.json()) == {"status", "timestamp"}
    assert response.json()["status"] == "ok"
    assert response["X-Request-Id"]


def test_it_is_ready_when_all_parts_are_there(client: Client, required: None) -> None:
    make.heartbeat()
    response = client.get("/health/ready")
    assert response.status_code == 200
    body = response.json()
    assert set(body) == {"status", "timestamp", "checks"}
    assert {name: check["status"] for name, check in body["checks"].items()} == {
        "database": "ok", "worker": "ok", "chromium": "ok",
    }  # fmt: skip
    assert body["checks"]["worker"]["lastHeartbeatAt"].endswith("Z")


def test_a_worker_not_heard_of_for_a_minute_is_not_there(client: Client) -> None:
    make.heartbeat(age=timedelta(seconds=61))
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["status"] == "unavailable"
    assert response.json()["checks"]["worker"]["status"] == "failed"


def test_before_any_worker_there_is_no_heartbeat(client: Client) -> None:
    body = client.get("/health/ready").json()
    assert body["checks"]["worker"] == {"status": "failed", "lastHeartbeatAt": None}


@pytest.mark.parametrize("path", ["/health", "/health/ready"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_refused_for_what_they_are(
    required: None, path: str, method: str
) -> None:
    found = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert (found.status_code, found["Allow"]) == (405, "GET, HEAD")
