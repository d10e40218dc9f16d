"""A page is made to fit by room alone: the words stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdfs import fitting, inspect, page, reading, render, sizes, themes
from tests.pdfs import personas
from tests.pdfs.personas import Raw

pytestmark = pytest.mark.usefixtures("browser")


def test_what_fits_is_printed_once_and_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    renders = _counted(monkeypatch)
    printed = fitting.printed(personas.MINIMAL, themes.Page(fit="1"))
    assert (printed.pages, printed.page.squeeze, printed.notices) == (1, 0, ())
    assert len(renders) == 1


@pytest.mark.parametrize("theme", ["modern", "academic"])
def test_the_mildest_squeeze_that_fits_is_taken(
    theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    renders = _counted(monkeypatch)
    wanted = themes.Page(theme, fit="1")
    printed = fitting.printed(personas.FULL, wanted)
    assert printed.pages == 1
    assert 1 <= printed.page.squeeze <= page.SQUEEZES
    assert len(renders) <= 4
    milder = replace(wanted, squeeze=printed.page.squeeze - 1)
    assert sizes.pages(render.render(themes.compose(personas.FULL, milder).html)) == 2
    assert printed.composed.expected == themes.compose(personas.FULL, wanted).expected
    verdict = inspect.full(printed.pdf, printed.composed.expected)
    assert {c.state for c in verdict.checks if c.name in ("recall", "headings", "entries")} == {
        "pass"
    }


def test_what_cannot_fit_keeps_its_style_and_says_how_much_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    renders = _counted(monkeypatch)
    printed = fitting.printed(personas.ACADEMIC, themes.Page("plain", fit="1"))
    assert (printed.pages, printed.page.squeeze) == (2, 0)
    assert printed.notices == (
        f"It takes {_filled(printed):.1f} pages and does not fit on one page without losing words.",
    )
    assert 1 < _filled(printed) < 2
    assert len(renders) == 2


@pytest.mark.parametrize("theme", themes.THEMES)
def test_no_squeeze_goes_below_nine_points_or_twelve_millimetres(theme: str) -> None:
    for step in (-1, 0, 1):
        tightest = themes.Page(theme, size_step=step, squeeze=page.SQUEEZES)
        assert tightest.size >= 9
        assert min(tightest.margins) >= 12
        assert tightest.line >= 1.2


def test_each_step_keeps_those_before_it() -> None:
    steps = [themes.Page(squeeze=n) for n in range(page.SQUEEZES + 1)]
    taken = [(p.line < 1.36, p.gap < 1, p.size < 10.5, p.margins < (17, 19)) for p in steps]
    assert taken == [(*[True] * n, *[False] * (4 - n)) for n in range(5)]


def test_links_may_be_changed_behind_the_words() -> None:
    printed = fitting.printed(
        personas.FULL, themes.Page(fit="2"), finish=lambda html: (html, ("Plain links.",))
    )
    assert printed.notices == ("Plain links.",)


def _filled(printed: fitting.Printed) -> float:
    return reading.filled(reading.opened(printed.pdf))


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were really printed; the printing itself is not replaced."""
    seen: list[str] = []
    whole = themes.compose

    def compose(
        raw: Raw, wanted: page.Page, *, photo: themes.Photo | None = None
    ) -> themes.Composed:
        seen.append(wanted.theme)
        return whole(raw, wanted, photo=photo)

    monkeypatch.setattr(fitting.themes, "compose", compose)
    return seen
