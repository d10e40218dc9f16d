from __future__ import annotations

import json

import pytest

from tailoring.documents.problems import DocumentError
from tailoring.intake.json_file import MAX_FILE_BYTES, read_json
from tests.documents.places import SAMPLES, load

GOOD = (SAMPLES / "reactive_resume_5_2.json").read_bytes()


def _refusal(data: bytes) -> DocumentError:
    with pytest.raises(DocumentError) as refused:
        read_json(data, "resume.json")
    return refused.value


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.json")))
def test_every_sample_is_taken(name: str) -> None:
    imported = read_json((SAMPLES / name).read_bytes(), name)
    assert imported.document["basics"]["name"] == load(name)["basics"]["name"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_usual_encodings_are_read(encoding: str) -> None:
    text = (SAMPLES / "chinese_name.json").read_text(encoding="utf-8")
    document = read_json(text.encode(encoding), "x").document
    assert document["basics"]["name"] == "王小明"


def test_the_name_of_the_file_does_not_matter() -> None:
    assert read_json(GOOD, "scan.pdf").document == json.loads(GOOD)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b'{"basics": {"name": "Jos\xe9"}}', "not UTF-8"),
        (b'{"basics": {"name": "A",}}', "line 1, column"),
        (b'{"a": [1, 2,]}', "comma stands before a closing bracket"),
        (b'{"a": "x', "no closing quote"),
        (b'{"a" 1}', "a colon is missing"),
        (b'{"a": 1} {"b": 2}', "more follows after the end"),
        (b'{"a": "line\nbreak"}', "line break"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "Infinity"),
        (b'{"a": 1e999}', "1e999"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number too long"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b'{"basics": ' + b"[" * 80 + b"]" * 80 + b"}", "nested too deeply"),
    ],
)
def test_a_broken_file_says_where_and_why(data: bytes, words: str) -> None:
    refusal = _refusal(data)
    assert refusal.kind == "unreadable"
    assert words in refusal.sentence


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n%abc", "a PDF file"),
        (b"PK\x03\x04....word/document.xml", "a Word document"),
        (b"PK\x03\x04....xl/workbook.xml", "a spreadsheet"),
        (b"PK\x03\x04....", "a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
        (b"{\\rtf1\\ansi hello}", "an RTF document"),
        (b"\x89PNG\r\n\x1a\n...", "a picture"),
        (b"RIFF....WEBPVP8", "a picture"),
        (b"\x1f\x8b\x08...", "a compressed file"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "an XML file"),
        (b"cv:\n  name: Ada", "a RenderCV document"),
        (b"# Mine\n\n# yes\ncv:\n  name: Ada", "a RenderCV document"),
        (b"Ada Lovelace\nMathematician", "a text file"),
        (b"\x00\x01\x02", "a binary file"),
        (b'["just", "words"]', "a JSON list"),
    ],
)
def test_another_kind_of_file_is_named_with_what_is_accepted(data: bytes, words: str) -> None:
    refusal = _refusal(data)
    assert refusal.kind == "unsupported"
    assert words in refusal.sentence
    assert "Accepted:" in refusal.sentence


def test_a_huge_file_is_refused_unread() -> None:
    assert _refusal(b" " * (MAX_FILE_BYTES + 1)).kind == "too_big"


def test_what_no_database_keeps_is_left_out_and_reported() -> None:
    raw = load("reactive_resume_5_2.json")
    raw["basics"]["name"] = "A\x00da\ud800"
    imported = read_json(json.dumps(raw).encode(), "x")
    assert imported.document["basics"]["name"] == "Ada"
    assert imported.report.changed == ("basics.name: unprintable characters left out",)


def test_a_key_given_twice_is_named() -> None:
    data = GOOD.replace(b'"headline"', b'"email": "old@example.org", "headline"', 1)
    assert read_json(data, "x").report.not_understood == ("email (given twice)",)


def test_reading_a_file_twice_gives_the_same_document() -> None:
    data = (SAMPLES / "json_resume_complete.json").read_bytes()
    assert read_json(data, "a").document == read_json(data, "b").document


@pytest.mark.parametrize("part", [b"{", b'{"a": [1,', GOOD.rstrip()[:-1], GOOD.rstrip()[:-3]])
def test_a_file_that_breaks_off_says_so(part: bytes) -> None:
    assert "ends in the middle" in _refusal(part).sentence
