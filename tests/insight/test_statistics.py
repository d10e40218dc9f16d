"""Shares and times against numbers worked out by hand or printed elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.insight.statistics import FEW, share, survival, within


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    # Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_the_interval_is_wilsons(count: int, n: int, low: float, high: float) -> None:
    found = share(count, n)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


@pytest.mark.parametrize("n", range(FEW))
def test_few_say_nothing(n: int) -> None:
    assert (share(0, n).share, share(0, n).low) == (None, None)


@given(st.integers(FEW, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_within_its_interval(pair: tuple[int, int]) -> None:
    found = share(*pair)
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.share <= found.high <= 1  # type: ignore[operator]


def test_survival_is_the_product_of_what_was_left_each_day() -> None:
    """Of 21 on 6-MP (Freireich 1963): 6, 6, 6, 7, 10, 13, 16, 22, 23 came; 6, 9, 10, 11, 17, 19,
    20, 25, 32, 32, 34, 35 were only seen until then.
    """
    came = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    seen = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    drops = survival([*((day, True) for day in came), *((day, False) for day in seen)])
    assert [(one.day, one.at_risk, one.events, round(one.left, 3)) for one in drops] == [
        (6, 21, 3, 0.857), (7, 17, 1, 0.807), (10, 15, 1, 0.753), (13, 12, 1, 0.690),
        (16, 11, 1, 0.627), (22, 7, 1, 0.538), (23, 6, 1, 0.448),
    ]  # fmt: skip
    assert within(drops, 0.5) == 23
    assert within(drops, 0.8) is None


def test_without_observations_there_is_nothing_to_say() -> None:
    assert survival([]) == ()
    assert within((), 0.5) is None
    assert survival([(3, False), (4, False)]) == ()


@given(st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=60))
def test_what_is_left_never_rises(times: list[tuple[int, bool]]) -> None:
    left = [one.left for one in survival(times)]
    assert left == sorted(left, reverse=True)
    assert all(0 <= one <= 1 for one in left)
