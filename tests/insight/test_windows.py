"""Spans of days on the owner's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from jobops.lib.errors import Invalid
from orchestrator.insight.windows import chosen

BERLIN = ZoneInfo("Europe/Berlin")
# 00:30 of the 30th in Berlin, the day after the clocks went forward.
NOW = datetime(2026, 3, 29, 22, 30, tzinfo=UTC)


def test_the_last_day_is_the_owners_today() -> None:
    found = chosen({"duration": "7"}, zone=BERLIN, now=NOW)
    assert (found.first, found.last) == (date(2026, 3, 24), date(2026, 3, 30))
    assert found.begins == datetime(2026, 3, 23, 23, tzinfo=UTC)
    assert found.ends == datetime(2026, 3, 30, 22, tzinfo=UTC)


def test_ninety_days_are_usual_and_the_same_span_lies_before() -> None:
    found = chosen({}, zone=BERLIN, now=NOW)
    assert found.days == 90
    assert found.before is not None
    assert found.before.days == 90
    assert (found.first - found.before.last).days == 1  # type: ignore[operator]


def test_all_has_no_beginning_and_nothing_before() -> None:
    found = chosen({"duration": "all"}, zone=BERLIN, now=NOW)
    assert (found.first, found.begins, found.before, found.days) == (None, None, None, None)


def test_days_can_be_named() -> None:
    found = chosen({"from": "2026-01-01", "to": "2026-01-31"}, zone=BERLIN, now=NOW)
    assert (found.days, found.duration) == (31, "")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"duration": "8"}, "duration"), ({"from": "soon", "to": "2026-01-31"}, "from"),
        ({"to": "2026-01-31"}, "from"), ({"from": "2026-02-01", "to": "2026-01-31"}, "to"),
        ({"from": "0001-01-01", "to": "0001-01-02"}, "from"), ({"from": "2026-02-30"}, "from"),
        ({"from": "1990-01-01", "to": "2026-01-01"}, "to"),
        ({"from": "9999-01-01", "to": "9999-12-31"}, "from"),
    ],
)  # fmt: skip
def test_bad_days_are_named(given: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        chosen(given, zone=BERLIN, now=NOW)
    assert field in caught.value.field_errors
