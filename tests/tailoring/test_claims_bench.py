"""What the guard finds in the committed set is held as a floor, in the half it was tuned on and in
the one that nobody looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest

from bench.claims import Outcome, by, is_blocked, is_found, measured, part, share
from bench.claims_rows import HALVES

# Only figures are compared: a failure must not show texts of the final half.
each_half = pytest.mark.parametrize("half", HALVES)


@cache
def outcomes(name: str) -> Sequence[Outcome]:
    return measured(name)


@each_half
def test_what_is_untrue_is_found(half: str) -> None:
    recall = share(part(outcomes("corrupted"), half), is_found)
    assert recall >= 0.95


@each_half
@pytest.mark.parametrize("key", ["kind", "language"])
def test_what_is_untrue_is_found_in_each_kind_and_language(half: str, key: str) -> None:
    groups = by(part(outcomes("corrupted"), half), key)
    low = {name: found for name, some in groups if (found := share(some, is_found)) < 0.90}
    assert low == {}


@each_half
def test_honest_texts_are_not_blocked(half: str) -> None:
    wrong = share(part(outcomes("honest"), half), is_blocked)
    assert wrong <= 0.05
