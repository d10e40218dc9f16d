from __future__ import annotations

import copy
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailoring.documents.bullets import Bullet, Change, apply, bullets, in_order, mark, ranked
from tailoring.documents.clean import plain
from tailoring.documents.dialects import to_document
from tailoring.documents.homes import homes
from tailoring.documents.merge import Tailored, merge
from tests.documents.places import SAMPLES, load, shared_files

OWN_FILES = [
    *sorted(SAMPLES.glob("*.json")),
    SAMPLES.parents[1] / "samples" / "resume_v5.json",
]
FILES = [*OWN_FILES, *shared_files()]
LINKED = (
    '<p>Led <a href="https://one.example/">the <strong>one</strong></a> platform.</p>'
    "<ul><li><p>Wrote <strong>JS</strong> for 3 teams</p>"
    "<ul><li>Tests in JS</li><li>Docs &amp; talks</li></ul></li>"
    "<li><p>Kept calm</p></li><li>Kept calm</li></ul>"
)


def resume(html: str, *, role: str = "", **more: Any) -> dict[str, Any]:
    item = {"id": "e1", "company": "Acme", "position": "Engineer", "description": html}
    roles = [{"id": "r1", "position": "Lead", "description": role}] if role else []
    return {"sections": {"experience": {"items": [item | {"roles": roles} | more]}}}


def texts(raw: dict[str, Any]) -> list[str]:
    return [bullet.text for bullet in bullets(raw)]


def html(raw: dict[str, Any]) -> str:
    return str(raw["sections"]["experience"]["items"][0]["description"])


def changed(bullet: Bullet, kind: Any, after: str = "") -> Change:
    return Change(kind, item_id=bullet.home, mark=bullet.mark, before=bullet.text, after=after)


def order(raw: dict[str, Any], home: str, *, places: list[int]) -> Change:
    own = [bullet.text for bullet in bullets(raw) if bullet.home == home]
    before = in_order(own)
    return Change(
        "order", home, mark=mark(before), before=before, after=in_order(own[at] for at in places)
    )


def shown(raw: dict[str, Any]) -> dict[str, Any]:
    """The document with nothing hidden."""
    document: dict[str, Any] = json.loads(json.dumps(raw).replace('"hidden": true', '"x": 0'))
    return document


def of_file(path: Path | None) -> dict[str, Any]:
    assert path is not None
    return to_document(json.loads(path.read_text(encoding="utf-8"))).document


def test_entries_of_lists_inside_lists_and_paragraphs_are_bullets() -> None:
    assert texts(resume(LINKED)) == [
        "Led the one platform.",
        "Wrote JS for 3 teams",
        "Tests in JS",
        "Docs & talks",
        "Kept calm",
        "Kept calm",
    ]


def test_lines_of_a_paragraph_and_plain_lines_are_bullets() -> None:
    assert texts(resume("<p>One<br>Two</p>Three<ul><li>Four<br>and five</li></ul>")) == [
        "One", "Two", "Three", "Four and five",
    ]  # fmt: skip
    assert texts(resume("- One\n- Two\n\nThree < four")) == ["One", "Two", "Three < four"]


def test_addresses_name_section_item_role_and_place() -> None:
    found = bullets(resume("<p>Own</p>", role="<ul><li>A</li><li>B</li></ul>"))
    assert [(one.address, one.home, one.order_address) for one in found] == [
        ("experience/e1/description/0", "e1", "experience/e1/description"),
        ("experience/e1/r1/description/0", "r1", "experience/e1/r1/description"),
        ("experience/e1/r1/description/1", "r1", "experience/e1/r1/description"),
    ]


def test_equal_bullets_of_one_entry_are_told_apart() -> None:
    raw = resume(LINKED)
    *_, first, second = bullets(raw)
    assert first.mark != second.mark
    made = apply(raw, [changed(second, "rewrite", "Kept everyone calm")])
    assert texts(made.document)[-2:] == ["Kept calm", "Kept everyone calm"]


def test_hidden_items_have_no_bullets_unless_a_project_is_shown() -> None:
    raw = {"sections": {"projects": {"items": [{"id": "p", "hidden": True, "description": "X"}]}}}
    assert bullets(raw) == ()
    assert [one.text for one in bullets(raw, shown_projects={"p"})] == ["X"]
    shown = bullets(raw, shown_projects={"p"})[0]
    made = apply(raw, [changed(shown, "rewrite", "Y")]).document
    assert made["sections"]["projects"]["items"][0]["description"] == "<p>Y</p>"


