"""Numbers and periods: the same value of the same thing, and time as the periods have it."""

from __future__ import annotations

import pytest

from tailoring.claims import guard
from tests.tailoring.claimants import kinds, known

BUILT = "Built a booking service in Python and FastAPI for 1,200 requests per minute"
ORDERS = "Shipped 800 orders a day with Google Analytics 4 reports"
RAISED = "Raised test coverage from 61 % to 72 % for 10+ clients and up to 8 teams"
LED = "Leitung einer Schicht mit 22 Mitarbeitern"


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        (BUILT, "Built a booking service for 1.2k requests per minute", "en"),
        (BUILT, "Built a booking service for 1 200 requests a minute", "en"),
        (BUILT, "Built a booking service for twelve hundred requests per minute", "en"),
        (BUILT, "Built a booking service for more than 1,100 requests per minute", "en"),
        (BUILT, "Built a booking service for ١٢٠٠ requests per minute", "en"),
        (ORDERS, "Shipped eight hundred orders daily", "en"),
        (RAISED, "Raised test coverage from 61 to 72 percent", "en"),
        (RAISED, "Test coverage of 72 %, up from 61 %, for 10 clients", "en"),
        (LED, "Leitung einer Schicht mit zweiundzwanzig Beschäftigten", "de"),
        ("Gestion des dossiers de 4 avocats", "Gestion des dossiers de quatre avocats", "fr"),
        (
            "Coordino a 9 dependientes en una tienda de 450 m²",
            "Coordino a nueve dependientes en una tienda de 450 metros cuadrados",
            "es",
        ),
    ],
)
def test_the_same_number_in_other_words_is_supported(
    before: str, after: str, language: str
) -> None:
    assert kinds(after, before=before, language=language, where="bullet") == []


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        (BUILT, "Built a booking service for 12,000 requests per minute", "en"),
        (BUILT, "Built a booking service for 1,300 requests per minute", "en"),
        (BUILT, "Built a booking service for 1,200 requests per second", "en"),
        (BUILT, "Built a booking service for 1,200+ requests per minute", "en"),
        (ORDERS, "Managed 800 people a day", "en"),
        (ORDERS, "Shipped thousands of orders a day", "en"),
        (ORDERS, "Shipped £800 of orders a day", "en"),
        (RAISED, "Raised test coverage by 72 %", "en"),
        (RAISED, "Doubled test coverage", "en"),
        (RAISED, "Raised test coverage for 8 teams", "en"),
        (RAISED, "Raised test coverage for 20+ clients", "en"),
        (LED, "Leitung einer Schicht mit 220 Mitarbeitern", "de"),
        (LED, "Leitung einer Schicht mit 22 Millionen Mitarbeitern", "de"),
        ("Gestion des dossiers de 4 avocats", "Gestion des dossiers de quatorze avocats", "fr"),
        ("Apoyo al escaparatismo en 2 campañas", "Apoyo al escaparatismo en doce campañas", "es"),
    ],
)
def test_another_number_or_another_thing_counted_is_not(
    before: str, after: str, language: str
) -> None:
    assert "number" in kinds(after, before=before, language=language, where="bullet")


def test_it_says_what_the_resume_says_instead() -> None:
    report = guard.check(
        "Raised test coverage from 61 % to 90 %", known=known(), item="now", before=RAISED
    )
    (finding,) = report.unsupported
    assert finding.why == "Your résumé says 72 %, not 90 %."
    assert report.text[finding.claim.start : finding.claim.end] == "90 %"
    assert finding.nearest is not None
    assert finding.nearest.quote == RAISED


@pytest.mark.parametrize(
    "text",
    [
        "Backend developer at Acme Rail for six years.",
        "Backend developer at Acme Rail since 2020.",
        "More than nine years as a developer.",
        "Junior Developer at Byte & Sons from 2017 to 2020.",
        "Nearly a decade of work as a developer.",
    ],
)
def test_time_within_the_periods_is_supported(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Backend developer at Acme Rail for seven years.", "en"),
        ("Backend developer at Acme Rail since 2016.", "en"),
        ("Over a decade of work as a developer.", "en"),
        ("Junior Developer at Byte & Sons from 2015 to 2020.", "en"),
        ("Schichtleiterin bei Nordkai seit 2014.", "de"),
        ("Assistante juridique depuis quinze ans.", "fr"),
        ("Encargada de tienda en Modas Brisa desde 2016.", "es"),
    ],
)
def test_a_stretched_time_is_not(text: str, language: str) -> None:
    assert kinds(text, language=language) == ["period"]


def test_years_named_by_a_fact_are_not_stretched_over_the_post() -> None:
    assert kinds("Built a booking service in 2015", before=BUILT, where="bullet") == ["period"]
    assert kinds("Built a booking service in 2021", before=BUILT, where="bullet") == []
