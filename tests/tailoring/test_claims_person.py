"""What a text says of the person: titles, degrees, certificates, languages, awards."""

from __future__ import annotations

import pytest

from tests.tailoring.claimants import kinds


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Senior Backend Developer", "en"),
        ("Team lead, Python", "en"),
        ("Head of Engineering", "en"),
        ("Data scientist", "en"),
        ("Lagerleiterin", "de"),
        ("Leiterin Logistik", "de"),
        ("Responsable juridique", "fr"),
        ("Avocate en droit social", "fr"),
        ("Directora de tienda", "es"),
        ("Jefa de zona", "es"),
    ],
)
def test_a_title_never_held_is_found(text: str, language: str) -> None:
    assert kinds(text, language=language, where="headline") == ["title"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Backend Engineer", "en"),
        ("BACKEND DEVELOPER | Python", "en"),
        ("Junior Developer", "en"),
        ("Backend developer with Python and PostgreSQL experience", "en"),
        ("Schichtleiterin im Versand", "de"),
        ("Assistante juridique | Secib", "fr"),
        ("Encargada de tienda, moda", "es"),
    ],
)
def test_a_title_held_or_its_alias_is_supported(text: str, language: str) -> None:
    assert kinds(text, language=language, where="headline") == []


def test_a_title_of_somebody_else_in_a_bullet_is_not_held() -> None:
    assert "title" in kinds("Team lead with a liking for Python.")


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Backend developer with an MSc in Physics.", "en", "degree"),
        ("Backend developer with a BSc in Chemistry.", "en", "degree"),
        ("Backend developer with a PhD.", "en", "degree"),
        ("BSc Physics, first-class honours.", "en", "degree"),
        ("Schichtleiterin mit Bachelor in Logistik.", "de", "degree"),
        ("Titulaire d'un master en droit.", "fr", "degree"),
        ("Encargada de tienda con Grado en Comercio.", "es", "degree"),
        ("Certified Scrum Master who likes Python.", "en", "certificate"),
        ("Schichtleiterin mit Kranschein.", "de", "certificate"),
        ("Assistante juridique avec un certificat de coach.", "fr", "certificate"),
        ("Encargada de tienda con carné de carretillero.", "es", "certificate"),
        ("Winner of the National Innovation Prize.", "en", "award"),
        ("Schichtleiterin, ausgezeichnet als Mitarbeiterin des Jahres.", "de", "award"),
        ("Assistante juridique, lauréate du Prix de l'innovation.", "fr", "award"),
        ("Encargada de tienda con el Premio Nacional de Comercio.", "es", "award"),
    ],
)
def test_what_was_never_earned_is_found(text: str, language: str, kind: str) -> None:
    assert kind in kinds(text, language=language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Holds a BSc in Physics from Leeds College.", "en"),
        ("Runner-up at the Hack Day.", "en"),
        ("Working towards the CKAD, still in progress.", "en"),
        ("Schichtleiterin mit Ausbildung in der Logistik.", "de"),
        ("Titulaire d'un BTS Droit.", "fr"),
    ],
)
def test_what_was_earned_is_supported(text: str, language: str) -> None:
    assert kinds(text, language=language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Backend developer, fluent in German.", "en"),
        ("Backend developer who speaks Spanish.", "en"),
        ("Schichtleiterin mit verhandlungssicherem Englisch.", "de"),
        ("Assistante juridique bilingue anglais.", "fr"),
        ("Encargada de tienda con inglés fluido.", "es"),
    ],
)
def test_a_language_at_a_higher_level_is_found(text: str, language: str) -> None:
    assert kinds(text, language=language) == ["language"]


def test_a_language_at_its_level_or_a_lower_one_is_supported() -> None:
    assert kinds("Backend developer with basic German.") == []
    assert kinds("Schichtleiterin mit Grundkenntnissen in Englisch.", language="de") == []
