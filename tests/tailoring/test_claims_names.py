"""Names: organisations, products and keywords stand in what may be cited."""

from __future__ import annotations

import pytest

from tailoring.claims import guard
from tests.tailoring.claimants import kinds, known

BUILT = "Built a booking service in Python and FastAPI for 1,200 requests per minute"
SHIPPED = "Shipped 800 orders a day with Google Analytics 4 reports"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Backend developer, formerly at Spotify.", "en"),
        ("Backend developer trained at Guy's Hospital.", "en"),
        ("Schichtleiterin, zuvor bei Hellmann Worldwide Logistics.", "de"),
        ("Schichtleiterin mit Stationen bei KPMG.", "de"),
        ("Assistante juridique passée chez Gide Loyrette Nouel.", "fr"),
        ("Encargada de tienda, antes en El Corte Inglés.", "es"),
    ],
)
def test_an_employer_of_no_fact_is_found(text: str, language: str) -> None:
    assert "organisation" in kinds(text, language=language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Backend developer at Acme Rail.", "en"),
        ("Schichtleiterin bei der Nordkai GmbH.", "de"),
        ("Assistante juridique chez Verdier.", "fr"),
        ("Encargada de tienda en Modas Brisa.", "es"),
    ],
)
def test_an_employer_of_the_resume_is_supported(text: str, language: str) -> None:
    assert kinds(text, language=language) == []


def test_the_employer_applied_to_is_no_past_one() -> None:
    report = guard.check(
        "Built booking services for initech and Initech.",
        known=known(),
        where="summary",
        employer="Initech GmbH",
    )
    assert [f.claim.kind for f in report.unsupported] == ["organisation"]
    assert "the employer you apply to" in report.unsupported[0].why


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BUILT, "Built a booking service in Python and Flask for 1,200 requests per minute"),
        (BUILT, "Built a booking service in Python, C++ and FastAPI"),
        (BUILT, "Built a booking service in Python and FooBar2000"),
        (BUILT, "Built a booking service in Python with Go"),
        (SHIPPED, "Shipped 800 orders a day with Adobe Analytics reports"),
    ],
)
def test_a_tool_the_entry_does_not_name_is_found(before: str, after: str) -> None:
    assert kinds(after, before=before, where="bullet") == ["tool"]


def test_a_tool_of_another_entry_supports_a_summary_but_no_bullet() -> None:
    moved = "Built a booking service in Python and PostgreSQL"
    assert kinds(moved, before=BUILT, where="bullet") == ["tool"]
    assert kinds("Backend developer who knows PostgreSQL.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Tools: Postgres, Kubernetes",
        "Backend: Python, FastAPI",
        "Python; PostgreSQL",
        "Languages: German (A2)",
    ],
)
def test_keywords_stand_in_facts_under_any_name(text: str) -> None:
    assert kinds(text, where="skills") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tools: Python, MySQL", "tool"),
        ("Skills: Stakeholder management", "tool"),
        ("Tools: Google Ads", "tool"),
        ("Languages: German (C1)", "language"),
        ("Languages: Rust", "limit"),
    ],
)
def test_keywords_of_no_fact_are_found(text: str, kind: str) -> None:
    assert kinds(text, where="skills") == [kind]


def test_a_field_of_work_of_no_fact_is_found() -> None:
    assert kinds("Backend developer with oncology experience.") == ["tool"]
    assert kinds("Backend developer with experience in booking services.") == []


def test_the_name_of_a_group_is_no_claim() -> None:
    assert kinds("DevOps: Kubernetes", where="skills") == []


@pytest.mark.parametrize(
    "text", ["backend developer at spotify.", "BACKEND DEVELOPER AT SPOTIFY WITH PYTHON"]
)
def test_a_known_employer_is_found_without_its_capital(text: str) -> None:
    assert kinds(text) == ["organisation"]


def test_small_words_in_capitals_are_no_names() -> None:
    assert kinds("BACKEND DEVELOPER WITH PYTHON AND KUBERNETES AT ACME RAIL") == []
