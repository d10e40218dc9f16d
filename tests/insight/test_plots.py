"""Where the marks of a drawing stand."""

from __future__ import annotations

from datetime import date, timedelta

from orchestrator.insight import plots
from orchestrator.insight.statistics import Drop, share


def days(count: int, *, before: int | None = None) -> list[tuple[str, int, int | None]]:
    first = date(2026, 6, 1)
    return [((first + timedelta(days=n)).isoformat(), n % 3, before) for n in range(count)]


def test_the_highest_bar_fills_its_room() -> None:
    found = plots.columns(days(7))
    assert max(one.height for one in found.columns) == plots.HIGH
    assert (found.most, found.unit, found.compared) == ("2", "day", False)
    assert found.columns[0].said == "1 Jun: 0"


def test_more_than_a_month_is_drawn_by_week() -> None:
    found = plots.columns(days(35, before=1))
    assert (len(found.columns), found.unit, found.compared) == (5, "week", True)
    assert found.columns[0].said == "1 Jun: 6, before 7"


def test_nothing_sent_divides_by_nothing() -> None:
    found = plots.columns([("2026-06-01", 0, 0)])
    assert found.columns[0].height == 0
    assert plots.columns([]).columns == ()


def test_bars_and_labels_stay_within_the_drawing() -> None:
    found = plots.columns(days(31))
    assert max(one.end for one in found.columns) <= 100
    assert len(found.ticks) <= 4


def test_a_share_has_its_whisker_and_few_have_none() -> None:
    enough, few = plots.intervals([("A", share(5, 10)), ("B", share(1, 2))]).marks
    assert enough.low is not None
    assert enough.high is not None
    assert enough.low < enough.x == 50 < enough.high
    assert (few.low, few.number) == (None, "1 of 2, too few")


def test_a_scale_stands_only_under_what_is_measured() -> None:
    assert plots.intervals([("B", share(1, 2))]).ticks == ()
    assert len(plots.intervals([("A", share(5, 10))]).ticks) == 3


def test_a_name_is_cut_by_the_width_it_is_written_in() -> None:
    (wide,) = plots.bars([("株" * 20, 1, "1")]).marks
    (narrow,) = plots.bars([("a" * 20, 1, "1")]).marks
    assert wide.name == "株" * 14 + "…"
    assert narrow.name == "a" * 20


def test_the_curve_falls_to_what_is_left() -> None:
    found = plots.curve([Drop(5, 10, 5, 0.5)], last=10)
    assert found.path == "M0 0H50.00V50.00H100"
    assert [one.label for one in found.ticks] == ["0", "2", "5", "7", "10"]


def test_each_strip_has_its_own_scale() -> None:
    rows = [("2026-06-01", 10, 1, 0), ("2026-06-08", 20, 2, 0)]
    found = plots.strips(rows, names=("discovered", "applied", "skipped"))
    heights = [max(one.height for one in strip.columns) for strip in found.strips]
    assert heights == [plots.STRIP, plots.STRIP, 0]
    assert found.strips[0].number == "30, at most 20 a week"
