"""Who is asked what, and how much each may bring."""

from __future__ import annotations

import random

import pytest

from orchestrator.pipeline import plan
from orchestrator.sources.registry import BOARDS, SEARCHED

ALL = list(SEARCHED.values())
BOARD = plan.Followed("1", BOARDS["lever"], "acme", "Acme")


def parts(
    *names: str,
    boards: tuple[plan.Followed, ...] = (),
    budget: int | None = None,
    **options: object,
) -> list[plan.Part]:
    given = {
        "terms": ["engineer", "gardener"],
        "country": "GB",
        "places": [],
        "scope": "selected_only",
        **options,
    }
    sources = [SEARCHED[name] for name in names]
    return plan.parts(sources=sources, boards=boards, budget=budget, **given)  # type: ignore[arg-type]


def limits(found: list[plan.Part]) -> list[int]:
    return [unit.limit for part in found for unit in part.units]


def test_a_search_is_asked_each_term_and_a_feed_once() -> None:
    feed, search = parts("remoteok", "himalayas")
    assert [unit.term for unit in search.units] == ["engineer", "gardener"]
    assert [unit.limit for unit in search.units] == [50, 50]
    assert [(unit.term, unit.limit) for unit in feed.units] == [(None, 200)]


def test_a_search_that_knows_places_is_asked_for_each() -> None:
    (search,) = parts("adzuna", places=["Leeds", "York"])
    asked = [(unit.term, unit.place) for unit in search.units]
    assert asked == [
        ("engineer", "Leeds"), ("engineer", "York"), ("gardener", "Leeds"), ("gardener", "York"),
    ]  # fmt: skip


def test_a_search_that_knows_no_places_is_asked_once_per_term() -> None:
    (search,) = parts("himalayas", places=["Leeds", "York"])
    assert [(unit.term, unit.place) for unit in search.units] == [
        ("engineer", None),
        ("gardener", None),
    ]


def test_worldwide_remote_work_is_a_place_of_its_own() -> None:
    (search,) = parts("himalayas", scope="selected_plus_remote_worldwide")
    assert [(unit.country, unit.remote) for unit in search.units][:2] == [
        ("GB", False),
        (None, True),
    ]


def test_boards_come_first_and_whole() -> None:
    board, feed = parts("remoteok", boards=(BOARD,))
    assert (board.board, board.units[0].limit) == ("acme", plan.WHOLE_BOARD)
    assert feed.board is None


def test_the_first_questions_get_what_does_not_divide() -> None:
    assert limits(parts("remoteok", "remotive", "jobicy", budget=50)) == [17, 17, 16]


@pytest.mark.parametrize("seed", range(20))
def test_a_budget_is_given_out_whole_and_never_exceeded(seed: int) -> None:
    chance = random.Random(seed)
    names = chance.sample(sorted(SEARCHED), chance.randint(1, len(SEARCHED)))
    budget = chance.randint(50, 1000)
    found = parts(
        *names,
        boards=(BOARD,) * chance.randint(0, 60),
        budget=budget,
        terms=[f"term {number}" for number in range(chance.randint(1, 10))],
        places=[f"Place {number}" for number in range(chance.randint(0, 25))],
    )
    given = limits(found)
    assert sum(given) == budget
    assert given == sorted(given, reverse=True)
    assert given[0] - given[-1] <= 1


def test_ten_terms_are_used_and_the_rest_named() -> None:
    terms = [f"term {number}" for number in range(12)]
    used, left_out = plan.used_terms([*terms, " Term  3 ", ""])
    assert (used, left_out) == (terms[:10], terms[10:])


@pytest.mark.parametrize(
    ("headline", "positions", "expected"),
    [
        (
            "Senior Backend Engineer | Python",
            ["Backend Engineer", "Data Engineer (Contract)"],
            ["Senior Backend Engineer", "Python", "Backend Engineer", "Data Engineer"],
        ),
        ("Head of Care", [], ["Head of Care", "Care"]),
        ("", ["Lead Nurse at St Mary's"], ["Lead Nurse", "St Mary's", "Nurse"]),
        ("", [], []),
    ],
)
def test_titles_are_taken_from_headline_and_positions(
    headline: str, positions: list[str], expected: list[str]
) -> None:
    assert plan.titles(headline, positions) == expected


def test_there_are_never_more_than_eight_titles() -> None:
    assert len(plan.titles("", [f"Trade {chr(65 + n)}" for n in range(20)])) == 8
