"""What the router of mails has to reach on mails whose phrases nobody wrote rules by."""

from __future__ import annotations

import pytest

from bench.mail import routed
from bench.mail_figures import Figures, Routed, figures
from bench.mail_rows import rows

LEAST = {"macro_f1": 0.85, "auto_linked": 0.40, "right_job": 0.99, "first_suggestion": 0.90}
NEVER_ALONE = ("injection", "forged_sender", "closed_job", "older_than_application")


@pytest.fixture(scope="module")
def held_out() -> list[Routed]:
    """Takes a second: 322 mails are read and routed."""
    return routed(rows("held_out"))


@pytest.fixture(scope="module")
def found(held_out: list[Routed]) -> Figures:
    return figures(held_out)


@pytest.mark.parametrize("name", LEAST)
def test_it_reaches_what_was_promised(found: Figures, name: str) -> None:
    assert getattr(found, name) >= LEAST[name]


def test_at_most_one_in_a_hundred_automatic_steps_is_wrong(found: Figures) -> None:
    assert found.wrong_automatic <= 0.01


@pytest.mark.parametrize("hard", NEVER_ALONE)
def test_nothing_is_written_by_what_cannot_be_trusted(held_out: list[Routed], hard: str) -> None:
    given = [one for one in held_out if one.row["hard"] == hard]
    assert given
    assert [one.row["id"] for one in given if one.is_wrong] == []


def test_of_two_jobs_that_cannot_be_told_apart_none_is_linked(held_out: list[Routed]) -> None:
    given = [one for one in held_out if one.row["job"] is None]
    assert [one.row["id"] for one in given if one.is_automatic] == []


def test_every_automatic_step_shows_the_sentence_that_decided(held_out: list[Routed]) -> None:
    for one in held_out:
        if one.is_automatic and one.routing.target != "no_change":
            assert one.routing.sentence
            assert one.routing.rule_id
