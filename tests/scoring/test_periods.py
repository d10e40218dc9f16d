from __future__ import annotations

from datetime import date

import pytest

from orchestrator.scoring.periods import months, span

ON = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("period", "length"),
    [
        ("Feb. 2021 – July 2023", 30),
        ("2021-02 - 2023-07", 30),
        ("02/2021 – 07/2023", 30),
        ("Januar 2024 – heute", 27),
        ("Jan 2024 – Present", 27),
        ("janvier 2024 – aujourd’hui", 27),
        ("Seit März 2025", 13),
        ("since 2025", 15),
        ("2018 – 2021", 36),
        ("2020 – 2020", 12),
        ("2020", 12),
        ("June 2024", 1),
        ("Ene. 2020 - Dic. 2020", 12),
        ("2025 – 2030", 15),
    ],
)
def test_periods_are_counted_in_months(period: str, length: int) -> None:
    found = span(period, on=ON)
    assert found is not None
    assert found[1] - found[0] == length


@pytest.mark.parametrize("period", ["", "many years", "Present", "2023 – 2019", "0000"])
def test_what_is_no_period_is_none(period: str) -> None:
    assert span(period, on=ON) is None


def test_overlapping_periods_count_once() -> None:
    assert months([(0, 12), (6, 18), (24, 30), None]) == 24
