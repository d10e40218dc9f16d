"""Interviews and the calendar's address over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from orchestrator import preferences
from orchestrator.api.schemas.interviews import CalendarFeedOut, InterviewOut
from orchestrator.models import Interview, Job, User
from tests import make
from tests.api.calls import data, error, fits, get, patch, post, send
from tests.contract.world import NOBODY

pytestmark = pytest.mark.django_db
BODY = {"scheduledAt": "2027-03-01T14:00:00+01:00", "type": "technical"}


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada, status="applied")


def add(client: Client, job: Job, **body: Any) -> dict[str, Any]:
    found = data(post(client, f"/jobs/{job.pk}/interviews", {**BODY, **body}), 201)
    return fits(InterviewOut, found)


def test_one_is_added_with_what_usually_holds(client: Client, ada: User, job: Job) -> None:
    preferences.save(ada, {"timeZone": "Europe/Berlin"})
    found = add(client, job)
    expected = {
        "applicationId": str(job.pk), "scheduledAt": "2027-03-01T13:00:00.000Z", "isAllDay": False,
        "timezone": "Europe/Berlin", "durationMins": 60, "type": "technical", "location": None,
        "link": None, "people": None, "notes": None, "outcome": "pending", "remark": None,
        "messageId": None, "overlaps": [],
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected
    assert data(get(client, f"/jobs/{job.pk}"))["status"] == "applied"


def test_all_that_is_said_is_kept(client: Client, job: Job) -> None:
    said = {
        "timezone": "Asia/Tokyo", "durationMins": 1_440, "isAllDay": True, "location": "Room 5",
        "link": "https://meet.example/1", "people": "Ada\nGrace", "notes": "Ask", "outcome": "pass",
    }  # fmt: skip
    found = add(client, job, **said)
    assert {name: found[name] for name in said} == said
    (listed,) = data(get(client, f"/jobs/{job.pk}/interviews"))
    assert listed == found == data(get(client, f"/jobs/{job.pk}/interviews/{found['id']}"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("scheduledAt", "2027-03-01T14:00:00"), ("scheduledAt", "tomorrow"), ("scheduledAt", 1),
        ("scheduledAt", "2027-02-30T14:00:00Z"), ("scheduledAt", "1969-12-31T00:00:00Z"),
        ("scheduledAt", "9999-12-31T23:59:59-12:00"), ("scheduledAt", "2200-01-01T00:00:00Z"),
        ("timezone", "Mars/Olympus"), ("timezone", ""), ("timezone", None), ("durationMins", 4),
        ("durationMins", 1_441), ("durationMins", "60"), ("durationMins", 60.5), ("type", "chat"),
        ("type", None), ("link", "javascript:alert(1)"), ("link", "https://a@b.example"),
        ("link", "https://a.example/" + "x" * 2_000), ("location", "x" * 501),
        ("people", "x" * 1_001), ("notes", "x" * 10_001), ("outcome", "won"), ("outcome", None),
        ("isAllDay", 1),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_name(
    client: Client, job: Job, field: str, value: Any
) -> None:
    refused = error(post(client, f"/jobs/{job.pk}/interviews", {**BODY, field: value}), 400)
    assert list(refused["details"]["fieldErrors"]) == [field]
    row = add(client, job)
    again = error(patch(client, f"/jobs/{job.pk}/interviews/{row['id']}", {field: value}), 400)
    assert list(again["details"]["fieldErrors"]) == [field]


@pytest.mark.parametrize("field", ["scheduledAt", "type"])
def test_when_and_what_are_needed(client: Client, job: Job, field: str) -> None:
    body = {name: value for name, value in BODY.items() if name != field}
    refused = error(post(client, f"/jobs/{job.pk}/interviews", body), 400)
    assert list(refused["details"]["fieldErrors"]) == [field]


def test_a_part_is_changed_and_the_rest_stays(client: Client, job: Job) -> None:
    row = add(client, job, notes="Ask", link="https://meet.example/1")
    path = f"/jobs/{job.pk}/interviews/{row['id']}"
    found = fits(InterviewOut, data(patch(client, path, {"outcome": "fail", "link": None})))
    changed = {"outcome": "fail", "link": None, "updatedAt": found["updatedAt"]}
    assert found == {**row, **changed}
    error(patch(client, path, {}), 400)


def test_one_is_taken_away_and_brought_back(client: Client, job: Job) -> None:
    row = add(client, job)
    path = f"/jobs/{job.pk}/interviews/{row['id']}"
    assert data(send(client, "DELETE", path)) is None
    error(get(client, path), 404)
    assert data(get(client, f"/jobs/{job.pk}/interviews")) == []
    back = data(post(client, f"{path}/restore"))
    assert back == {**row, "updatedAt": back["updatedAt"]}
    assert data(post(client, f"{path}/restore")) == back


def test_overlaps_are_named(client: Client, ada: User, job: Job) -> None:
    first = add(client, job)
    second = add(client, make.job(ada), scheduledAt="2027-03-01T13:59:00Z")
    assert second["overlaps"] == [first["id"]]
    (listed,) = data(get(client, f"/jobs/{job.pk}/interviews"))
    assert listed["overlaps"] == [second["id"]]


def test_what_is_not_there_is_missing(client: Client, ada: User, ben: User, job: Job) -> None:
    row = add(client, job)
    other = make.job(ada)
    foreign = make.job(ben)
    at = datetime(2027, 3, 1, tzinfo=UTC)
    his = Interview.objects.create(job=foreign, kind="panel", scheduled_at=at)
    for path in (f"/jobs/{other.pk}/interviews/{row['id']}", f"/jobs/{job.pk}/interviews/{NOBODY}",
                 f"/jobs/{foreign.pk}/interviews/{his.pk}"):  # fmt: skip
        error(get(client, path), 404)
        error(patch(client, path, {"outcome": "pass"}), 404)
        error(send(client, "DELETE", path), 404)
        error(post(client, f"{path}/restore"), 404)


def test_the_address_is_made_anew_and_switched_off(client: Client, ada: User) -> None:
    first = fits(CalendarFeedOut, data(post(client, "/calendar-feed"), 201))
    second = data(post(client, "/calendar-feed"), 201)
    assert first["url"].startswith("http://testserver/calendar/")
    path = second["url"].removeprefix("http://testserver")
    assert client.get(path).status_code == 200
    assert client.get(first["url"].removeprefix("http://testserver")).status_code == 404
    assert data(send(client, "DELETE", "/calendar-feed")) is None
    assert data(send(client, "DELETE", "/calendar-feed")) is None
    assert client.get(path).status_code == 404


def test_a_public_address_is_the_calendars_too(client: Client, ada: User, settings: Any) -> None:
    settings.PUBLIC_BASE_URL = "https://jobops.example"
    url = data(post(client, "/calendar-feed"), 201)["url"]
    assert url.startswith("https://jobops.example/calendar/")
