"""Bytes in any encoding, declared rightly, wrongly or not at all; and bytes that are no page."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.jobs import capture
from orchestrator.jobs.capture_bytes import decode, known
from orchestrator.jobs.capture_draft import CaptureProblem
from tests.jobs.pages import BARE, MICRODATA, POSTING, page

TEXT = "Köchin für Grüße – Łódź"
LATIN = "Köchin für Grüße – 40 €"


@pytest.mark.parametrize(
    ("content", "charset", "encoding"),
    [
        (TEXT.encode(), "utf-8", "utf-8"),
        (TEXT.encode(), None, "utf-8"),
        (TEXT.encode(), "UTF8", "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "iso-8859-1", "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), None, "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16be", "utf-16-be"),
        (TEXT.encode("iso8859-2", "replace"), "iso-8859-2", "iso8859-2"),
        (f"<meta charset='windows-1250'>{TEXT}".encode("cp1250"), None, "cp1250"),
        (f"<?xml version='1.0' encoding='iso-8859-2'?><p>{TEXT.replace('–', '-')}</p>"
         .encode("iso8859-2"), None, "iso8859-2"),
        ("日本語の求人".encode("shift_jis"), "Shift_JIS", "shift_jis"),
        ("软件工程师".encode("gbk"), "gb2312", "gb18030"),
    ],
)  # fmt: skip
def test_a_page_is_read_in_the_encoding_it_names(
    content: bytes, charset: str | None, encoding: str
) -> None:
    found = decode(content, charset=charset)
    assert (found.encoding, found.notices) == (encoding, ())
    assert "\ufffd" not in found.text


@pytest.mark.parametrize("charset", [None, "iso-8859-1", "us-ascii", "latin1"])
def test_what_calls_itself_latin_1_is_windows_1252(charset: str | None) -> None:
    assert decode(LATIN.encode("cp1252"), charset=charset).text == LATIN


@pytest.mark.parametrize("charset", ["klingon", "utf-8; drop", "rot13", "idna", "zlib", "x" * 999])
def test_an_unknown_encoding_is_said_and_the_text_still_read(charset: str) -> None:
    found = decode(TEXT.encode(), charset=charset)
    assert found.text == TEXT
    assert "encoding nobody knows" in found.notices[0]
    assert len(found.notices[0]) < 120


def test_a_wrongly_declared_encoding_is_said() -> None:
    found = decode(LATIN.encode("cp1252"), charset="utf-8")
    assert found.text == LATIN
    assert found.notices == ("The page says it is utf-8, and is not; it was read as windows-1252.",)


def test_one_bad_byte_does_not_spoil_the_other_letters() -> None:
    found = decode((TEXT * 50).encode() + b"\xff", charset="utf-8")
    assert found.text == TEXT * 50 + "\ufffd"


@pytest.mark.parametrize(
    "name", ["rot13", "base64", "punycode", "unicode_escape", "undefined", "", None]
)
def test_codecs_that_are_no_encoding_of_text_are_unknown(name: str | None) -> None:
    assert known(name) is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 x", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"PK\x03\x04 word/document.xml", "a Word document"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"\x00\x01\x02\x03", "a binary file"),
        (b"", "nothing to read"),
        (b" \n\t ", "nothing to read"),
        (b"\xef\xbb\xbf", "nothing to read"),
        (b"From: <Saved by Blink>\r\nSnapshot-Content-Location: x\r\n", "a web archive"),
        (bytes(range(1, 32)) * 40, "no text in any encoding"),
    ],
)
def test_what_is_no_page_is_refused_by_name(content: bytes, words: str) -> None:
    with pytest.raises(CaptureProblem, match=words):
        decode(content)


WHOLE = [BARE.encode(), MICRODATA.encode(), page(POSTING).encode(), json.dumps(POSTING).encode()]
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=12,
)


def read(content: bytes, charset: str | None, url: str) -> None:
    """Whatever was sent: a draft within its limits, or the module's own refusal."""
    try:
        found = capture.from_bytes(content, charset=charset, url=url, today=date(2026, 11, 22))
    except CaptureProblem:
        return
    for draft in found.drafts:
        assert len(draft.description) <= 40_000
        assert all(len(said.quote) <= 300 and said.value for said in draft.said.values())


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.none() | st.text(max_size=20), st.text(max_size=40))
def test_no_bytes_break_the_reading(content: bytes, charset: str | None, url: str) -> None:
    read(content, charset, url)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WHOLE), st.integers(0, 3000), st.integers(0, 3000), st.binary(max_size=40))
def test_no_cut_or_damaged_page_breaks_the_reading(
    whole: bytes, start: int, end: int, damage: bytes
) -> None:
    read(whole[:start] + damage + whole[max(start, len(whole) - end) :], None, "https://x.example/")


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(POSTING)), VALUES, max_size=9), st.text(max_size=20))
def test_no_lie_in_the_data_breaks_the_reading(lies: dict[str, object], url: str) -> None:
    read(page({**POSTING, **lies}).encode("utf-8", "replace"), "utf-8", url)
