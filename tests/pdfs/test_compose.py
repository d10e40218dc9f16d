from __future__ import annotations

import copy
import re

import pytest

from jobops.lib import colour
from pdfs import fonts, locales, themes
from pdfs.problems import RenderError
from tests.pdfs import personas
from tests.pdfs.personas import Raw


def _body(raw: Raw, page: themes.Page | None = None) -> str:
    return themes.compose(raw, page or themes.Page()).html.split("</style>")[1]


def _with(raw: Raw, **changes: object) -> Raw:
    return {**copy.deepcopy(raw), **changes}


def test_a_hidden_item_is_nowhere() -> None:
    composed = themes.compose(personas.FULL, themes.Page())
    assert "Hidden project" not in composed.html
    assert "never printed" not in composed.html


def test_an_empty_or_hidden_section_has_no_heading() -> None:
    raw = _with(
        personas.MINIMAL,
        sections={
            "skills": {"title": "", "items": []},
            "awards": {"title": "", "hidden": True, "items": [{"id": "1", "title": "Prize"}]},
        },
    )
    headings = [heading.text for heading in themes.compose(raw, themes.Page()).expected.headings]
    assert headings == ["Summary"]


def test_a_cover_letter_is_not_part_of_a_resume() -> None:
    letter = {"id": "c", "type": "cover-letter", "title": "Letter", "items": [{"id": "i"}]}
    letter["items"] = [{"id": "i", "content": "<p>Dear reader</p>"}]
    assert "Dear reader" not in _body(_with(personas.MINIMAL, customSections=[letter]))


def test_the_layout_decides_the_order_and_the_rest_follows() -> None:
    layout = {"pages": [{"main": ["skills", "experience"], "sidebar": ["summary"]}]}
    raw = _with(personas.FULL, metadata={"layout": layout})
    headings = [heading.text for heading in themes.compose(raw, themes.Page()).expected.headings]
    assert headings[:4] == ["Skills", "Experience", "Summary", "Profiles"]


def test_the_head_of_an_entry_is_one_run() -> None:
    entry = themes.compose(personas.FULL, themes.Page()).expected.entries
    heads = [lines[0] for lines in entry]
    assert "Staff Engineer — Northwind Logistics — Leeds, UK — Mar 2021 – Present" in heads


def test_a_level_is_a_word_and_the_owners_word_wins() -> None:
    text = themes.compose(personas.FULL, themes.Page()).expected.text
    assert "Languages (Expert): Python, Go, C++" in text
    assert "Operations (Advanced): Linux, PostgreSQL, CI/CD" in text
    assert "English (Native), French (Intermediate)" in text


@pytest.mark.parametrize(("locale", "heading"), [("de-AT", "Kenntnisse"), ("xx", "Skills")])
def test_headings_are_in_the_language_of_the_document(locale: str, heading: str) -> None:
    assert f"<h2>{heading}</h2>" in _body(personas.FULL, themes.Page(locale=locale))


def test_the_owners_heading_wins_and_an_unknown_one_is_marked() -> None:
    raw = _with(personas.FULL)
    raw["sections"]["skills"]["title"] = "My superpowers"
    headings = themes.compose(raw, themes.Page(locale="de")).expected.headings
    assert [heading.text for heading in headings if not heading.standard] == ["My superpowers"]


def test_markup_in_a_field_is_text() -> None:
    raw = _with(personas.MINIMAL)
    raw["basics"]["name"] = "<script>alert(1)</script> & Co"
    body = _body(raw)
    assert "<script" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in re.sub(r"</?span[^>]*>", "", body)


def test_a_link_says_where_it_leads_unless_told_not_to() -> None:
    assert "Source (github.com/adabrook/tidyq)" in _text(themes.Page())
    assert "github.com/adabrook/tidyq" not in _text(themes.Page(links_as_text=False))


def _text(page: themes.Page) -> str:
    return themes.compose(personas.FULL, page).expected.text


def test_a_link_that_could_run_something_is_plain_text() -> None:
    raw = _with(personas.MINIMAL)
    raw["basics"]["website"] = {"url": "javascript:alert(1)", "label": "my site"}
    body = _body(raw)
    assert "my site" in body
    assert "javascript" not in body


def test_emoji_are_left_out_with_a_notice() -> None:
    raw = _with(personas.MINIMAL)
    raw["basics"]["name"] = "Zoë 🎉 Reed 👩‍💻"
    composed = themes.compose(raw, themes.Page())
    assert composed.expected.name == "Zoë Reed"
    assert "🎉" in composed.notices[0]
    assert "(2)" in composed.notices[0]


def test_a_character_without_a_glyph_is_named() -> None:
    raw = _with(personas.MINIMAL)
    raw["basics"]["headline"] = "ᚠᚢᚦ"
    with pytest.raises(RenderError) as caught:
        themes.compose(raw, themes.Page())
    assert caught.value.kind == "font_missing"
    assert caught.value.details["codePoints"] == ["U+16A0", "U+16A2", "U+16A6"]
    assert "ᚠ (Runic letter" in caught.value.sentence


def test_a_missing_system_font_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "CJK_FILES", ())
    fonts.forget()
    with pytest.raises(RenderError) as caught:
        themes.compose(personas.CHINESE, themes.Page(locale="zh"))
    fonts.forget()
    assert caught.value.kind == "font_missing"
    assert caught.value.details["package"] == "fonts-wqy-microhei"


def test_only_the_faces_of_the_document_are_embedded() -> None:
    assert themes.compose(personas.MINIMAL, themes.Page()).html.count("@font-face") == 2
    assert themes.compose(personas.FULL, themes.Page()).html.count("@font-face") == 4


def test_the_whole_page_is_small() -> None:
    assert len(themes.compose(personas.ACADEMIC, themes.Page()).html) < 100_000


def test_composing_twice_is_the_same_page() -> None:
    page = themes.Page("modern", paper="letter")
    assert themes.compose(personas.FULL, page) == themes.compose(personas.FULL, page)


@pytest.mark.parametrize(
    "wrong",
    [
        {"theme": "fancy"},
        {"paper": "a5"},
        {"size_step": 2},
        {"accent": "#ffd54f"},
        {"accent": "red"},
    ],
)
def test_an_option_that_cannot_be_printed_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        themes.Page(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(("locale", "paper"), [("en-US", "letter"), ("en-GB", "a4"), ("", "a4")])
def test_paper_follows_the_locale(locale: str, paper: str) -> None:
    assert locales.paper(locale) == paper
    assert themes.compose(personas.MINIMAL, themes.Page(locale=locale)).expected.paper == paper


def test_every_shipped_accent_is_dark_enough() -> None:
    contrasts = [colour.contrast(theme.accent) for theme in themes.THEMES.values()]
    assert min(contrasts) >= colour.LEAST_CONTRAST


def test_every_theme_has_its_template_and_style() -> None:
    for name in themes.THEMES:
        assert (themes.FOLDER / name / "page.html").is_file()
        assert (themes.FOLDER / name / "style.css").is_file()


def test_an_empty_document_is_refused() -> None:
    with pytest.raises(RenderError) as caught:
        themes.compose({}, themes.Page())
    assert caught.value.kind == "empty"


def test_a_document_without_a_name_is_still_titled() -> None:
    composed = themes.compose({"basics": {"email": "ada@example.org"}}, themes.Page())
    assert composed.expected.title == "Résumé"
    assert composed.expected.headings == ()
