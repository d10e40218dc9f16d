from __future__ import annotations

import hashlib
import io
import re
from datetime import UTC, datetime

import pypdf
import pytest

from pdfs import metadata, render, themes
from tests.pdfs import personas
from tests.pdfs.conftest import NEWEST, Print, sealed


def test_title_author_creator_and_language_are_named(prints: Print) -> None:
    reader = pypdf.PdfReader(io.BytesIO(prints(personas.DIACRITICS).pdf))
    assert reader.metadata is not None
    assert reader.metadata.author == "Łukasz Żółć-Świątek"
    assert reader.metadata.title == "Łukasz Żółć-Świątek – Inżynier oprogramowania – C++ / Qt"
    assert reader.metadata.creator == "JobOps"
    assert reader.metadata.creation_date == NEWEST
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_the_body_stays_as_chromium_wrote_it(browser: None) -> None:
    composed = themes.compose(personas.MINIMAL, themes.Page())
    printed = render.render(composed.html)
    stamp = re.compile(rb"\(D:\d{14}[^)]*\)")
    done = sealed(printed, composed)[: len(printed)]
    assert stamp.sub(b"", done) == stamp.sub(b"", printed)


def test_brackets_and_backslashes_in_a_name_are_kept(browser: None) -> None:
    printed = render.render(themes.compose(personas.MINIMAL, themes.Page()).html)
    pdf = metadata.seal(printed, title="a (b) \\ c)", author="(x", language="en", newest=NEWEST)
    info = pypdf.PdfReader(io.BytesIO(pdf)).metadata
    assert info is not None
    assert (info.title, info.author) == ("a (b) \\ c)", "(x")


def test_a_file_of_another_maker_is_refused() -> None:
    with pytest.raises(ValueError, match="Chromium"):
        metadata.seal(b"%PDF-1.7", title="", author="", language="en", newest=NEWEST)


def test_twenty_renders_by_two_browsers_are_one_file(browser: None) -> None:
    """Slow: it starts two browsers, with other documents in between."""
    composed = themes.compose(personas.FULL, themes.Page("modern"))
    other = themes.compose(personas.DIACRITICS, themes.Page()).html
    digests = set()
    for turn in range(20):
        if turn == 10:
            render.close()
        digests.add(hashlib.sha256(sealed(render.render(composed.html), composed)).hexdigest())
        if turn % 5 == 0:
            render.render(other)
    assert len(digests) == 1


def test_another_newest_input_is_another_file(prints: Print) -> None:
    printed = prints(personas.MINIMAL)
    later = metadata.seal(
        render.render(printed.composed.html),
        title=printed.composed.expected.title,
        author=printed.composed.expected.name,
        language="en",
        newest=datetime(2026, 2, 2, tzinfo=UTC),
    )
    assert later != printed.pdf
