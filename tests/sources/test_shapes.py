from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from orchestrator.sources import shapes
from orchestrator.sources.base import Record
from orchestrator.sources.paging import Page, distinct, rows, share
from orchestrator.sources.posting import BadRecord, Posting


@pytest.mark.parametrize(
    ("shape", "value", "read"),
    [
        (shapes.Text, " a ", " a "),
        (shapes.Text, 7, "7"),
        (shapes.Text, None, ""),
        (shapes.Text, True, ""),
        (shapes.Text, ["a"], ""),
        (shapes.Html, "&lt;p&gt;a&lt;/p&gt;", "<p>a</p>"),
        (shapes.Address, " https://a.example/b ", "https://a.example/b"),
        (shapes.Address, "a.example", ""),
        (shapes.Address, "https://a.example/\x00", ""),
        (shapes.Address, None, ""),
        (shapes.Name, {"display_name": "A", "name": "B"}, "A"),
        (shapes.Name, {"label": "C"}, "C"),
        (shapes.Name, {"id": 1}, ""),
        (shapes.Names, ["a", {"name": "b"}, None, "", 3], ("a", "b", "3")),
        (shapes.Names, "a", ("a",)),
        (shapes.Names, None, ()),
        (shapes.Number, "1,200.50", 1200.5),
        (shapes.Number, 0, None),
        (shapes.Number, "", None),
        (shapes.Number, "inf", None),
        (shapes.Number, -3, None),
        (shapes.Flag, "1", True),
        (shapes.Flag, 0.0, False),
        (shapes.Flag, True, True),
        (shapes.Flag, "maybe", None),
        (shapes.Moment, 1793520000, "2026-11-01"),
        (shapes.Moment, "1793520000000", "2026-11-01"),
        (shapes.Moment, "2026-11-01 04:00:00", "2026-11-01 04:00:00"),
        (shapes.Moment, 1e300, None),
        (shapes.Moment, "nan", None),
        (shapes.Moment, "", None),
    ],
)
def test_an_odd_value_says_nothing(shape: Any, value: object, read: object) -> None:
    assert TypeAdapter(shape).validate_python(value) == read


def test_words_are_listed_once_and_readably() -> None:
    assert shapes.listed([" R&amp;D", "r&D", "", "SQL\n"]) == "R&D, SQL"
    assert shapes.listed([]) is None


def test_a_list_is_read_to_its_end_and_never_round_in_a_circle() -> None:
    circle = [Page([1, 2]), Page([3]), Page([1, 2]), Page([4])]
    assert list(rows(lambda number: circle[number - 1], most=9)) == [1, 2, 3]
    assert list(rows(lambda number: Page([number]), most=3)) == [1, 2, 3]
    assert list(rows(lambda number: Page([number], last=number == 1), first=0, most=9)) == [0, 1]
    assert list(rows(lambda number: Page([]), most=9)) == []


def test_pages_are_asked_for_one_at_a_time() -> None:
    asked: list[int] = []

    def page(number: int) -> Page:
        asked.append(number)
        return Page([number])

    found = rows(page, most=9)
    assert (next(found), asked) == (1, [1])
    assert (next(found), asked) == (2, [1, 2])


@pytest.mark.parametrize(
    ("limit", "searches", "each"), [(50, 1, 50), (50, 3, 16), (2, 5, 1), (9, 0, 9)]
)
def test_searches_share_the_limit(limit: int, searches: int, each: int) -> None:
    assert share(limit, searches=searches) == each


def test_postings_come_once_and_bad_records_all() -> None:
    one = Posting(title="Baker", employer="Mill", job_url="https://a.example/1", source_job_id="1")
    nameless = one.model_copy(update={"source_job_id": None})
    bad = BadRecord(2, "The title is missing.", source_job_id="1")
    found: list[Record] = [one, bad, one, bad, nameless, nameless]
    assert list(distinct(found)) == [one, bad, bad, nameless, nameless]
