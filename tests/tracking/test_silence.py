from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from orchestrator.tracking import responses, silence
from orchestrator.tracking.responses import Told

TEN = [float(n) for n in range(1, 11)]
DAY = datetime(2026, 3, 2, tzinfo=UTC)


def told(stage: str, day: int, outcome: str | None = None) -> Told:
    return Told(stage, DAY + timedelta(days=day), outcome)


def first(*steps: Told, outcome: str | None = None, closed: int | None = None) -> int | None:
    closed_at = None if closed is None else DAY + timedelta(days=closed)
    found = responses.first(steps, outcome=outcome, closed_at=closed_at)
    return None if found is None else (found - DAY).days


@pytest.mark.parametrize(
    ("times", "threshold", "n", "basis"),
    [
        ({"lever": TEN, "manual": [40.0] * 30}, 8, 10, "source"),
        ({"lever": TEN[:9], "manual": [30.0]}, 8, 10, "overall"),
        ({"lever": TEN[:8], "manual": [30.0]}, 10, 9, "default"),
        ({}, 10, 0, "default"),
    ],
)
def test_the_pace_is_that_of_the_source_else_of_all_else_the_usual(
    times: dict[str, list[float]], threshold: int, n: int, basis: str
) -> None:
    found = silence.pace(times, source="lever", met=False)
    assert (found.threshold, found.n, found.basis) == (threshold, n, basis)


def test_after_an_interview_the_usual_is_shorter() -> None:
    assert silence.pace({}, source="lever", met=True).threshold == 7
    assert silence.pace({"lever": TEN}, source="lever", met=True).threshold == 8


def test_hope_ends_after_the_larger_of_45_days_and_nearly_all_responses() -> None:
    assert silence.pace({"a": TEN}, source="a", met=False).over == 45
    slow = [*([5.0] * 9), 60.2]
    assert silence.pace({"a": slow}, source="a", met=False).over == 61


@pytest.mark.parametrize(
    ("days", "share", "found"),
    [(TEN, 80, 8), (TEN, 95, 10), ([3.2] * 10, 80, 4), ([0.0], 80, 0), (TEN[::-1], 80, 8)],
)
def test_a_percentile_is_a_number_of_days_that_many_came_within(
    days: list[float], share: int, found: int
) -> None:
    assert silence.percentile(days, share) == found


@pytest.mark.parametrize(
    ("silent", "kind"), [(8, ""), (9, "follow_up"), (45, "follow_up"), (46, "close")]
)
def test_only_a_longer_silence_suggests_something(silent: int, kind: str) -> None:
    assert silence.kind(silent, silence.pace({"a": TEN}, source="a", met=False)) == kind


@pytest.mark.parametrize(
    ("silent", "times", "sentence"),
    [
        (13, {"b": [*([2.0] * 4), *([11.0] * 20)]},
         "Silent 13 days; 80 % of your replies came within 11 (n = 24)"),
        (13, {"a": TEN},
         "Silent 13 days; 80 % of your replies from this source came within 8 (n = 10)"),
        (13, {"b": TEN[:3]}, "Silent 13 days, longer than 10 (default: too little data, n = 3)"),
        (1, {"a": [0.0] * 10},
         "Silent 1 day; 80 % of your replies from this source came within 0 (n = 10)"),
        (46, {}, "Silent 46 days, longer than 45 (default: too little data, n = 0)"),
        (46, {"b": TEN},
         "Silent 46 days, longer than 45; 95 % of your replies came within 10 (n = 10)"),
        (70, {"b": [60.0] * 10},
         "Silent 70 days; 95 % of your replies came within 60 (n = 10)"),
    ],
)  # fmt: skip
def test_the_sentence_names_the_days_the_share_and_how_many(
    silent: int, times: dict[str, list[float]], sentence: str
) -> None:
    pace = silence.pace(times, source="a", met=False)
    assert silence.sentence(silent, pace) == sentence


def test_a_days_share_counts_only_days_that_are_over() -> None:
    assert silence.whole_days(timedelta(days=2, hours=23)) == 2
    assert silence.whole_days(timedelta(days=-1)) == 0


def test_an_acknowledgement_is_no_response_and_a_screening_is() -> None:
    assert first(told("applied", 0), told("applied", 3)) is None
    assert first(told("applied", 0), told("onsite", 9), told("recruiter_screen", 4)) == 4


@pytest.mark.parametrize("outcome", ["rejected", "offer_accepted", "offer_declined"])
def test_an_outcome_of_the_employers_is_a_response(outcome: str) -> None:
    assert first(told("applied", 0), told("closed", 6, outcome), outcome=outcome, closed=6) == 6
    assert first(told("applied", 0), outcome=outcome, closed=8) == 8


@pytest.mark.parametrize("outcome", ["withdrawn", "no_response", "ghosted", None])
def test_an_end_without_a_word_of_the_employers_is_none(outcome: str | None) -> None:
    assert first(told("applied", 0), told("closed", 6, outcome), outcome=outcome, closed=6) is None


def test_a_rejection_that_was_followed_by_more_was_still_a_response() -> None:
    assert first(told("closed", 5, "rejected"), told("onsite", 20)) == 5


def test_a_response_before_the_application_took_no_time() -> None:
    assert responses.days(DAY, DAY - timedelta(days=2)) == 0.0
    assert responses.days(DAY, DAY + timedelta(hours=36)) == 1.5
