"""A wanted search in one's own words, read by rules."""

from __future__ import annotations

from typing import Any

import pytest

from orchestrator.pipeline import run_options, sentence
from tests.bounds import computes

READ: list[tuple[str, dict[str, Any]]] = [
    (
        "remote data jobs in Germany, at least 70k, no consultancies",
        {
            "searchTerms": ["data"],
            "country": "DE",
            "workplaceTypes": ["remote"],
            "scoringInstructions": "Avoid: consultancies. The pay should be at least 70k.",
        },
    ),
    (
        "Python backend engineer or data engineer roles in Berlin, Munich or Hamburg, hybrid ok",
        {
            "searchTerms": ["Python backend engineer", "data engineer"],
            "country": "DE",
            "cityLocations": ["Berlin", "Munich", "Hamburg"],
            "workplaceTypes": ["hybrid"],
        },
    ),
    (
        "I am looking for a senior nurse position near Manchester, not remote, over £35,000",
        {
            "searchTerms": ["senior nurse"],
            "country": "GB",
            "cityLocations": ["Manchester"],
            "workplaceTypes": ["hybrid", "onsite"],
            "scoringInstructions": "The pay should be at least £35,000.",
        },
    ),
    (
        "fully remote frontend roles in Europe with a four day week",
        {
            "searchTerms": ["frontend"],
            "country": "",
            "workplaceTypes": ["remote"],
            "scoringInstructions": "It must be open to people in Europe. Wanted: a four day week.",
        },
    ),
    ("IT jobs in London", {"searchTerms": ["IT"], "country": "GB", "cityLocations": ["London"]}),
    ("Cook in Nice, France", {"searchTerms": ["Cook"], "country": "FR", "cityLocations": ["Nice"]}),
    ("engineers and designers, USA", {"searchTerms": ["engineers", "designers"], "country": "US"}),
    (
        "product manager, remote anywhere",
        {"searchTerms": ["product manager"], "country": "", "workplaceTypes": ["remote"]},
    ),
    (
        "emplois développeur python à Lyon, télétravail",
        {
            "searchTerms": ["développeur python"],
            "country": "FR",
            "cityLocations": ["Lyon"],
            "workplaceTypes": ["remote"],
        },
    ),
    ("Reading specialist", {"searchTerms": ["Reading specialist"]}),
    ("remote", {"workplaceTypes": ["remote"]}),
    ("jobs, please", {}),
]


@pytest.mark.parametrize(("said", "options"), READ, ids=[said[:30] for said, _ in READ])
def test_it_reads_what_is_wanted(said: str, options: dict[str, Any]) -> None:
    found = sentence.read(said)
    assert found.options() == options
    assert found.not_understood == []
    assert run_options.checked(options) == options


def test_quoted_words_are_searched_for_as_they_are() -> None:
    found = sentence.read("“machine learning in health” in the US")
    assert found.options() == {"searchTerms": ["machine learning in health"], "country": "US"}


def test_companies_are_blocked_and_kinds_of_them_are_not() -> None:
    found = sentence.read("data analyst in Spain, no Accenture or Infosys, without agencies")
    assert found.blocked == ["Accenture", "Infosys"]
    assert found.wishes == ["Avoid: agencies."]


def test_a_circle_around_a_city_is_one() -> None:
    options = sentence.read("C++ developer within 30 km of Leeds").options()
    circle = options.pop("proximity")
    assert options == {"searchTerms": ["C++ developer"], "country": "GB"}
    assert (round(circle["lat"]), round(circle["lon"]), circle["radiusMiles"]) == (54, -2, 19)


@pytest.mark.parametrize("said", ["in Germany or the Netherlands", "in Zürich oder Wien"])
def test_a_second_country_is_not_searched_and_that_is_said(said: str) -> None:
    found = sentence.read(f"data engineer {said}")
    (told,) = found.not_understood
    assert "a run looks in one country" in told


def test_what_it_cannot_read_it_says() -> None:
    found = sentence.read("Java developer, Austria, at least 5 years of experience, 4 days a week")
    assert found.options() == {"searchTerms": ["Java developer"], "country": "AT"}
    assert found.not_understood == ["at least 5 years of experience", "4 days a week"]


@pytest.mark.parametrize(
    "said",
    ["", "\0" * 50, "(" * 5000, '"' * 5000, "no " * 3000, "in Berlin, " * 900, "a-" * 3000,
     "70k " * 900, "\ud800", "в Берлине работа", "日本で仕事", "x" * 9000],
)  # fmt: skip
def test_whatever_is_typed_costs_little_and_fits(said: str) -> None:
    with computes():
        found = sentence.read(said)
    assert run_options.checked(found.options()) == found.options()
