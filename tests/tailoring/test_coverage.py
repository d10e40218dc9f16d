from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from orchestrator.scoring.brief import Item, JobFacts, Profile
from orchestrator.scoring.card import Row
from orchestrator.scoring.extract import extract
from orchestrator.scoring.posting import read
from tailoring.coverage import Coverage, cover, from_json

TODAY = date(2026, 6, 1)
PROFILE = Profile(
    headline="Engineer",
    summary="Keeps systems calm.",
    items=(
        Item("e1", "experience", "Engineer", "Acme", text="Built services with Django"),
        Item("s1", "skills", "Languages", keywords=("Python", "Go")),
        Item("p1", "projects", "Timetable", text="A planner with PostgreSQL"),
        Item("l1", "languages", "German", level="C1"),
    ),
)
POSTING = (
    "Requirements\n- Experience with Python and Django\n- A relational database\n"
    "- Salesforce\n- Fluent German\n- AWS certified"
)


def covered(text: str, *, statements: dict[str, str] | None = None, **more: Any) -> Coverage:
    rows = extract(read(JobFacts("Engineer", "Initech", description=POSTING)))[0]
    given: dict[str, Any] = {"profile": PROFILE, "statements": statements or {}, "on": TODAY}
    return cover(rows, text=text, **given | more)


def named(bucket: Any) -> set[str]:
    return {row.text for row in bucket}


def test_what_is_asked_held_and_printed_is_on_the_page() -> None:
    found = covered("Built services with Django and python. Speaks German.")
    assert {"Python", "Django"} <= named(found.on_page)
    assert any(row.terms == ("German",) for row in found.on_page)


def test_what_is_held_but_not_printed_says_where_it_stands() -> None:
    found = covered("Built services with Django")
    python = next(row for row in found.have if row.text == "Python")
    assert (python.address, python.where) == ("skills", "your skills, Languages")
    assert python.quote == "Python"


def test_a_kind_of_what_is_asked_bears_it_out() -> None:
    """PostgreSQL is a relational database, on the page and in a project that is not shown."""
    have = next(row for row in covered("").have if "elational" in row.text)
    assert (have.address, have.where) == ("projects/p1", "Timetable")
    assert any("elational" in row.text for row in covered("Planner with PostgreSQL").on_page)


def test_what_nobody_has_is_a_gap_even_when_the_page_says_it() -> None:
    found = covered("Salesforce, Python, Django")
    assert "Salesforce" in named(found.gaps)
    assert "Salesforce" not in named(found.on_page) | named(found.have)


def test_a_confirmed_fact_is_something_held() -> None:
    found = covered("", statements={"7": "I configured Salesforce for two years"})
    row = next(row for row in found.have if row.text == "Salesforce")
    assert (row.address, row.where) == ("fact/7", "a fact you confirmed")


def test_gaps_do_not_lower_the_share() -> None:
    found = covered("Python Django German PostgreSQL")
    assert found.share == 1.0
    assert found.gaps
    assert covered("").share == 0.0
    assert Coverage().share is None


def test_a_term_broken_over_two_lines_is_found() -> None:
    rows = [Row("skill", "must", 1, "Project management", "", terms=("Project management",))]
    items = (Item("e1", "experience", "Lead", text="Did project management daily"),)
    found = cover(
        rows, profile=Profile(items=items), statements={}, text="did project\nmanagement", on=TODAY
    )
    assert named(found.on_page) == {"Project management"}


@pytest.mark.parametrize("scope", ["education", "location", "eligibility", "logistics"])
def test_what_no_keyword_answers_is_not_counted(scope: Any) -> None:
    rows = [Row(scope, "must", 1, "Anything", "", terms=("Python",))]
    found = cover(rows, profile=PROFILE, statements={}, text="Python", on=TODAY)
    assert found == Coverage()


def test_years_of_something_are_named_by_the_thing() -> None:
    asked = "5+ years of experience in backend work with Django or Python, ideally in a start-up"
    rows = [Row("experience", "must", 1, asked, "", terms=("Django", "Python"))]
    found = cover(rows, profile=PROFILE, statements={}, text="Django", on=TODAY)
    assert named(found.on_page) == {"Django or Python"}


def test_it_comes_back_from_json_as_it_was() -> None:
    found = covered("Python")
    assert from_json(found.to_json()) == found
