"""What changed between two states of a résumé, as a person would say it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tailoring.documents import blank, differences


def document() -> dict[str, Any]:
    made = blank.document()
    made["basics"]["name"] = "Jane Doe"
    item = blank.item("experience")
    made["sections"]["experience"]["items"] = [
        {**item, "id": "a", "position": "Engineer", "description": "<p>Built it</p>"},
        {**item, "id": "b", "position": "Tester"},
    ]
    return made


def jobs(raw: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = raw["sections"]["experience"]["items"]
    return found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: raw["basics"].update(name="Jane D. Doe"), "Name changed"),
        (lambda raw: raw["basics"].update(phone="1"), "Telephone added"),
        (lambda raw: raw["basics"].update(name=""), "Name removed"),
        (lambda raw: jobs(raw).pop(), "Experience: Tester removed"),
        (lambda raw: jobs(raw).append({"id": "c", "position": "Lead"}), "Experience: Lead added"),
        (lambda raw: jobs(raw).reverse(), "Experience: order changed"),
        (lambda raw: jobs(raw)[0].update(hidden=True), "Experience: Engineer hidden"),
        (lambda raw: jobs(raw)[0].update(description=""), "Experience: Engineer, text removed"),
        (
            lambda raw: jobs(raw)[0].update(company="Acme"),
            "Experience: Engineer, organisation added",
        ),
        (lambda raw: raw["sections"]["experience"].update(hidden=True), "Experience hidden"),
        (lambda raw: raw["metadata"].update(template="pikachu"), "Design or details changed"),
    ],
)
def test_a_change_is_named(change: Callable[[dict[str, Any]], object], said: str) -> None:
    after = copy.deepcopy(document())
    change(after)
    found = differences.between(document(), after)
    assert [one.sentence() for one in found] == [said]


def test_nothing_is_said_of_equal_documents() -> None:
    assert differences.between(document(), document()) == ()
    assert differences.summary(()) == "Nothing a reader sees"


def test_many_changes_are_counted() -> None:
    after = document()
    after["basics"] |= {"name": "x", "phone": "1", "email": "e", "location": "l", "headline": "h"}
    said = differences.summary(differences.between(document(), after))
    assert said.endswith("; and 2 more")