def test_a_rewrite_leaves_all_other_bullets_as_they_were() -> None:
    raw = resume(LINKED)
    made = apply(raw, [changed(bullets(raw)[4], "rewrite", "Calmed <all> & sundry")])
    assert made.outdated == ()
    assert html(made.document) == LINKED.replace(
        "<p>Kept calm</p>", "<p>Calmed &lt;all&gt; &amp; sundry</p>"
    ).replace('example/">', 'example/" rel="noopener noreferrer nofollow">')


def test_a_changed_word_keeps_its_own_formatting() -> None:
    raw = resume(LINKED)
    made = apply(raw, [changed(bullets(raw)[1], "keyword", "Wrote JavaScript for 3 teams")])
    assert "<li><p>Wrote <strong>JavaScript</strong> for 3 teams</p><ul>" in html(made.document)


def test_a_link_stays_where_its_words_stay() -> None:
    raw = resume(LINKED)
    made = apply(raw, [changed(bullets(raw)[0], "rewrite", "For years I led the one")])
    assert html(made.document).startswith(
        '<p>For years I led <a href="https://one.example/" rel="noopener noreferrer nofollow">'
        "the <strong>one</strong></a></p>"
    )


def test_a_hidden_bullet_leaves_the_bullets_inside_it() -> None:
    raw = resume(LINKED)
    found = bullets(raw)
    made = apply(raw, [changed(found[1], "hide"), changed(found[0], "hide")]).document
    assert html(made) == (
        "<ul><li>Tests in JS</li><li>Docs &amp; talks</li>"
        "<li><p>Kept calm</p></li><li>Kept calm</li></ul>"
    )


def test_an_entry_all_of_whose_bullets_are_hidden_prints_none() -> None:
    raw = resume(LINKED)
    assert html(apply(raw, [changed(one, "hide") for one in bullets(raw)]).document) == ""


def test_an_order_moves_a_bullet_with_all_inside_it() -> None:
    raw = resume(LINKED)
    made = apply(raw, [order(raw, "e1", places=[0, 4, 1, 3, 2, 5])])
    assert made.outdated == ()
    assert texts(made.document) == [
        "Led the one platform.", "Kept calm", "Wrote JS for 3 teams", "Docs & talks",
        "Tests in JS", "Kept calm",
    ]  # fmt: skip


def test_an_order_that_would_tear_lists_apart_is_not_made() -> None:
    raw = resume(LINKED)
    torn = order(raw, "e1", places=[2, 0, 1, 3, 4, 5])
    made = apply(raw, [torn, changed(bullets(raw)[5], "rewrite", "Stayed calm")])
    assert made.outdated == (torn,)
    assert texts(made.document) == [*texts(raw)[:5], "Stayed calm"]


def test_an_order_an_edit_and_a_hidden_bullet_go_together() -> None:
    raw = resume("<ul><li>A</li><li>B</li><li>C</li></ul>")
    found = bullets(raw)
    changes = [
        changed(found[0], "hide"),
        order(raw, "e1", places=[2, 1, 0]),
        changed(found[2], "rewrite", "C sharp"),
    ]
    assert html(apply(raw, changes).document) == "<ul><li>C sharp</li><li>B</li></ul>"


@pytest.mark.parametrize("change", [
    Change("rewrite", "e1", mark=mark("A"), before="A, once", after="B"),
    Change("rewrite", "e1", mark=mark("Gone"), before="Gone", after="B"),
    Change("rewrite", "e9", mark=mark("A"), before="A", after="B"),
    Change("rewrite", "e1", mark=mark("A"), before="A", after="  "),
    Change("order", "e1", mark=mark("A\nB"), before="A\nB", after="B\nA"),
    Change("order", "e1", mark=mark("A"), before="A", after="A\nInvented"),
])  # fmt: skip
def test_a_change_whose_bullet_is_gone_is_outdated_and_not_made(change: Change) -> None:
    raw = resume("<ul><li>A</li></ul>")
    made = apply(raw, [change])
    assert made.outdated == (change,)
    assert made.document == raw


