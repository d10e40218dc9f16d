"""Entries of any section as a form shows them, and back into the document."""

from __future__ import annotations

from typing import Any

import pytest

from tailoring.documents import blank, entries
from tailoring.documents.entries import EntryEdit
from tailoring.documents.kinds import KINDS
from tests.documents.places import SAMPLES, load

NAMES = sorted(path.name for path in SAMPLES.glob("reactive_resume_5*.json"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_what_was_not_changed_stays_as_it_is(name: str, kind: str) -> None:
    raw = load(name)
    assert entries.put(raw, kind, entries.of(raw, kind)) == raw


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_kind_is_written_and_read(kind: str) -> None:
    values = {field.name: f"{field.name} one" for field in KINDS[kind].fields}
    made = entries.put(blank.document(), kind, [EntryEdit("", values)])
    assert [one.values for one in entries.of(made, kind)] == [values]


def document() -> dict[str, Any]:
    made = blank.document()
    item = blank.item("experience") | {
        "id": "a", "position": "Engineer", "roles": [{"id": "r"}], "own": 1,
        "description": "<p><strong>Bold</strong> words</p><ul><li>One</li></ul>",
    }  # fmt: skip
    made["sections"]["experience"]["items"] = [item, {**item, "id": "b", "hidden": True}]
    return made


def test_text_is_shown_with_its_bullets_and_keeps_its_formatting_until_changed() -> None:
    shown = entries.of(document(), "experience")[0]
    assert shown.values["text"] == "Bold words\n- One"

    kept = entries.put(document(), "experience", [shown])["sections"]["experience"]["items"][0]
    assert "<strong>" in kept["description"]

    typed = EntryEdit("a", {**shown.values, "text": "Bold words\n- One\n- Two"})
    made = entries.put(document(), "experience", [typed])["sections"]["experience"]["items"][0]
    assert made["description"] == "<p>Bold words</p><ul><li>One</li><li>Two</li></ul>"
    assert (made["own"], made["roles"]) == (1, [{"id": "r"}])


def test_order_hiding_and_removal_are_those_of_the_form() -> None:
    one, two = entries.of(document(), "experience")
    made = entries.put(document(), "experience", [EntryEdit("b", two.values), one])
    items = made["sections"]["experience"]["items"]
    assert [(item["id"], item["hidden"]) for item in items] == [("b", False), ("a", False)]
    assert entries.put(document(), "experience", [])["sections"]["experience"]["items"] == []


def test_parts_of_other_types_stay_where_they_are() -> None:
    raw = blank.document()
    raw["customSections"] = [{"id": "p", "type": "projects", "title": "Games", "items": []}]
    made = entries.put(raw, "other", [EntryEdit("", {"title": "Bees", "text": "Three hives."})])
    assert [one["title"] for one in made["customSections"]] == ["Games", "Bees"]
