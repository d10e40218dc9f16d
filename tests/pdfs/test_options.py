"""What owners and jobs may say of a page."""

from __future__ import annotations

from typing import Any

import pytest

from jobops.lib import colour
from jobops.lib.errors import Invalid
from orchestrator import preferences, setting_table
from orchestrator.models import User
from pdfs import build, locales, options, themes
from tests import make
from tests.pdfs import personas

pytestmark = pytest.mark.django_db


def page(owner: User, **own: Any) -> themes.Page:
    document = make.resume(owner)
    return build.page_for(make.job(owner, page_options=own), version=document.versions.get())


def test_the_settings_know_what_the_pages_know() -> None:
    assert tuple(themes.THEMES) == setting_table.THEMES
    assert tuple(locales.HEADINGS) == setting_table.LANGUAGES
    assert set(setting_table.SECTIONS) == {*locales.HEADINGS["en"], "custom"}
    renders = {key for key, one in setting_table.SETTINGS.items() if one.renders}
    assert set(options.KEYS.values()) | {"resumeProjects"} == renders
    assert all(len(name) <= 20 for name in themes.THEMES)


def test_without_a_word_the_theme_and_the_language_decide(ada: User) -> None:
    found = page(ada)
    assert found == themes.Page("classic", paper="letter", locale="en-US")


def test_a_job_goes_before_the_settings(ada: User) -> None:
    given = {
        "pdfTheme": "modern", "pdfPaper": "a4", "pdfAccent": "#7A1F5C", "pdfSizeStep": 1,
        "pdfPageFit": "2", "pdfPhoto": True, "pdfLinksAsText": False,
        "pdfSectionOrder": ["skills", "custom"], "pdfSectionTitles": "usual", "pdfLanguage": "de",
    }  # fmt: skip
    preferences.save(ada, given)
    found = page(ada, theme="plain", photo=False, sizeStep=0, order=[])
    assert found == themes.Page(
        "plain", paper="a4", accent="#7a1f5c", links_as_text=False, locale="de", own_titles=False,
        fit="2",
    )  # fmt: skip


@pytest.mark.parametrize("pale", ["#ffd54f", "#999999", "red", "#12345", 7])
def test_a_pale_accent_is_refused_before_it_is_stored(ada: User, pale: Any) -> None:
    with pytest.raises(preferences.InvalidPreference) as refused:
        preferences.save(ada, {"pdfAccent": pale})
    assert refused.value.field_errors["pdfAccent"][0]
    with pytest.raises(Invalid):
        options.cleaned({"accent": pale})


def test_the_least_contrast_is_four_and_a_half() -> None:
    assert colour.readable("#767676") == "#767676"
    with pytest.raises(ValueError, match=r"4\.\d to 1"):
        colour.readable("#777777")


def test_options_of_a_job_are_cleaned_like_settings() -> None:
    given = {"theme": "banner", "order": ["skills", "skills"], "fit": "1", "paper": None}
    assert options.cleaned(given) == {"theme": "banner", "order": ["skills"], "fit": "1"}
    with pytest.raises(Invalid) as refused:
        options.cleaned({"theme": "glitter", "order": ["shoes"], "colour": "red"})
    assert set(refused.value.field_errors) == {"theme", "order", "colour"}


def test_sections_come_in_the_order_that_was_asked_for() -> None:
    raw = {
        **personas.FULL,
        "customSections": [
            {"id": "c1", "type": "projects", "title": "Side work", "items": [{"name": "Zine"}]}
        ],
    }
    page = themes.Page(order=("skills", "custom", "publications"))
    headings = [one.text for one in themes.compose(raw, page).expected.headings]
    assert headings[:4] == ["Skills", "Side work", "Publications", "Summary"]
    assert sorted(headings) == sorted(
        one.text for one in themes.compose(raw, themes.Page()).expected.headings
    )


@pytest.mark.parametrize(("own", "first"), [(True, "Profile"), (False, "Profil")])
def test_headings_are_the_owners_or_the_usual_ones(own: bool, first: str) -> None:
    page = themes.Page(locale="de", own_titles=own)
    assert themes.compose(personas.ACADEMIC, page).expected.headings[0].text == first


@pytest.mark.parametrize("locale", locales.HEADINGS)
def test_every_language_has_words_for_everything(locale: str) -> None:
    assert all(locales.HEADINGS[locale].values())
    assert all(map(locales.is_standard, locales.HEADINGS[locale].values()))
    assert "Ada" in locales.photo("Ada", locale=locale)
    assert all(locales.LEVELS[locale])
