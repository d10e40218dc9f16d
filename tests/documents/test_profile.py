from __future__ import annotations

import re
from typing import Any

import pytest

from orchestrator.scoring.brief import Profile
from tailoring.documents import blank
from tailoring.documents.profile import profile
from tailoring.documents.schema import STANDARD_SECTIONS
from tests.documents.places import load, strings

# Contact data, addresses and marks of the page design are no statements about the person.
UNSTATED = ("id", "icon", "iconColor", "url", "phone")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _word(*parts: str) -> str:
    return "w" + "".join(c for c in "".join(parts).lower() if c in LETTERS)


def _item(kind: str, *, mark: str, hidden: bool = False) -> dict[str, Any]:
    """Every text field of the type holds a word of its own."""
    made = blank.item(kind)
    for key in [key for key, value in made.items() if value == ""]:
        made[key] = _word(mark, kind, key)
    if "description" in made:
        made["description"] = f"<ul><li>{_word(mark, kind, 'description')}</li></ul>"
    if "keywords" in made:
        made["keywords"] = [_word(mark, kind, "keywordone"), _word(mark, kind, "keywordtwo")]
    if "website" in made:
        made["website"] = {"url": _word(mark, kind, "url"), "label": _word(mark, kind, "label")}
    if "roles" in made:
        made["roles"] = [
            {
                key: _word(mark, kind, "role", key)
                for key in ("id", "position", "period", "description")
            }
        ]
    return {**made, "id": _word(mark, kind, "id"), "hidden": hidden}


def _custom(kind: str, *, mark: str, hidden: bool = False) -> dict[str, Any]:
    item = (
        {"id": _word(mark, "s"), "hidden": False, "content": _word(mark, "content")}
        if kind == "summary"
        else _item(kind, mark=mark)
    )
    return {**blank.section(), "id": mark, "type": kind, "hidden": hidden, "items": [item]}


def _full() -> dict[str, Any]:
    document = blank.document()
    document["basics"].update(headline="wheadline", location="wplace", email="e@x.org", phone="555")
    document["summary"]["content"] = "<p>wsummary</p>"
    for kind in STANDARD_SECTIONS:
        document["sections"][kind]["items"] = [
            _item(kind, mark="shown"),
            _item(kind, mark="veiled", hidden=True),
        ]
    document["customSections"] = [
        *(_custom(kind, mark=f"custom{kind}") for kind in (*STANDARD_SECTIONS, "summary")),
        *(_custom(kind, mark=f"veiledcustom{kind}", hidden=True) for kind in STANDARD_SECTIONS),
    ]
    return document


def _everything(found: Profile) -> str:
    items = [
        "\n".join(
            (
                i.title,
                i.organisation,
                i.place,
                i.period,
                i.level,
                i.area,
                i.text,
                i.label,
                "\n".join(i.keywords),
            )
        )
        for i in found.items
    ]
    return "\n".join((found.headline, found.summary, found.place, *items))


def test_every_field_of_every_visible_item_is_in_the_profile() -> None:
    document = _full()
    told = re.findall(r"\w+", _everything(profile(document)))
    stated = [
        (path, value)
        for path, value in strings([document["sections"], document["customSections"]])
        if "shown" in value or value.startswith("wcustom")
        if path.rsplit(".", 1)[-1] not in UNSTATED
    ]
    words = {value.replace("<ul><li>", "").replace("</li></ul>", "") for _, value in stated}
    assert len(words) > 100
    assert words - set(told) == set()
    assert {"wheadline", "wsummary", "wplace"} <= set(told)


def test_hidden_items_and_sections_are_nowhere_in_the_profile() -> None:
    assert "veiled" not in _everything(profile(_full()))


def test_contact_data_is_nowhere_in_the_profile() -> None:
    document = _full()
    document["basics"].update(email="ada@example.org", phone="+44 20 7946 0000")
    document["basics"]["customFields"] = [{"id": "f", "text": "born 1990", "link": "x"}]
    document["sections"]["references"]["items"][0]["phone"] = "+44 20 7946 0001"
    document["sections"]["projects"]["items"][0]["website"]["label"] = "ada@example.org"
    told = _everything(profile(document))
    assert not [word for word in ("ada@", "7946", "1990", "David") if word in told]


def test_the_address_of_a_profile_is_told_but_not_that_of_a_project() -> None:
    told = _everything(profile(_full())).split()
    assert "wshownprofilesurl" in told
    assert "wshownprojectsurl" not in told


def test_a_role_inside_an_employer_is_an_item_of_its_own() -> None:
    found = profile(
        {
            "sections": {
                "experience": {
                    "items": [
                        {
                            "id": "e",
                            "company": "Acme",
                            "period": "2015 – 2024",
                            "roles": [{"id": "r", "position": "Lead", "period": "2020 – 2024"}],
                        }
                    ]
                }
            }
        }
    )
    assert [(item.id, item.organisation, item.title, item.period) for item in found.items] == [
        ("e", "Acme", "", "2015 – 2024"),
        ("r", "Acme", "Lead", "2020 – 2024"),
    ]


def test_a_hidden_project_that_a_job_chose_counts_as_visible() -> None:
    document = _full()
    document["sections"]["projects"]["hidden"] = True
    hidden_id = document["sections"]["projects"]["items"][1]["id"]
    found = [i.id for i in profile(document, shown_projects={hidden_id}).items]
    assert hidden_id in found
    assert document["sections"]["projects"]["items"][0]["id"] not in found


def test_a_cover_letter_is_not_part_of_the_profile() -> None:
    told = _everything(profile(load("reactive_resume_5_2.json")))
    assert "Dear Hiring Manager" not in told


@pytest.mark.parametrize(
    ("locale", "language"), [("en-US", "en"), ("de", "de"), ("zh_CN", "zh"), ("", ""), ("x", "")]
)
def test_the_language_comes_from_the_locale(locale: str, language: str) -> None:
    assert profile({"metadata": {"page": {"locale": locale}}}).language == language


@pytest.mark.parametrize("name", ["arabic_name", "chinese_name", "emoji_name", "without_projects"])
def test_any_script_is_read(name: str) -> None:
    document = load(f"{name}.json")
    found = profile(document)
    assert found.headline == document["basics"]["headline"]
    assert "experience" in {item.section for item in found.items}
    assert found.items[0].text.splitlines()[0] in str(document["sections"])


def test_an_empty_resume_has_an_empty_profile() -> None:
    assert profile(load("empty.json")).is_empty()
