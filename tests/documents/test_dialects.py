from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailoring.documents import dialects
from tailoring.documents.clean import plain
from tailoring.documents.problems import DocumentError
from tailoring.documents.schema import read
from tests.documents.places import SAMPLES, load, shared_files, strings

V5 = ["reactive_resume_5_2", "reactive_resume_5_0", "empty", "arabic_name", "emoji_name"]
FOREIGN = {
    "reactive_resume_4": "reactive-resume-4",
    "reactive_resume_3": "reactive-resume-3",
    "json_resume_complete": "json-resume",
    "json_resume_graduate": "json-resume",
}
_LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=12)
_EXTRA = st.recursive(
    _LEAVES,
    lambda child: (
        st.lists(child, max_size=3) | st.dictionaries(st.text(max_size=8), child, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("name", V5)
def test_the_stored_form_comes_out_as_it_went_in(name: str) -> None:
    raw = load(f"{name}.json")
    imported = dialects.to_document(raw)
    assert imported.format == dialects.V5
    assert dialects.export(imported.document) == raw
    assert imported.report.ids_added == imported.report.not_understood == ()


# Two seconds: a hundred documents, each with extra keys at six depths.
@settings(max_examples=100, deadline=None)
@given(st.data())
def test_unknown_keys_at_any_depth_survive_a_round_trip(data: st.DataObject) -> None:
    raw = load("reactive_resume_5_2.json")
    extra = st.dictionaries(st.text(min_size=1, max_size=8).map(lambda key: f"x-{key}"), _EXTRA)
    skill = raw["sections"]["skills"]["items"][0]
    for place in (raw, raw["basics"], raw["sections"], raw["sections"]["skills"], skill):
        place.update(data.draw(extra))
    raw["metadata"].update(data.draw(extra))
    before = copy.deepcopy(raw)
    assert dialects.export(dialects.to_document(raw).document) == before
    assert raw == before


def test_an_import_adds_only_ids_and_names_them() -> None:
    raw = load("reactive_resume_5_2.json")
    del raw["sections"]["skills"]["items"][1]["id"]
    imported = dialects.to_document(raw)
    added = imported.document["sections"]["skills"]["items"][1].pop("id")
    assert imported.document == raw
    assert added
    assert imported.report.ids_added == ("sections.skills.items[1]",)


@pytest.mark.parametrize(("name", "format_"), FOREIGN.items())
def test_other_formats_are_recognised_by_content(name: str, format_: str) -> None:
    assert dialects.recognise(load(f"{name}.json")) == format_


def _unaccounted(source: Any, imported: dialects.Imported) -> list[tuple[str, str]]:
    """Strings of the source that are neither in the result nor named in the report."""
    words = " ".join(plain(value) for _, value in strings(imported.document)).split()
    found = " ".join(words) + json.dumps(imported.document, ensure_ascii=False)
    named = {*imported.report.not_understood}
    named |= {each.partition(": ")[0] for each in imported.report.changed}
    return [
        (path, value)
        for path, value in strings(source)
        if " ".join(plain(value).split()) not in found and value not in found and path not in named
    ]


@pytest.mark.parametrize("name", FOREIGN)
def test_every_string_is_found_in_the_result_or_named_in_the_report(name: str) -> None:
    source = load(f"{name}.json")
    assert _unaccounted(source, dialects.to_document(source)) == []


@pytest.mark.parametrize("path", shared_files(), ids=lambda path: path.name if path else "none")
def test_every_shared_sample_imports_completely(path: Path) -> None:
    source = json.loads(path.read_text(encoding="utf-8"))
    imported = dialects.to_document(source)
    assert read(imported.document).basics.name == source["basics"]["name"]
    assert _unaccounted(source, imported) == []


def test_a_field_nobody_knows_is_named_with_its_path() -> None:
    source = load("json_resume_graduate.json")
    source["basics"]["nationality"] = "Norwegian"
    source["shoeSize"] = 47.5
    report = dialects.to_document(source).report
    assert {"basics.nationality", "shoeSize", "meta.canonical"} <= set(report.not_understood)


def _sections(document: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return document["sections"][kind]["items"]


def test_version_4_is_mapped_field_by_field() -> None:
    source = load("reactive_resume_4.json")
    source["sections"]["projects"]["items"][0]["keywords"] = ["Stripe", "React"]
    source["sections"]["languages"]["items"] = [
        {"id": "l", "visible": False, "name": "Danish", "description": "Fluent", "level": 4}
    ]
    document = dialects.to_document(source).document
    assert document["basics"]["website"]["url"] == "https://johndoe.me/"
    assert document["picture"]["url"] == "https://i.imgur.com/HgwyOuJ.jpg"
    assert document["picture"]["size"] == 120
    assert document["summary"]["content"].startswith("<p>Innovative Web Developer")
    assert document["sections"]["references"]["hidden"] is True
    assert document["metadata"]["layout"]["pages"][0]["main"][0] == "summary"
    assert document["metadata"]["css"]["enabled"] is False
    project = _sections(document, "projects")[0]
    assert project["description"] == (
        "<p>Project Lead</p><p>Led the development of a full-stack e-commerce platform, "
        "improving sales conversion by 25%.</p><p>Stripe, React</p>"
    )
    language = _sections(document, "languages")[0]
    assert (language["language"], language["fluency"], language["level"], language["hidden"]) == (
        "Danish", "Fluent", 4, True,
    )  # fmt: skip
    school = _sections(document, "education")[0]
    assert (school["school"], school["degree"], school["area"], school["period"]) == (
        "University of California",
        "Bachelor's in Computer Science",
        "Berkeley, CA",
        "August 2012 to May 2016",
    )
    assert _sections(document, "skills")[0]["proficiency"] == "Advanced"
    assert _sections(document, "certifications")[0]["title"] == "Full-Stack Web Development"


def test_version_4_custom_fields_and_sections_find_a_home() -> None:
    source = load("reactive_resume_4.json")
    source["basics"]["customFields"] = [
        {"id": "f", "icon": "book", "name": "Blog", "value": "https://blog.example.org"},
        {"id": "g", "icon": "", "name": "Visa", "value": "Permanent"},
    ]
    source["sections"]["custom"] = {
        "abc": {
            "id": "abc",
            "name": "Patents",
            "visible": True,
            "items": [
                {
                    "id": "p",
                    "visible": True,
                    "name": "Valve",
                    "description": "EP 1",
                    "date": "2019",
                    "location": "Munich",
                    "summary": "<p>A valve.</p>",
                    "keywords": ["Steam"],
                    "url": {"label": "", "href": ""},
                }
            ],
        }
    }
    source["metadata"]["layout"] = [[["custom.abc"], []]]
    document = dialects.to_document(source).document
    assert [(f["text"], f["link"]) for f in document["basics"]["customFields"]] == [
        ("Blog: https://blog.example.org", "https://blog.example.org"),
        ("Visa: Permanent", ""),
    ]
    custom = document["customSections"][0]
    assert (custom["id"], custom["type"], custom["title"]) == ("abc", "projects", "Patents")
    assert custom["items"][0]["description"] == ("<p>EP 1</p><p>A valve.</p><p>Munich · Steam</p>")
    assert read(document).sections[0].key == "abc"


def test_version_3_is_mapped_field_by_field() -> None:
    document = dialects.to_document(load("reactive_resume_3.json")).document
    job = _sections(document, "experience")[0]
    assert (job["company"], job["position"], job["period"]) == (
        "Sensor Works",
        "Lead firmware engineer",
        "Mar 2018 – Present",
    )
    assert job["description"].startswith("<ul><li>Cut power draw by 35%</li>")
    school = _sections(document, "education")[0]
    assert school["description"] == "<ul><li>Control theory</li><li>Digital design</li></ul>"
    assert [skill["level"] for skill in _sections(document, "skills")] == [4, 1]
    assert _sections(document, "languages")[0]["level"] == 5
    reference = _sections(document, "references")[0]
    assert (reference["position"], reference["phone"]) == ("Former manager", "+385 1 555 0199")
    assert plain(reference["description"]).splitlines() == ["Happy to talk.", "iva@example.org"]
    assert document["picture"]["url"] == "https://mina.example.org/me.jpg"
    assert document["sections"]["publications"]["hidden"] is True
    assert document["metadata"]["page"]["locale"] == "en"
    assert [section.key for section in read(document).sections][:3] == [
        "summary", "profiles", "experience",
    ]  # fmt: skip


def test_json_resume_is_mapped_field_by_field() -> None:
    document = dialects.to_document(load("json_resume_complete.json")).document
    assert document["basics"]["headline"] == "Full Stack Software Engineer"
    assert document["basics"]["location"] == "123 Tech Street, San Francisco, California, 94102, US"
    job = _sections(document, "experience")[1]
    assert (job["company"], job["period"]) == ("StartupXYZ", "Jun 2019 – Feb 2021")
    assert job["description"].count("<li>") == 4
    assert _sections(document, "experience")[0]["period"] == "Mar 2021 – Present"
    assert _sections(document, "education")[0]["degree"] == "Bachelor of Science"
    assert _sections(document, "projects")[0]["description"].endswith(
        "<p>React, TypeScript, Storybook, Open Source · Creator, Maintainer · Independent · "
        "application</p>"
    )
    assert _sections(document, "certifications")[0]["date"] == "Apr 2023"
    assert "Jane is an exceptional" in _sections(document, "references")[0]["description"]
    assert all(item["id"] for item in _sections(document, "skills"))


def test_an_answer_of_the_resume_service_is_taken_by_its_document() -> None:
    raw = load("reactive_resume_5_2.json")
    imported = dialects.to_document({"id": "1", "name": "Mine", "data": raw})
    assert imported.document == raw
    assert imported.report.not_understood == ("id", "name")


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ([{"title": "Cook", "company": "Inn"}], "a list of jobs"),
        ([1, 2], "a JSON list"),
        ([], "an empty JSON list"),
        ({}, "an empty JSON object"),
        (None, "an empty JSON value"),
        ("text", "a piece of text"),
        (5, "a single JSON value"),
        ({"name": "x", "version": "1", "dependencies": {}}, "a package.json"),
        ({"openapi": "3.1.0", "info": {}, "paths": {}}, "an OpenAPI document"),
        ({"$schema": "https://json-schema.org/x", "properties": {}}, "a JSON Schema"),
        ({"@type": "JobPosting", "title": "Cook"}, "one job posting"),
        ({"alpha": 1, "beta": 2}, "the keys alpha, beta"),
    ],
)
def test_a_wrong_file_says_what_it_is_and_what_is_accepted(payload: object, words: str) -> None:
    with pytest.raises(DocumentError) as refused:
        dialects.to_document(payload)
    assert refused.value.kind == "unsupported"
    assert words in refused.value.sentence
    assert "JSON of Reactive Resume 3, 4 or 5" in refused.value.sentence


def test_a_document_over_five_mebibytes_is_refused() -> None:
    raw = load("reactive_resume_5_2.json")
    raw["picture"]["url"] = "data:image/png;base64," + "A" * (5 * 1024 * 1024)
    with pytest.raises(DocumentError) as refused:
        dialects.to_document(raw)
    assert refused.value.kind == "too_big"


@pytest.mark.parametrize("name", [*V5, "without_projects", "chinese_name", "reactive_resume_3"])
def test_every_sample_reads_as_text_with_its_name_first(name: str) -> None:
    document = dialects.to_document(load(f"{name}.json")).document
    expected = read(document).basics.name or "\n"
    assert dialects.to_text(document).startswith(expected)


def test_text_shows_what_is_visible_in_print_order() -> None:
    text = dialects.to_text(load("reactive_resume_5_2.json"))
    assert text.index("SUMMARY") < text.index("EDUCATION") < text.index("SKILLS")
    assert "Senior Game Developer — Cascade Studios — Seattle, WA — March 2022 - Present" in text
    assert "- Lead gameplay programmer" in text
    assert "Dear Hiring Manager" not in text
    assert "Performance Optimization" not in text


def test_json_resume_comes_back_from_its_own_import() -> None:
    source = load("json_resume_complete.json")
    exported = dialects.to_json_resume(dialects.to_document(source).document)
    assert exported["basics"]["label"] == source["basics"]["label"]
    assert exported["work"][1]["highlights"] == source["work"][1]["highlights"]
    assert exported["work"][1]["startDate"] == "2019-06"
    assert "endDate" not in exported["work"][0]
    assert exported["education"][0]["courses"] == source["education"][0]["courses"]
    assert exported["skills"] == source["skills"]
    assert exported["languages"] == source["languages"]
    assert exported["references"] == source["references"]
    assert dialects.recognise(exported) == dialects.JSON_RESUME


def test_json_resume_shows_nothing_hidden() -> None:
    raw = load("reactive_resume_5_2.json")
    raw["sections"]["awards"]["hidden"] = True
    exported = dialects.to_json_resume(raw)
    assert "awards" not in exported
    assert len(exported["work"]) == 3


def test_a_period_that_is_no_date_stays_in_words() -> None:
    raw = {"sections": {"experience": {"items": [{"company": "A", "period": "two summers"}]}}}
    assert dialects.to_json_resume(raw)["work"] == [{"name": "A", "period": "two summers"}]


def test_the_samples_say_where_they_come_from() -> None:
    told = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in SAMPLES.glob("*.json") if path.name not in told] == []
