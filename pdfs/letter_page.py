"""A cover letter as one self-contained HTML page, under the head of its writer's résumé."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.utils import formats, translation

from pdfs import locales, sheet, themes
from pdfs.expected import Expected
from pdfs.page import Page
from pdfs.sheet import Sheet, Text
from tailoring.documents import schema
from tailoring.prose import letter_text, shape

_ITEM = re.compile(r"\s*[-–•]\s+(?=\S)")
_AMERICAN = "letter"
_MARGINS = (20, 25)  # millimetres: above and below, beside


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list. `closes`: the farewell with the name, or the last words."""

    lines: tuple[Text, ...]
    listed: bool = False
    closes: bool = False


@dataclass(frozen=True)
class Written:
    """What is printed under the head: to whom, when, and the letter."""

    text: str
    employer: str
    title: str
    day: date


def compose(raw: schema.Raw, written: Written, page: Page) -> themes.Composed:
    """`page.locale` is the letter's language. Contact lines are those of `raw`. RenderError:
    font_missing, too_big.
    """
    resume = schema.read(raw)
    bare = replace(resume, sections=(), basics=replace(resume.basics, headline=""))
    paper = page.paper or locales.paper(page.locale)
    laid = sheet.lay_out(bare, locale=page.locale, paper=paper, addresses=page.links_as_text)
    opening, blocks, left_out = _set(written, locale=page.locale, paper=paper)
    laid = replace(laid, expected=_expected(laid, written, opening, blocks))
    context = {"look": f"{page.theme}/page.html", "opening": opening, "blocks": blocks}
    pictographs = (*laid.pictographs, *left_out)
    return themes.printed_as(
        "letter.html", page, replace(laid, pictographs=pictographs), context, css=_css(page)
    )


def _css(page: Page) -> str:
    """Lines of running text are shorter than those of a résumé, so its margins are wider."""
    across, beside = _MARGINS
    edges = f"@page{{margin:{across}mm {beside}mm}}"
    if page.look.bleeds:
        edges = f"html{{--side:{beside}mm}}body{{padding:0 {beside}mm}}"
    return edges + _letter_css()


@lru_cache(maxsize=1)
def _letter_css() -> str:
    return (themes.FOLDER / "letter.css").read_text()


def _set(
    written: Written, *, locale: str, paper: str
) -> tuple[tuple[Text, ...], tuple[Block, ...], tuple[str, ...]]:
    opening, left_out = sheet.running(_opening(written, locale=locale, paper=paper), locale=locale)
    blocks: list[Block] = []
    paragraphs = list(_paragraphs(letter_text.plain(written.text)))
    for n, (lines, listed) in enumerate(paragraphs):
        told, more = sheet.running(lines, locale=locale)
        left_out += more
        ends = n >= len(paragraphs) - 2 and n > 0 and len(lines) <= 4 and not listed
        blocks.append(Block(told, listed, ends and _is_last_words(paragraphs[n:])))
    return opening, tuple(blocks), left_out


def _opening(written: Written, *, locale: str, paper: str) -> list[str]:
    """The date and the employer, unless the letter has a head of its own that says so."""
    if shape.is_dated(written.text):
        return []
    day = _day(written.day, locale=locale, paper=paper)
    head = shape.head(written.text).casefold()
    return [day] if written.employer.casefold() in head else [day, written.employer]


def _day(day: date, *, locale: str, paper: str) -> str:
    language = locale.replace("_", "-").lower()
    if language.partition("-")[0] == "en":
        return f"{day:%B} {day.day}, {day.year}" if paper == _AMERICAN else f"{day.day} {day:%B %Y}"
    with translation.override(language):
        return str(formats.date_format(day, "DATE_FORMAT"))


def _paragraphs(text: str) -> list[tuple[list[str], bool]]:
    """Runs of lines with whether they are a list."""
    found: list[tuple[list[str], bool]] = []
    for paragraph in re.split(r"\n\s*\n", text):
        for line in filter(str.strip, paragraph.split("\n")):
            item = _ITEM.match(line)
            words = line[item.end() :] if item else line
            if found and found[-1][0] and found[-1][1] == bool(item):
                found[-1][0].append(words)
            else:
                found.append(([words], bool(item)))
        found.append(([], False))
    return [one for one in found if one[0]]


def _is_last_words(rest: Sequence[tuple[list[str], bool]]) -> bool:
    return all(not listed and len(lines) <= 4 for lines, listed in rest)


def _expected(
    laid: Sheet, written: Written, opening: Sequence[Text], blocks: Sequence[Block]
) -> Expected:
    lines = [line.plain for line in opening]
    lines += [line.plain for block in blocks for line in block.lines]
    title = " – ".join(filter(None, (laid.expected.name, written.title)))
    kept = tuple(filter(None, (*laid.expected.lines, *lines)))
    return replace(laid.expected, title=title or "Letter", lines=kept)
