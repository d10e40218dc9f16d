from __future__ import annotations

import pytest

from tailoring.documents.periods import iso, month, parts, period


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2021-03-01", "Mar 2021"),
        ("2021-12", "Dec 2021"),
        ("2021-03-01T00:00:00Z", "Mar 2021"),
        ("2021", "2021"),
        ("2021-13-01", "2021-13-01"),
        ("Summer 2019", "Summer 2019"),
        ("", ""),
    ],
)
def test_an_iso_date_is_shown_as_month_and_year(date: str, shown: str) -> None:
    assert month(date) == shown


def test_a_missing_end_is_open_only_where_that_is_meant() -> None:
    assert period("2021-03", "", open_end=True) == "Mar 2021 – Present"
    assert period("2021-03", "") == "Mar 2021"
    assert period("", "2021-03", open_end=True) == "Mar 2021"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Mar 2021 – Present", ("2021-03", "")),
        ("March 2022 - December 2023", ("2022-03", "2023-12")),
        ("2014 - 2018", ("2014", "2018")),
        ("2014–2018", ("2014", "2018")),
        ("06/2015 to 11/2016", ("2015-06", "2016-11")),
        ("2020-01 – 2021-02", ("2020-01", "2021-02")),
        ("two summers", None),
        ("2014 – 2016 – 2018", None),
        ("", None),
        ("13/2015", None),
        ("Mar 2021 – soon", None),
    ],
)
def test_a_written_period_is_taken_apart_or_left(
    written: str, found: tuple[str, str] | None
) -> None:
    assert parts(written) == found


def test_a_date_in_other_words_is_not_guessed() -> None:
    assert iso("Michaelmas 2020") == ""
