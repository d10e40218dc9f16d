from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailoring.documents.schema import ensure_ids, read
from tests.documents.places import load

_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON_VALUES = st.recursive(
    _LEAVES,
    lambda child: (
        st.lists(child, max_size=3) | st.dictionaries(st.text(max_size=8), child, max_size=3)
    ),
    max_leaves=12,
)


def test_it_reads_the_newest_dialect_in_layout_order() -> None:
    resume = read(load("reactive_resume_5_2.json"))
    assert resume.basics.name == "David Kowalski"
    assert resume.basics.custom_fields[0].text == "github.com/dkowalski-dev"
    assert (resume.locale, resume.page_format) == ("en-US", "a4")
    assert [section.type for section in resume.sections][:7] == [
        "summary", "education", "experience", "profiles", "skills", "experience", "awards",
    ]  # fmt: skip
    assert resume.sections[-1].type == "cover-letter"


def test_it_reads_the_older_dialect_alike() -> None:
    older, newer = (read(load(f"reactive_resume_5_{n}.json")) for n in (0, 2))
    assert older.basics.name == newer.basics.name
    titles = [
        {entry.title for section in resume.sections for entry in section.entries}
        for resume in (older, newer)
    ]
    assert titles[0] == titles[1]


def test_an_entry_carries_what_its_type_says() -> None:
    resume = read(load("reactive_resume_5_2.json"))
    school = next(s for s in resume.sections if s.key == "education").entries[0]
    assert (school.title, school.organisation) == (
        "Bachelor of Science",
        "University of Washington",
    )
    assert (school.detail, school.area, school.grade) == (
        "Computer Science, 3.6 GPA",
        "Computer Science",
        "3.6 GPA",
    )
    skill = next(s for s in resume.sections if s.key == "skills").entries[0]
    assert (skill.title, skill.level, skill.keywords[0]) == ("Unity Engine", 5, "C#")


def test_sections_the_layout_does_not_name_follow_in_the_standard_order() -> None:
    raw = load("reactive_resume_5_2.json")
    raw["metadata"]["layout"]["pages"] = [{"main": ["skills", "gone"], "sidebar": ["awards"]}]
    keys = [section.key for section in read(raw).sections]
    assert keys[:5] == ["skills", "awards", "summary", "profiles", "experience"]
    assert len(keys) == len(set(keys)) == 15


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"basics": None, "sections": None, "customSections": None, "metadata": None},
        {"basics": [], "sections": [], "summary": "text"},
        {"sections": {"skills": None, "experience": {"items": None}, "awards": {"items": {}}}},
        {"sections": {"skills": {"items": [None, 1, "x", {"keywords": None, "level": "high"}]}}},
        {"customSections": [None, {"type": 3, "items": [{"name": ["x"]}]}]},
        {"metadata": {"layout": {"pages": [None, {"main": None, "sidebar": [1, None]}]}}},
        {"basics": {"name": 5, "website": "https://example.org", "customFields": [1, {}]}},
    ],
)
def test_odd_content_reads_as_empty(raw: dict[str, Any]) -> None:
    resume = read(raw)
    assert resume.raw is raw
    assert all(section.key for section in resume.sections)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["basics", "summary", "sections", "customSections", "metadata", "picture"]),
        JSON_VALUES,
    )
)
def test_reading_never_raises(raw: dict[str, Any]) -> None:
    assert read(raw).raw is raw


def test_a_section_that_is_only_a_list_is_read() -> None:
    resume = read({"sections": {"skills": [{"name": "Python", "keywords": "Django"}]}})
    assert resume.sections[0].entries[0].keywords == ("Django",)


def test_a_custom_section_of_an_unknown_type_keeps_its_words() -> None:
    raw = {"customSections": [{"id": "c", "type": "patents", "items": [{"name": "Valve"}]}]}
    section = read(raw).sections[0]
    assert (section.key, section.entries[0].title) == ("c", "Valve")


def test_roles_and_hidden_marks_are_kept() -> None:
    raw = {
        "sections": {
            "experience": {
                "hidden": True,
                "items": [
                    {"company": "A", "hidden": True, "roles": [{"position": "P", "period": "2020"}]}
                ],
            }
        }
    }
    section = read(raw).sections[0]
    assert section.hidden
    assert section.entries[0].hidden
    assert section.entries[0].roles[0].position == "P"


def test_rich_text_arrives_cleaned() -> None:
    raw = {"summary": {"content": "<h1>Hello</h1><script>x()</script>**you**"}}
    assert read(raw).sections[0].entries[0].html == "<p>Hello</p><strong>you</strong>"


def test_a_complete_document_gets_no_ids() -> None:
    raw = load("reactive_resume_5_2.json")
    document, added = ensure_ids(raw)
    assert added == []
    assert document == raw
    assert document is not raw


def _without_ids() -> dict[str, Any]:
    return {
        "basics": {"name": "A", "customFields": [{"text": "x"}]},
        "sections": {
            "skills": {"items": [{"name": "One", "id": "same"}, {"name": "Two", "id": "same"}]},
            "experience": {"items": [{"company": "B", "id": "", "roles": [{"position": "P"}]}]},
        },
        "customSections": [{"type": "projects", "items": [{"name": "C", "id": 7}]}],
    }


def test_missing_empty_double_and_wrong_ids_are_replaced_and_listed() -> None:
    document, added = ensure_ids(_without_ids())
    assert sorted(added) == [
        "basics.customFields[0]",
        "customSections[0]",
        "customSections[0].items[0]",
        "sections.experience.items[0]",
        "sections.experience.items[0].roles[0]",
        "sections.skills.items[1]",
    ]
    assert document["sections"]["skills"]["items"][0]["id"] == "same"
    assert ensure_ids(document) == (document, [])


def test_the_same_document_gets_the_same_ids_and_another_one_others() -> None:
    raw, other = _without_ids(), _without_ids()
    other["basics"]["name"] = "Z"
    ids = [
        ensure_ids(each)[0]["customSections"][0]["id"] for each in (raw, copy.deepcopy(raw), other)
    ]
    assert ids[0] == ids[1] != ids[2]


def test_the_argument_is_left_as_it_was() -> None:
    raw = _without_ids()
    ensure_ids(raw)
    assert raw == _without_ids()


def test_a_custom_section_cannot_take_the_name_of_a_standard_one() -> None:
    raw = {"customSections": [{"id": "skills", "type": "skills", "items": []}]}
    assert ensure_ids(raw)[1] == ["customSections[0]"]


def test_reading_gives_entries_the_ids_that_storing_would() -> None:
    raw = _without_ids()
    stored = ensure_ids(raw)[0]["sections"]["experience"]["items"][0]["id"]
    section = next(s for s in read(raw).sections if s.key == "experience")
    assert section.entries[0].id == stored
