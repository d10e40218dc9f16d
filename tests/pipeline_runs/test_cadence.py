"""When a saved search runs by itself."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jobops.lib.errors import Invalid
from orchestrator.pipeline import cadence
from tests.bounds import computes

LONDON, NEW_YORK = "Europe/London", "America/New_York"
LORD_HOWE = "Australia/Lord_Howe"


def cron(expression: str) -> dict[str, Any]:
    return {"kind": "cron", "expression": expression}


def times(plan: dict[str, Any], zone: str, after: str, count: int = 3) -> list[str]:
    """The next local times, without seconds, with their offset."""
    moment, place = datetime.fromisoformat(after).replace(tzinfo=ZoneInfo(zone)), ZoneInfo(zone)
    found = []
    for _ in range(count):
        moment = cadence.next_run(plan, after=moment, zone=place)
        found.append(moment.astimezone(place).isoformat(timespec="minutes"))
    return found


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        ({"kind": "daily", "at": "07:30"}, ["2026-11-20T07:30", "2026-11-21T07:30"]),
        ({"kind": "weekdays", "at": "06:15"}, ["2026-11-20T06:15", "2026-11-23T06:15"]),
        ({"kind": "weekly", "at": "00:00", "day": 0}, ["2026-11-22T00:00", "2026-11-29T00:00"]),
        ({"kind": "weekly", "at": "23:59", "day": 6}, ["2026-11-21T23:59", "2026-11-28T23:59"]),
        (cron("0 7 * * 1-5"), ["2026-11-20T07:00", "2026-11-23T07:00"]),
        (cron("0  7,19 * * mon"), ["2026-11-23T07:00", "2026-11-23T19:00"]),
        (cron("0 9 29 2 *"), ["2028-02-29T09:00", "2032-02-29T09:00"]),
    ],
)
def test_it_finds_the_next_times(plan: dict[str, Any], found: list[str]) -> None:
    kept = cadence.checked(plan)
    assert [one[:16] for one in times(kept, LONDON, "2026-11-19T12:00", 2)] == found


@pytest.mark.parametrize(
    ("at", "zone", "after", "found"),
    [
        ("01:30", LONDON, "2026-03-28T12:00", ["2026-03-29T02:00+01:00", "2026-03-30T01:30+01:00"]),
        (
            "02:30",
            NEW_YORK,
            "2026-03-07T12:00",
            ["2026-03-08T03:00-04:00", "2026-03-09T02:30-04:00"],
        ),
        (
            "02:15",
            LORD_HOWE,
            "2026-10-03T12:00",
            ["2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00"],
        ),
    ],
)
def test_a_time_that_the_clock_skips_comes_once_right_after(
    at: str, zone: str, after: str, found: list[str]
) -> None:
    assert times({"kind": "daily", "at": at}, zone, after, 2) == found


@pytest.mark.parametrize(
    ("at", "zone", "after", "found"),
    [
        ("01:30", LONDON, "2026-10-24T12:00", ["2026-10-25T01:30+01:00", "2026-10-26T01:30+00:00"]),
        (
            "01:30",
            NEW_YORK,
            "2026-10-31T12:00",
            ["2026-11-01T01:30-04:00", "2026-11-02T01:30-05:00"],
        ),
        (
            "01:45",
            LORD_HOWE,
            "2026-04-04T12:00",
            ["2026-04-05T01:45+11:00", "2026-04-06T01:45+10:30"],
        ),
    ],
)
def test_a_time_that_the_clock_doubles_comes_once(
    at: str, zone: str, after: str, found: list[str]
) -> None:
    assert times({"kind": "daily", "at": at}, zone, after, 2) == found


# Lord Howe changes its clock by half an hour, so an hour on the wall is half of one there.
@pytest.mark.parametrize(
    ("zone", "least"),
    [(LONDON, 1.0), (NEW_YORK, 1.0), ("Asia/Kathmandu", 1.0), (LORD_HOWE, 0.5)],
)
@pytest.mark.parametrize("minute", [0, 29, 30, 59])
def test_an_hourly_search_is_never_more_than_that(zone: str, least: float, minute: int) -> None:
    plan = cadence.checked(cron(f"{minute} * * * *"))
    for month in ("2026-03-07", "2026-03-28", "2026-04-04", "2026-10-03", "2026-10-24"):
        found = [datetime.fromisoformat(one) for one in times(plan, zone, f"{month}T20:00", 16)]
        waits = {(later - sooner).total_seconds() / 3600 for sooner, later in pairwise(found)}
        assert min(waits) >= least
        assert max(waits) <= 2


@pytest.mark.parametrize(
    "expression",
    [
        "* * * * *",
        "0,30 3 * * *",
        "*/20 9 * * 1",
        "0-59/59 * * * *",
        "1-0 4 29 2 *",
        "*/59 * * * *",
    ],
)
def test_more_often_than_hourly_is_refused(expression: str) -> None:
    with pytest.raises(Invalid) as refused:
        cadence.checked(cron(expression))
    assert refused.value.field_errors == {"cadence": [cadence.TOO_OFTEN]}


@pytest.mark.parametrize(
    "plan",
    [
        None,
        [],
        "daily",
        {},
        {"kind": "hourly"},
        {"kind": ["daily"], "at": "07:30"},
        {"kind": "daily"},
        {"kind": "daily", "at": "7:30"},
        {"kind": "daily", "at": "24:00"},
        {"kind": "daily", "at": "٠٧:٣٠"},
        {"kind": "daily", "at": 730},
        {"kind": "daily", "at": "07:30", "day": 1},
        {"kind": "weekly", "at": "07:30"},
        {"kind": "weekly", "at": "07:30", "day": 7},
        {"kind": "weekly", "at": "07:30", "day": True},
        {"kind": "weekly", "at": "07:30", "day": "mon"},
        cron("0 7 * *"),
        cron("0 7 * * * *"),
        cron("@hourly"),
        cron("61 7 * * *"),
        cron("0 7 L * *"),
        cron("0 7 * * 8"),
        cron("*/0 7 * * *"),
        cron("0 0 30 2 *"),
        cron("0" * 101),
        cron(7),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_cadence_is_refused(plan: Any) -> None:
    with pytest.raises(Invalid) as refused:
        cadence.checked(plan)
    assert list(refused.value.field_errors) == ["cadence"]


@pytest.mark.parametrize(
    "expression",
    ["1-9999999999 * * * *", "0 0 31 2 1", "/ / / / /", "*,*,*,* * * * *", "- - - - -"],
)
def test_a_strange_expression_costs_no_time(expression: str) -> None:
    with computes():
        try:
            kept = cadence.checked(cron(expression))
        except Invalid:
            kept = cron("0 0 * * *")
        assert len(times(kept, LONDON, "2026-11-19T12:00")) == 3


def test_it_is_told_in_words() -> None:
    said = [
        cadence.told(one)
        for one in (
            None,
            {"kind": "daily", "at": "07:30"},
            {"kind": "weekly", "at": "07:30", "day": 1},
            cron("0 7 * * 1-5"),
        )
    ]
    assert said == [
        "Only when you start it",
        "Every day at 07:30",
        "Every Monday at 07:30",
        "By cron: 0 7 * * 1-5",
    ]
