"""A document printed, and made to fit the pages its owner allows it, without losing a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pdfs import reading, render, sizes, themes
from pdfs.page import SQUEEZES, Page
from tailoring.documents import schema

Finish = Callable[[str], tuple[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Printed:
    """`page`: as it was printed in the end. `notices`: sentences for the owner."""

    page: Page
    composed: themes.Composed
    pdf: bytes
    notices: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        return sizes.pages(self.pdf)


def unchanged(html: str) -> tuple[str, tuple[str, ...]]:
    return html, ()


def printed(
    raw: schema.Raw,
    page: Page,
    *,
    photo: themes.Photo | None = None,
    finish: Finish = unchanged,
    deadline: float = 30.0,
) -> Printed:
    """The mildest squeeze that fits, in at most four renders. RenderError as compose and render.

    `finish` may change addresses that nobody sees, and adds notices.
    """

    def once(squeeze: int) -> Printed:
        wanted = replace(page, squeeze=squeeze)
        composed = themes.compose(raw, wanted, photo=photo)
        html, notices = finish(composed.html)
        pdf = render.render(html, deadline=deadline)
        return Printed(wanted, composed, pdf, (*composed.notices, *notices))

    normal = once(0)
    most = 0 if page.fit == "off" else int(page.fit)
    if not most or normal.pages <= most:
        return normal
    tightest = once(SQUEEZES)
    if tightest.pages > most:
        return replace(normal, notices=(*normal.notices, _too_long(normal.pdf, most=most)))
    half = once(2)
    other = once(1 if half.pages <= most else 3)
    # From the mildest on: those that were tried, then the one that is known to fit.
    tried = sorted((half, other), key=lambda one: one.page.squeeze)
    return next((one for one in tried if one.pages <= most), tightest)


def _too_long(pdf: bytes, *, most: int) -> str:
    filled = reading.filled(reading.opened(pdf))
    allowed = "one page" if most == 1 else f"{most} pages"
    return f"It takes {filled:.1f} pages and does not fit on {allowed} without losing words."
