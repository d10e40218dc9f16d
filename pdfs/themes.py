"""From a merged résumé to one self-contained HTML page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path

from django.template import Context, Engine
from django.template.base import Template

from pdfs import fonts, locales, sheet
from pdfs.expected import Expected
from pdfs.problems import RenderError
from tailoring.documents import schema

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "pdfs"
PAPERS = {"a4": "A4", "letter": "Letter"}
LEAST_CONTRAST = 4.5
MOST_HTML = 8 * 1024 * 1024
_STRESSED = re.compile(r"<em>(.*?)</em>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NESTED = re.compile(r"<strong>[^/]*<em>|<em>[^/]*<strong>")


@dataclass(frozen=True)
class Theme:
    label: str
    made_for: str
    family: str
    size: float  # points
    accent: str


THEMES: dict[str, Theme] = {
    "classic": Theme("Classic", "any field", "serif", 10.5, "#1b1b1b"),
    "compact": Theme("Compact", "long histories", "compact", 9.5, "#1a1a1a"),
    "modern": Theme("Modern", "technology and design", "sans", 10.0, "#14507d"),
}


@dataclass(frozen=True)
class Page:
    """How one document is printed. Empty `paper`, `accent` and `locale`: the document's or theme's.

    Raises ValueError for a theme, paper, step or accent that cannot be printed.
    """

    theme: str = "classic"
    paper: str = ""
    accent: str = ""
    size_step: int = 0
    photo: bool = False
    links_as_text: bool = True
    locale: str = ""

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise ValueError(f"Unknown theme {self.theme!r}; known: {', '.join(THEMES)}.")
        if self.paper and self.paper not in PAPERS:
            raise ValueError(f"Unknown paper {self.paper!r}; known: {', '.join(PAPERS)}.")
        if self.size_step not in (-1, 0, 1):
            raise ValueError("The size step is -1, 0 or 1.")
        if self.accent and contrast(self.accent) < LEAST_CONTRAST:
            raise ValueError(f"The accent colour {self.accent} is too pale to read on paper.")


@dataclass(frozen=True)
class Composed:
    """`notices`: sentences for the owner about what was left out or changed."""

    html: str
    expected: Expected
    notices: tuple[str, ...] = ()


def compose(raw: schema.Raw, page: Page) -> Composed:
    """RenderError: font_missing (a character without a glyph), empty, too_big."""
    resume = schema.read(raw)
    locale = page.locale or resume.locale or "en"
    paper = page.paper or _document_paper(resume.page_format) or locales.paper(locale)
    laid = sheet.lay_out(resume, locale=locale, paper=paper, addresses=page.links_as_text)
    if not laid.expected.text.strip():
        raise RenderError("empty")
    html = _template(page.theme).render(
        Context(
            {
                "language": laid.expected.language,
                "direction": "rtl" if laid.expected.rtl else "ltr",
                "title": laid.expected.title,
                "style": _style(page, laid, paper=paper),
                "sheet": laid,
                "head": _engine().get_template("_head.html"),
            }
        )
    )
    if len(html) > MOST_HTML:
        raise RenderError("too_big")
    return Composed(html, laid.expected, _notices(laid))


def contrast(colour: str) -> float:
    """Contrast of "#rrggbb" with white paper, 1 to 21; ValueError when it is no such colour."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"{colour!r} is not a colour like #14507d.")
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def _document_paper(page_format: str) -> str:
    return page_format.lower() if page_format.lower() in PAPERS else ""


def _style(page: Page, laid: sheet.Sheet, *, paper: str) -> str:
    theme = THEMES[page.theme]
    text = laid.expected.text
    codes = set(map(ord, text)) - {0x0A}
    faces = fonts.faces(codes, family=theme.family, styles=_styles(laid, frozenset(codes)))
    return (
        f"{faces.css}@page{{size:{PAPERS[paper]}}}"
        f"html{{font:{theme.size + page.size_step * 0.5}pt {faces.stack};"
        f"--accent:{page.accent or theme.accent}}}{_sheet_css(page.theme)}"
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


def _notices(laid: sheet.Sheet) -> tuple[str, ...]:
    if not laid.pictographs:
        return ()
    counted = Counter(laid.pictographs)
    return (f"Left out, because parsers misread them: {' '.join(counted)} ({counted.total()}).",)


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(dirs=[str(FOLDER)])


@lru_cache(maxsize=8)
def _template(theme: str) -> Template:
    return _engine().get_template(f"{theme}/page.html")


@lru_cache(maxsize=8)
def _sheet_css(theme: str) -> str:
    return "".join((FOLDER / name).read_text() for name in ("base.css", f"{theme}/style.css"))
