"""From a merged résumé to one self-contained HTML page."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.template.base import Template

from jobops.lib.words import later
from pdfs import fonts, locales, sheet
from pdfs.expected import Expected
from pdfs.page import MILLIMETRES, PAPERS, THEMES, Page, Theme, choices
from pdfs.problems import RenderError
from tailoring.documents import schema

__all__ = ["FOLDER", "PAPERS", "THEMES", "Composed", "Page", "Photo", "Theme", "choices", "compose"]

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "pdfs"
MOST_HTML = 8 * 1024 * 1024
_STRESSED = re.compile(r"<em>(.*?)</em>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NESTED = re.compile(r"<strong>[^/]*<em>|<em>[^/]*<strong>")


NO_PHOTO = later("The photo is switched on, but this résumé has none, so the page has none.")


@dataclass(frozen=True)
class Photo:
    """A picture that was made fit for print when it was taken in."""

    content: bytes
    media_type: str


@dataclass(frozen=True)
class Composed:
    """`notices`: sentences for the owner about what was left out or changed."""

    html: str
    expected: Expected
    notices: tuple[str, ...] = ()


def compose(raw: schema.Raw, page: Page, *, photo: Photo | None = None) -> Composed:
    """RenderError: font_missing (a character without a glyph), empty, too_big."""
    resume = schema.read(raw)
    locale = page.locale or resume.locale or "en"
    paper = page.paper or _document_paper(resume.page_format) or locales.paper(locale)
    laid = sheet.lay_out(
        replace(resume, sections=sheet.ordered(resume.sections, order=page.order)),
        locale=locale,
        paper=paper,
        addresses=page.links_as_text,
        own_titles=page.own_titles,
    )
    if not laid.expected.text.strip():
        raise RenderError("empty")
    found = {
        "photo": _inlined(photo) if page.photo else "",
        "photo_words": locales.photo(laid.name.plain, locale=locale),
        "head": _engine().get_template("_head.html"),
    }
    composed = printed_as(f"{page.theme}/page.html", page, laid, found)
    return replace(composed, notices=_notices(laid, lacks_photo=page.photo and not photo))


def printed_as(
    template: str, page: Page, laid: sheet.Sheet, context: Mapping[str, Any], *, css: str = ""
) -> Composed:
    """A sheet in a template of this folder, with the faces it needs; `css` comes last. RenderError:
    font_missing, too_big.
    """
    common = {
        "language": laid.expected.language,
        "direction": "rtl" if laid.expected.rtl else "ltr",
        "title": laid.expected.title,
        "style": _style(page, laid, paper=laid.expected.paper) + css,
        "sheet": laid,
    }
    html = _template(template).render(Context({**common, **context}))
    if len(html) > MOST_HTML:
        raise RenderError("too_big")
    return Composed(html, laid.expected, _notices(laid, lacks_photo=False))


def seen(composed: Composed, page: Page) -> tuple[str, tuple[int, int]]:
    """The first sheet as a page to look at, and its size in pixels.

    One column of fixed height breaks where a sheet would; what comes after is cut off.
    """
    across, beside = page.margins
    wide, high = MILLIMETRES[composed.expected.paper]
    bleeds = page.look.bleeds
    style = (
        f"html{{width:{wide}mm;height:{high}mm;overflow:hidden;background:#fff;"
        f"padding:{'0' if bleeds else f'{across}mm {beside}mm'}}}"
        f"body{{height:{high - across * (1 if bleeds else 2)}mm;overflow:hidden;"
        "column-count:1;column-gap:100mm;column-fill:auto}</style>"
    )
    html = composed.html.replace("</style>", style, 1)
    return html, (round(wide / 25.4 * 96), round(high / 25.4 * 96))


def _inlined(photo: Photo | None) -> str:
    if photo is None:
        return ""
    return f"data:{photo.media_type};base64,{base64.b64encode(photo.content).decode()}"


def _document_paper(page_format: str) -> str:
    return page_format.lower() if page_format.lower() in PAPERS else ""


def _style(page: Page, laid: sheet.Sheet, *, paper: str) -> str:
    theme = page.look
    text = laid.expected.text
    codes = set(map(ord, text)) - {0x0A}
    faces = fonts.faces(codes, family=theme.family, styles=_styles(laid, frozenset(codes)))
    return (
        f"{faces.css}{_sheets(page, paper=paper)}"
        f"html{{font:{page.size}pt {faces.stack};"
        f"--accent:{page.accent or theme.accent};--gap:{page.gap};--side:{page.margins[1]}mm}}"
        f"{_sheet_css(page.theme)}body{{line-height:{page.line:.2f}}}"
    )


def _sheets(page: Page, *, paper: str) -> str:
    """The paper and its margins. A head that reaches the edges takes those of the first sheet."""
    across, beside = page.margins
    if not page.look.bleeds:
        return f"@page{{size:{PAPERS[paper]};margin:{across}mm {beside}mm}}"
    return (
        f"@page{{size:{PAPERS[paper]};margin:{across}mm 0}}@page:first{{margin-top:0}}"
        f"body{{padding:0 {beside}mm}}"
    )


def _styles(laid: sheet.Sheet, codes: frozenset[int]) -> dict[fonts.Style, frozenset[int]]:
    """The characters of each style. Only stressed words are italic: a few letters, a tiny face."""
    bodies = "".join(
        body.html
        for part in laid.parts
        for block in part.blocks
        for body in (block.body, *(role.body for role in block.roles))
    )
    styles = {(False, False): codes | fonts.BASIC, (True, False): codes | fonts.BASIC}
    stressed = "".join(_STRESSED.findall(bodies))
    if stressed:
        italic = frozenset(map(ord, unescape(_TAG.sub("", stressed))))
        styles[False, True] = italic
        if _NESTED.search(bodies):
            styles[True, True] = italic
    return styles


def _notices(laid: sheet.Sheet, *, lacks_photo: bool) -> tuple[str, ...]:
    said = []
    if laid.pictographs:
        counted = Counter(laid.pictographs)
        said.append(
            f"Left out, because parsers misread them: {' '.join(counted)} ({counted.total()})."
        )
    if lacks_photo:
        said.append(NO_PHOTO)
    return tuple(said)


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(dirs=[str(FOLDER)])


@lru_cache(maxsize=16)
def _template(name: str) -> Template:
    return _engine().get_template(name)


@lru_cache(maxsize=16)
def _sheet_css(theme: str) -> str:
    return "".join((FOLDER / name).read_text() for name in ("base.css", f"{theme}/style.css"))
