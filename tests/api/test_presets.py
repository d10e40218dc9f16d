"""Saved searches over the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from orchestrator.models import User
from tests import make

PATH = "/api/pipeline/search-presets"
DAILY = {"kind": "daily", "at": "07:30"}


def post(client: Client, path: str = PATH, **body: Any) -> Any:
    return client.post(path, body, content_type="application/json")


@pytest.fixture
def saved(client: Client, ada: User) -> dict[str, Any]:
    answer = post(client, name="Nightly", topN=5, country="DE", cadence=DAILY)
    assert answer.status_code == 201
    data: dict[str, Any] = answer.json()["data"]
    return data


def test_what_was_saved_is_shown(client: Client, saved: dict[str, Any]) -> None:
    assert saved["options"] == {"topN": 5, "country": "DE"}
    assert (saved["cadence"], saved["enabled"], saved["lastResult"]) == (DAILY, True, None)
    assert saved["nextRunAt"].endswith("T07:30:00.000Z")
    assert client.get(PATH).json()["data"] == [saved]
    assert (
        client.get("/api/pipeline/status").json()["data"]["nextScheduledRun"]
        == (saved["nextRunAt"])
    )


def test_a_part_is_changed_and_the_rest_stays(client: Client, saved: dict[str, Any]) -> None:
    body = {"topN": None, "minSuitabilityScore": 70, "enabled": False, "colour": 1}
    answer = client.patch(f"{PATH}/{saved['id']}", body, content_type="application/json")
    data = answer.json()["data"]
    assert data["options"] == {"country": "DE", "minSuitabilityScore": 70}
    assert (data["name"], data["cadence"], data["nextRunAt"]) == ("Nightly", DAILY, None)
    assert answer.json()["meta"]["ignoredFields"] == ["colour"]


def test_a_cadence_is_taken_away_by_null(client: Client, saved: dict[str, Any]) -> None:
    path = f"{PATH}/{saved['id']}"
    kept = client.patch(path, {"name": "Daily"}, content_type="application/json").json()["data"]
    assert (kept["name"], kept["cadence"]) == ("Daily", DAILY)
    gone = client.patch(path, {"cadence": None}, content_type="application/json").json()["data"]
    assert (gone["cadence"], gone["nextRunAt"]) == (None, None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "A", "topN": 51}, "topN"),
        ({"name": "A", "sources": []}, "sources"),
        ({"name": "A", "cadence": "daily"}, "cadence"),
        ({"name": "A", "cadence": {"kind": "cron", "expression": "* * * * *"}}, "cadence"),
        ({"name": "A", "enabled": "yes"}, "enabled"),
    ],
)
def test_what_does_not_fit_is_named(
    client: Client, ada: User, body: dict[str, Any], field: str
) -> None:
    answer = post(client, **body)
    assert answer.status_code == 400
    assert list(answer.json()["error"]["details"]["fieldErrors"]) == [field]


def test_a_name_is_taken_once(client: Client, saved: dict[str, Any]) -> None:
    answer = post(client, name="NIGHTLY")
    assert answer.status_code == 409
    assert answer.json()["error"]["details"] == {"reason": "name_taken"}


def test_the_used_one_comes_first_and_the_deleted_one_goes(
    client: Client, saved: dict[str, Any]
) -> None:
    other = post(client, name="Other").json()["data"]
    assert [one["name"] for one in client.get(PATH).json()["data"]] == ["Other", "Nightly"]
    assert post(client, f"{PATH}/{saved['id']}/used").json()["data"]["lastUsedAt"]
    assert [one["name"] for one in client.get(PATH).json()["data"]] == ["Nightly", "Other"]
    assert client.delete(f"{PATH}/{other['id']}").status_code == 200
    assert [one["name"] for one in client.get(PATH).json()["data"]] == ["Nightly"]


def test_a_saved_search_can_be_run_as_it_is_shown(client: Client, saved: dict[str, Any]) -> None:
    make.heartbeat()
    answer = post(client, "/api/pipeline/run", **saved["options"])
    assert answer.status_code == 200
