from __future__ import annotations

import copy
from typing import Any

import pytest

from tailoring.documents.merge import LeftOut, Tailored, left_out, merge
from tailoring.documents.plain_text import to_text
from tailoring.documents.schema import ensure_ids, read
from tests.documents.places import load

BASE = load("reactive_resume_5_2.json")
PROJECTS = [item["id"] for item in BASE["sections"]["projects"]["items"]]


def _skills(document: dict[str, Any]) -> list[tuple[str, list[str]]]:
    items = document["sections"]["skills"]["items"]
    return [(item["name"], item["keywords"]) for item in items if not item["hidden"]]


def test_nothing_tailored_gives_the_base() -> None:
    assert merge(BASE, Tailored()) == BASE
    assert merge(BASE, Tailored(headline=" ", summary="", skills=[])) == BASE


def test_the_base_is_never_touched() -> None:
    before = copy.deepcopy(BASE)
    merge(BASE, Tailored("H", "S", [{"name": "New", "keywords": ["x"]}], []))
    assert before == BASE


def test_headline_and_summary_replace_the_base_ones() -> None:
    merged = merge(BASE, Tailored(headline="Tools\nprogrammer", summary="One <b>\n\nTwo & three"))
    assert merged["basics"]["headline"] == "Tools programmer"
    assert merged["summary"]["content"] == "<p>One &lt;b&gt;</p><p>Two &amp; three</p>"
    assert merged["summary"]["icon"] == BASE["summary"]["icon"]


def test_a_tailored_summary_is_shown_even_if_the_base_hides_its_own() -> None:
    base = copy.deepcopy(BASE)
    base["summary"]["hidden"] = True
    assert merge(base, Tailored(summary="Mine"))["summary"]["hidden"] is False


def test_skills_match_by_id_then_by_name_and_keep_what_they_had() -> None:
    first, second = BASE["sections"]["skills"]["items"][:2]
    merged = merge(
        BASE,
        Tailored(
            skills=[
                {"name": second["name"].upper(), "keywords": ["Blueprints"]},
                {"id": first["id"], "name": "Engines", "keywords": ["Unity"]},
            ]
        ),
    )
    assert _skills(merged) == [(second["name"].upper(), ["Blueprints"]), ("Engines", ["Unity"])]
    kept = merged["sections"]["skills"]["items"][1]
    assert (kept["id"], kept["level"], kept["icon"]) == (first["id"], first["level"], first["icon"])


def test_a_new_group_has_its_own_id_and_no_level() -> None:
    merged = merge(BASE, Tailored(skills=[{"name": "Cloud", "keywords": ["AWS", "GCP"]}]))
    made = merged["sections"]["skills"]["items"][0]
    assert (made["name"], made["keywords"], made["level"], made["icon"]) == (
        "Cloud", ["AWS", "GCP"], 0, "",
    )  # fmt: skip
    assert ensure_ids(merged)[1] == []
    assert set(made) == set(BASE["sections"]["skills"]["items"][0])


def test_groups_that_are_not_named_are_hidden_not_lost() -> None:
    merged = merge(BASE, Tailored(skills=[{"name": "Unity Engine", "keywords": ["C#"]}]))
    assert _skills(merged) == [("Unity Engine", ["C#"])]
    assert len(merged["sections"]["skills"]["items"]) == len(BASE["sections"]["skills"]["items"])


def test_groups_and_keywords_left_out_are_listed() -> None:
    lost = left_out(BASE, [{"name": "Unity Engine", "keywords": ["c#"]}])
    assert lost[0] == LeftOut(
        "Unity Engine", ("Editor Tools", "Performance Profiling"), whole=False
    )
    assert all(each.whole for each in lost[1:])
    visible = [item for item in BASE["sections"]["skills"]["items"] if not item["hidden"]]
    assert [each.group for each in lost] == [item["name"] for item in visible]
    assert left_out(BASE, None) == ()


def test_skills_in_a_custom_section_match_where_they_are() -> None:
    base = copy.deepcopy(BASE)
    group = {"id": "k", "hidden": False, "name": "Clouds", "level": 3, "keywords": ["AWS", "GCP"]}
    base["customSections"].append({"id": "c", "type": "skills", "hidden": False, "items": [group]})
    merged = merge(base, Tailored(skills=[{"name": "clouds", "keywords": ["AWS"]}]))
    assert merged["customSections"][-1]["items"][0]["keywords"] == ["AWS"]
    assert _skills(merged) == []


def test_two_groups_of_one_name_both_stay() -> None:
    skills = [{"name": "Cloud", "keywords": ["AWS"]}, {"name": "Cloud", "keywords": ["GCP"]}]
    merged = merge(BASE, Tailored(skills=skills))
    assert _skills(merged) == [("Cloud", ["AWS"]), ("Cloud", ["GCP"])]
    assert ensure_ids(merged)[1] == []


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        (None, PROJECTS),
        ([], []),
        ([PROJECTS[2], PROJECTS[0]], [PROJECTS[0], PROJECTS[2]]),
        ([PROJECTS[1], "gone"], [PROJECTS[1]]),
        (["gone"], []),
    ],
)
def test_exactly_the_chosen_projects_are_shown_in_base_order(
    chosen: list[str] | None, shown: list[str]
) -> None:
    section = merge(BASE, Tailored(project_ids=chosen))["sections"]["projects"]
    assert [item["id"] for item in section["items"] if not item["hidden"]] == shown
    assert section["hidden"] is (not shown)


def test_no_projects_prints_no_section() -> None:
    assert "PROJECTS" in to_text(BASE)
    assert "PROJECTS" not in to_text(merge(BASE, Tailored(project_ids=[])))


def test_a_hidden_project_can_be_chosen() -> None:
    base = copy.deepcopy(BASE)
    base["sections"]["projects"]["hidden"] = True
    base["sections"]["projects"]["items"][0]["hidden"] = True
    section = merge(base, Tailored(project_ids=[PROJECTS[0]]))["sections"]["projects"]
    assert (section["hidden"], section["items"][0]["hidden"]) == (False, False)


@pytest.mark.parametrize("name", ["empty", "without_projects", "arabic_name"])
def test_any_base_can_be_tailored(name: str) -> None:
    base = load(f"{name}.json")
    merged = merge(base, Tailored("H", "S", [{"name": "Care", "keywords": ["x"]}], ["p"]))
    resume = read(merged)
    assert resume.basics.headline == "H"
    assert ("Care", ["x"]) in _skills(merged)


def test_a_document_without_sections_can_be_tailored() -> None:
    merged = merge({}, Tailored("H", "S", [{"name": "Care", "keywords": ["x"]}], []))
    assert to_text(merged) == "H\n\nSUMMARY\n\nS\n\nSKILLS\n\nCare: x\n"


def test_the_same_inputs_give_the_same_document() -> None:
    tailored = Tailored(skills=[{"name": "Cloud", "keywords": ["AWS"]}])
    assert merge(BASE, tailored) == merge(BASE, tailored)


def test_a_keyword_by_another_name_is_not_left_out() -> None:
    group = {"id": "s", "name": "Web", "keywords": ["JS", "React", "React hooks"]}
    raw = {"sections": {"skills": {"items": [group]}}}
    kept = [{"name": "Web", "keywords": ["JavaScript", "React"]}]
    assert left_out(raw, kept) == (LeftOut("Web", ("React hooks",), whole=False),)
