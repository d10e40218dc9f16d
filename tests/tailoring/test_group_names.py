"""The name of a group of skills is printed too, so it claims like a keyword."""

from __future__ import annotations

import pytest

from bench.claims_rows import personas
from tailoring.claims import base, guard

PERSONAS = personas()


def is_doubted(persona: str, name: str) -> bool:
    known = base.of(PERSONAS[persona])
    return guard.check(name, known=known, where="group", employer="Initech").blocked


@pytest.mark.parametrize("persona", ["developer_en", "lager_de", "cuisine_fr", "tienda_es"])
@pytest.mark.parametrize(
    "name", ["Core skills", "Tools & Technologies", "Weitere Kenntnisse", "Compétences techniques",
             "Herramientas", "Programming languages"]
)  # fmt: skip
def test_a_mere_heading_claims_nothing(persona: str, name: str) -> None:
    assert not is_doubted(persona, name)


@pytest.mark.parametrize("persona", ["developer_en", "lager_de", "cuisine_fr", "tienda_es"])
@pytest.mark.parametrize(
    "name", ["Machine learning", "machine learning", "Cuisine moléculaire", "Data science skills"]
)
def test_a_field_nobody_worked_in_is_doubted_in_any_case(persona: str, name: str) -> None:
    assert is_doubted(persona, name)


@pytest.mark.parametrize("persona", sorted(PERSONAS))
def test_the_resumes_own_names_pass(persona: str) -> None:
    groups = PERSONAS[persona]["sections"].get("skills", {}).get("items", [])
    assert [one["name"] for one in groups if is_doubted(persona, one["name"])] == []
