"""Deeds: verbs of scope, limits, and what was done elsewhere."""

from __future__ import annotations

import pytest

from tests.tailoring.claimants import kinds

BUILT = "Built a booking service in Python and FastAPI for 1,200 requests per minute"
HELPED = "Helped migrate 14 services to Kubernetes"
PROTOTYPE = "Wrote a prototype of a fare search that did not go live"


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        (BUILT, "Led the booking service in Python and FastAPI", "en"),
        (BUILT, "Single-handedly built a booking service in Python", "en"),
        (HELPED, "Migrated 14 services to Kubernetes", "en"),
        (HELPED, "Designed the migration of 14 services to Kubernetes", "en"),
        ("Mitarbeit bei der Einführung von SAP EWM an 2 Standorten",
         "Leitung der Einführung von SAP EWM an 2 Standorten", "de"),
        ("Participation au passage à l'archivage avec Secib",
         "Pilotage du passage à l'archivage avec Secib", "fr"),
        ("Apoyo al escaparatismo en 2 campañas", "Dirección del escaparatismo en 2 campañas", "es"),
        ("Coordino a 9 dependientes en una tienda de 450 m²",
         "Dirijo a 9 dependientes en una tienda de 450 m²", "es"),
    ],
)  # fmt: skip
def test_more_than_was_done_is_found(before: str, after: str, language: str) -> None:
    assert "verb" in kinds(after, before=before, language=language, where="bullet")


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        (BUILT, "Created a booking service in Python and FastAPI", "en"),
        (BUILT, "Helped build a booking service in Python", "en"),
        (HELPED, "Contributed to the migration of 14 services to Kubernetes", "en"),
        ("Leitung einer Schicht mit 22 Mitarbeitern",
         "Leite eine Schicht mit 22 Mitarbeitern", "de"),
        ("Participation au passage à l'archivage avec Secib",
         "Appui au passage à l'archivage avec Secib", "fr"),
        ("Apoyo al escaparatismo en 2 campañas", "Ayuda con el escaparatismo en 2 campañas", "es"),
    ],
)  # fmt: skip
def test_as_much_or_less_is_supported(before: str, after: str, language: str) -> None:
    assert kinds(after, before=before, language=language, where="bullet") == []


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        (PROTOTYPE, "Wrote a fare search", "en"),
        ("Buchung von 1.400 Belegen in Lexware (Grundkenntnisse)",
         "Buchung von 1.400 Belegen in Lexware", "de"),
        ("Notions de comptabilité, sans signature", "Comptabilité, avec signature", "fr"),
        ("Manejo básico de SAP para pedidos", "Manejo de SAP para pedidos", "es"),
    ],
)  # fmt: skip
def test_a_lost_limit_is_found(before: str, after: str, language: str) -> None:
    assert "limit" in kinds(after, before=before, language=language, where="bullet")


def test_a_limit_is_kept_by_another_word_for_it() -> None:
    kept = "Prototyped a fare search that never went live"
    assert kinds(kept, before=PROTOTYPE, where="bullet") == []


def test_a_word_known_only_with_a_limit_needs_it_in_a_summary() -> None:
    assert kinds("Backend developer with the CKAD.") == ["limit"]
    assert kinds("Backend developer, winner of the Hack Day.") != []


def test_words_of_another_entry_are_found() -> None:
    moved = "Maintained the PostgreSQL cluster and built a booking service"
    before = "Maintained the PostgreSQL cluster"
    assert "tool" in kinds(moved, before=before, where="bullet", item="then")


def test_the_lead_of_others_is_not_ones_own() -> None:
    text = "Helped migrate services, led by a colleague, to Kubernetes"
    assert kinds(text, before=HELPED, where="bullet") == []
