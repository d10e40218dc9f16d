"""A page as it is seen: for choosing a theme, with the same walls as printing."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from pdfs import render, themes
from pdfs.problems import RenderError
from tests.pdfs import personas

pytestmark = pytest.mark.usefixtures("browser")


def seen(page: themes.Page) -> Image.Image:
    composed = themes.compose(personas.FULL, page)
    html, size = themes.seen(composed, page)
    return Image.open(io.BytesIO(render.picture(html, size)))


@pytest.mark.parametrize(("paper", "size"), [("a4", (794, 1123)), ("letter", (816, 1056))])
def test_it_is_one_sheet(paper: str, size: tuple[int, int]) -> None:
    assert seen(themes.Page(paper=paper)).size == size


@pytest.mark.parametrize("theme", themes.THEMES)
def test_the_margins_are_white_but_for_a_head_that_reaches_the_edges(theme: str) -> None:
    page = themes.Page(theme, paper="a4")
    picture = seen(page).convert("L")
    below = picture.crop((0, 1123 - 30, 794, 1123))
    assert below.getextrema()[0] > 250
    top = picture.crop((0, 0, 794, 30))
    assert (top.getextrema()[0] > 250) is not page.look.bleeds


def test_it_leaves_no_trace_in_what_is_printed_next() -> None:
    html = themes.compose(personas.MINIMAL, themes.Page()).html
    before = render.render(html)
    seen(themes.Page("banner"))
    assert len(render.render(html)) == len(before)


def test_it_loads_nothing_from_outside() -> None:
    with pytest.raises(RenderError, match="outside"):
        render.picture("<img src='https://example.org/x.png'>", (10, 10))
