"""The formula, by ledgers whose sums were done by hand, and by properties over generated ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.scoring.card import Options, Row, Standing, Wish
from orchestrator.scoring.number import band, confidence, half_up, number, what_if

PLAIN = Options()
SAME = Standing(kinship=1.0)


def row(label: str, importance: str = "must", **more: Any) -> Row:
    fields: dict[str, Any] = {"scope": "skill", "weight": 1, "text": "x", "quote": "x"} | more
    return Row(importance=importance, label=label, **fields)


def value(*rows: Row, standing: Standing = SAME, options: Options = PLAIN, **more: Any) -> int:
    return number(rows, standing=standing, options=options, **more).value


def test_a_ledger_is_summed_as_the_formula_says() -> None:
    # fit = (3·2·1 + 3·1·0.5 + 1·1·0) / (6 + 3 + 1) = 0.75; 70·0.75 + 15·1 + 15·1 = 82.5
    rows = (row("met", weight=2), row("partial"), row("missing", "nice"))
    found = number(rows, standing=SAME, options=PLAIN)
    assert found.base == 82.5
    assert found.value == 83


def test_what_is_only_listed_where_practice_is_asked_lifts_no_cap() -> None:
    listed = number([*[row("met")] * 3, row("partial", listed=True)], standing=SAME, options=PLAIN)
    assert [(cap.limit, cap.why) for cap in listed.caps] == [(85, "skills")]
    assert listed.base > 85
    assert value(*[row("met")] * 3, row("partial")) > listed.value


def test_a_degree_and_some_years_do_not_stand_for_a_ledger_of_skills() -> None:
    rows = [row("met", scope=scope) for scope in ("experience", "education", "language")]
    assert number(rows, standing=replace(SAME, likeness=0.0), options=PLAIN).fit == 0.5


def test_unknown_rows_are_left_out_of_both_sums() -> None:
    known = (row("met"), row("met"), row("missing", "nice"))
    assert value(*known) == value(*known, row("unknown", weight=3))


def test_practical_rows_have_their_own_share() -> None:
    # fit 1; practical = (3·1 + 1·0) / 4 = 0.75 → 70 + 15 + 11.25
    rows = [row("met")] * 3 + [
        row("met", scope="location"),
        row("missing", "nice", scope="logistics"),
    ]
    assert number(rows, standing=SAME, options=PLAIN).base == 96.25


@pytest.mark.parametrize(
    ("kinship", "steps", "points"), [(1.0, 0, 15), (1.0, 1, 11.25), (0.5, 1, 3.75), (0.5, 3, 0)]
)
def test_each_step_of_seniority_takes_a_quarter_of_the_title(
    kinship: float, steps: int, points: float
) -> None:
    found = number([row("met")] * 3, standing=Standing(kinship, steps), options=PLAIN)
    assert found.base == 70 + points + 15


def test_few_known_rows_are_filled_up_with_likeness() -> None:
    # k = 1: two virtual rows of 3 with v = 0.5 → (3 + 3) / 9 = 2/3
    found = number([row("met")], standing=Standing(1.0, likeness=0.5), options=PLAIN)
    assert found.base == pytest.approx(70 * 2 / 3 + 30, abs=0.01)


def test_without_rows_likeness_alone_is_the_fit() -> None:
    assert number([], standing=Standing(0.0, likeness=0.4), options=PLAIN).base == 43.0


@pytest.mark.parametrize(
    ("rows", "limit"),
    [
        ([row("missing", scope="eligibility")], 30),
        ([row("missing", scope="location")], 45),
        ([row("missing", scope="language")], 50),
        ([row("missing", scope="experience", threshold="years:8")], 60),
        ([row("missing", scope="education", threshold="degree:master")], 70),
        ([row("missing")], 85),
        ([row("missing")] * 2, 75),
        ([row("missing")] * 3, 60),
        ([row("missing")] * 6, 45),
        ([row("missing", weight=3)] * 2, 45),
        ([row("missing", scope="language"), row("missing", scope="eligibility")], 30),
    ],
)
def test_a_missing_must_caps_the_score(rows: list[Row], limit: int) -> None:
    enough = [row("met")] * 5 + [row("met", "nice", weight=3)] * 60
    found = number([*rows, *enough], standing=SAME, options=PLAIN)
    assert found.caps[0].limit == limit
    assert found.value == min(limit, half_up(found.base))


def test_a_missing_nice_caps_nothing() -> None:
    rows = [row("missing", "nice", scope=scope) for scope in ("language", "education", "skill")]
    assert number(rows, standing=SAME, options=PLAIN).caps == ()


def test_two_steps_of_seniority_cap_at_sixty() -> None:
    assert value(*[row("met")] * 4, standing=Standing(1.0, 2)) == 60


def test_a_degree_or_equivalent_experience_is_excused_by_the_years() -> None:
    degree = row("missing", scope="education", threshold="degree:bachelor|equivalent")
    years = row("met", scope="experience", threshold="years:5")
    assert number([degree, years], standing=SAME, options=PLAIN).caps == ()
    short = replace(years, label="partial")
    assert number([degree, short], standing=SAME, options=PLAIN).caps[0].limit == 70


def test_missing_pay_is_subtracted_only_when_the_owner_wants_it() -> None:
    unpaid = replace(SAME, pay_known=False)
    wanted = Options(penalize_missing_salary=True, missing_salary_penalty=15)
    rows = [row("met")] * 3
    assert value(*rows, standing=unpaid) == 100
    assert value(*rows, standing=unpaid, options=wanted) == 85
    assert value(*rows, standing=SAME, options=wanted) == 100


def test_wishes_count_five_each_and_ten_together() -> None:
    liked = Wish("remote", "plus", "remote", 5)
    rows = [row("met"), row("met"), row("missing", "nice"), row("missing", "nice", weight=3)]
    assert value(*rows, wishes=[liked]) == value(*rows) + 5
    assert value(*rows, wishes=[liked] * 6) == value(*rows) + 10
    disliked = Wish("travel", "minus", "travel", -5)
    assert value(*rows, wishes=[disliked] * 3) == value(*rows) - 10


@pytest.mark.parametrize(("given", "rounded"), [(69.5, 70), (69.49, 69), (69.499999999999, 70)])
def test_halves_are_rounded_up(given: float, rounded: int) -> None:
    assert half_up(given) == rounded


@pytest.mark.parametrize(
    ("given", "name"),
    [(100, "strong"), (85, "strong"), (84, "good"), (69, "possible"), (49, "weak"), (0, "weak")],
)
def test_bands_begin_where_the_table_says(given: int, name: str) -> None:
    assert band(given) == name


def sure(*rows: Row, length: int = 900, **more: bool) -> str:
    told = {"truncated": False, "readable": True, "fell_back": False} | more
    return confidence(rows, length=length, **told)


def test_confidence_is_high_with_a_full_and_verified_ledger() -> None:
    assert sure(*[row("met")] * 4) == "high"


@pytest.mark.parametrize(
    "more", [{"length": 299}, {"truncated": True}, {"readable": False}, {"length": 0}]
)
def test_confidence_is_low_without_a_readable_description(more: dict[str, Any]) -> None:
    assert sure(*[row("met")] * 4, **more) == "low"


def test_confidence_is_low_with_few_or_mostly_unknown_rows() -> None:
    assert sure(row("met"), row("met")) == "low"
    assert sure(*[row("met")] * 3, row("unknown", weight=3)) == "low"


def test_confidence_is_medium_after_a_fallback_or_many_unverified_rows() -> None:
    assert sure(*[row("met")] * 4, fell_back=True) == "medium"
    assert sure(*[row("met")] * 3, row("missing", unverified=True)) == "medium"


def test_what_would_change_names_each_cap_and_the_heaviest_gaps() -> None:
    rows = [row("met")] * 6 + [row("missing", weight=2, text="Kafka")]
    changes = what_if(rows, standing=SAME, options=PLAIN)
    assert [(change.text, change.value) for change in changes] == [
        ("Kafka", 100),
        ("cap: skills", 100),
    ]


LABELS = st.sampled_from(["met", "partial", "missing", "unknown"])
SCOPES = ["skill", "experience", "education", "language", "location", "eligibility", "logistics"]
THRESHOLDS = [None, "years:5", "degree:bachelor", "degree:bachelor|equivalent", "cefr:C1"]
ROWS = st.builds(
    row,
    LABELS,
    st.sampled_from(["must", "nice"]),
    scope=st.sampled_from(SCOPES),
    weight=st.integers(1, 3),
    threshold=st.sampled_from(THRESHOLDS),
)
STANDINGS = st.builds(
    Standing,
    kinship=st.sampled_from([0.0, 0.5, 1.0]),
    steps=st.integers(0, 6),
    likeness=st.floats(0, 1),
    pay_known=st.booleans(),
)
OPTIONS = st.builds(
    Options,
    penalize_missing_salary=st.booleans(),
    missing_salary_penalty=st.integers(-50, 500),
)
LEDGERS = st.lists(ROWS, max_size=12)


@settings(max_examples=150, deadline=None)
@given(LEDGERS, STANDINGS, OPTIONS)
def test_any_ledger_gives_a_number_from_0_to_100(
    rows: list[Row], standing: Standing, options: Options
) -> None:
    assert 0 <= value(*rows, standing=standing, options=options) <= 100


@settings(max_examples=200, deadline=None)
@given(LEDGERS, ROWS, STANDINGS)
def test_a_better_label_never_lowers_the_score(
    rows: list[Row], one: Row, standing: Standing
) -> None:
    worse, middle, better = (
        value(*rows, replace(one, label=label), standing=standing)
        for label in ("missing", "partial", "met")
    )
    assert worse <= middle <= better


@settings(max_examples=200, deadline=None)
@given(LEDGERS, ROWS, STANDINGS)
def test_one_more_missing_must_never_raises_the_score(
    rows: list[Row], one: Row, standing: Standing
) -> None:
    added = replace(one, label="missing", importance="must")
    assert value(*rows, added, standing=standing) <= value(*rows, standing=standing)


@settings(max_examples=100, deadline=None)
@given(LEDGERS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))), STANDINGS)
def test_the_order_of_rows_does_not_matter(
    both: tuple[list[Row], list[Row]], standing: Standing
) -> None:
    rows, shuffled = both
    assert number(rows, standing=standing, options=PLAIN) == number(
        shuffled, standing=standing, options=PLAIN
    )