def test_of_two_changes_to_one_bullet_the_later_holds() -> None:
    raw = resume("<ul><li>A</li></ul>")
    first, second = (changed(bullets(raw)[0], "rewrite", after) for after in ("B", "C"))
    made = apply(raw, [first, second])
    assert (texts(made.document), made.outdated) == (["C"], (first,))


def test_a_bullet_inserted_above_loses_no_change_below() -> None:
    change = changed(bullets(resume("<ul><li>A</li></ul>"))[0], "rewrite", "B")
    made = apply(resume("<ul><li>New</li><li>A</li></ul>"), [change])
    assert texts(made.document) == ["New", "B"]


def test_a_bullet_of_a_role_changes_in_its_role() -> None:
    raw = resume("<p>Same</p>", role="<p>Same</p>")
    made = apply(raw, [changed(bullets(raw)[1], "rewrite", "Other")]).document
    assert texts(made) == ["Same", "Other"]


def test_a_merged_resume_has_the_changes() -> None:
    raw = load("reactive_resume_5_2.json")
    one = bullets(raw)[0]
    merged = merge(raw, Tailored(changes=[changed(one, "rewrite", "Something else entirely")]))
    assert texts(merged) == ["Something else entirely", *texts(raw)[1:]]


@pytest.mark.parametrize("path", FILES)
def test_applying_nothing_gives_the_same_document(path: Path | None) -> None:
    raw = of_file(path)
    before = copy.deepcopy(raw)
    assert apply(raw, []).document == raw == before


@pytest.mark.parametrize("path", FILES)
def test_every_word_of_every_entry_is_in_a_bullet(path: Path | None) -> None:
    raw = of_file(path)
    for home in homes(raw):
        own = [bullet.text for bullet in bullets(shown(raw)) if bullet.home == home.id]
        assert Counter(" ".join(own).split()) == Counter(plain(home.text).split())


@pytest.mark.parametrize("path", FILES)
def test_every_bullet_can_be_rewritten_and_no_other_loses_a_word(path: Path | None) -> None:
    raw = of_file(path)
    before = copy.deepcopy(raw)
    found = bullets(raw)
    for at, bullet in enumerate(found):
        made = apply(raw, [changed(bullet, "rewrite", "Other words, 42 & <more>")])
        assert made.outdated == ()
        wanted = [*texts(raw)[:at], "Other words, 42 & <more>", *texts(raw)[at + 1 :]]
        assert texts(made.document) == wanted
        gone = apply(raw, [changed(bullet, "hide")])
        assert texts(gone.document) == [*texts(raw)[:at], *texts(raw)[at + 1 :]]
    assert raw == before


PIECES = st.sampled_from([
    *(f"<{end}{tag}>" for tag in ("p", "ul", "ol", "li", "strong", "div") for end in ("", "/")),
    '<a href="https://one.example/">', "</a>", "<br>", "one ", "two", " &amp; three", "4 < 5 ",
])  # fmt: skip


@given(st.lists(PIECES, max_size=25), st.data())
def test_any_rich_text_keeps_all_words_but_those_changed(
    pieces: list[str], data: st.DataObject
) -> None:
    raw = resume("".join(pieces))
    own = texts(raw)
    assert Counter(" ".join(own).split()) == Counter(plain("".join(pieces)).split())
    for at, bullet in enumerate(bullets(raw)):
        made = apply(raw, [changed(bullet, "rewrite", "New <words>")]).document
        assert texts(made) == [*own[:at], "New <words>", *own[at + 1 :]]
        assert texts(apply(raw, [changed(bullet, "hide")]).document) == [*own[:at], *own[at + 1 :]]
    places = ranked(raw, "e1", ranks=[data.draw(st.integers(0, 3)) for _ in own])
    if own:
        assert texts(apply(raw, [order(raw, "e1", places=places)]).document) == [
            own[at] for at in places
        ]


@pytest.mark.parametrize("path", FILES)
def test_an_order_only_permutes(path: Path | None) -> None:
    raw, chance = of_file(path), random.Random(5)
    for home in {bullet.home for bullet in bullets(raw)}:
        size = sum(1 for bullet in bullets(raw) if bullet.home == home)
        change = order(raw, home, places=chance.sample(range(size), size))
        made = apply(raw, [change])
        assert Counter(texts(made.document)) == Counter(texts(raw))
        own = [bullet.text for bullet in bullets(made.document) if bullet.home == home]
        assert own == (change.before if made.outdated else change.after).split("\n")
