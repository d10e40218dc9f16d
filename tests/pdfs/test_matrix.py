from __future__ import annotations

from itertools import product

import pytest

from pdfs import fonts, inspect, locales, reading, themes
from tests.pdfs import personas
from tests.pdfs.conftest import Print
from tests.pdfs.personas import Raw

LATIN = {
    "full": personas.FULL,
    "minimal": personas.MINIMAL,
    "academic": personas.ACADEMIC,
    "diacritics": personas.DIACRITICS,
}
SCRIPTS = {
    "ar": personas.ARABIC,
    "he": personas.HEBREW,
    "zh": personas.CHINESE,
    "ja": personas.JAPANESE,
    "ko": personas.KOREAN,
    "uk": personas.UKRAINIAN,
}


LOCALES = tuple(code for code in locales.HEADINGS if code not in SCRIPTS)
# Each theme with each person, and every language and paper somewhere; `python -m bench.pdf
# --matrix` prints all of them with all.
CASES = [
    (name, theme, LOCALES[n % len(LOCALES)], ("a4", "letter")[n % 2])
    for n, (name, theme) in enumerate(product(LATIN, themes.THEMES))
]


@pytest.mark.parametrize(("persona", "theme", "locale", "paper"), CASES)
def test_every_theme_passes_on_every_latin_persona(
    persona: str, theme: str, locale: str, paper: str, prints: Print
) -> None:
    wanted = themes.Page(theme, paper=paper, locale=locale)
    printed = prints(LATIN[persona], wanted)
    inspect.quick(printed.pdf, printed.composed.expected)
    assert [c for c in printed.verdict.checks if c.state in ("fail", "amber")] == []


@pytest.mark.parametrize("theme", themes.THEMES)
@pytest.mark.parametrize("locale", SCRIPTS)
def test_every_theme_passes_in_other_scripts(locale: str, theme: str, prints: Print) -> None:
    if locale in ("zh", "ja", "ko") and not fonts.coverage("cjk"):
        pytest.skip(f"{fonts.CJK_PACKAGE} is not installed here")
    printed = prints(SCRIPTS[locale], themes.Page(theme, locale=locale))
    inspect.quick(printed.pdf, printed.composed.expected)
    assert [c for c in printed.verdict.checks if c.state in ("fail", "amber")] == []


@pytest.mark.parametrize("theme", themes.THEMES)
def test_a_photo_adds_a_figure_with_words_and_no_text(theme: str, prints: Print) -> None:
    plain = prints(personas.FULL, themes.Page(theme))
    pictured = prints(personas.FULL, themes.Page(theme, photo=True), photo=personas.photo())
    assert [c for c in pictured.verdict.checks if c.state == "fail"] == []
    assert reading.words(pictured.verdict.text) == reading.words(plain.verdict.text)
    reader = reading.opened(pictured.pdf)
    assert reading.tags(reader).count("/Figure") == 1
    assert b"/Alt" in pictured.pdf


@pytest.mark.parametrize("raw", LATIN.values(), ids=LATIN)
def test_a_theme_swap_leaves_the_text_alone(raw: Raw, prints: Print) -> None:
    texts = [prints(raw, themes.Page(theme)).verdict.text for theme in themes.THEMES]
    assert len({tuple(reading.words(text)) for text in texts}) == 1


def test_right_to_left_text_is_not_measured_by_an_extractor_not_meant_for_it(
    prints: Print,
) -> None:
    verdict = prints(personas.ARABIC, themes.Page(locale="ar")).verdict
    states = {check.state for check in verdict.checks if check.extractor == "pypdf"}
    assert states == {"not_measured"}


def test_a_resume_is_small_enough_to_send(prints: Print) -> None:
    assert len(prints(personas.FULL).pdf) < 500_000
