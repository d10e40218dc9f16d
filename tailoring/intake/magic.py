"""What a file is, told from its first bytes."""

from __future__ import annotations

import re

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"\x89PNG\r\n\x1a\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_PACKED: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word document"),
    (b"xl/", "a spreadsheet"),
    (b"ppt/", "a presentation"),
    (b"opendocument.text", "an OpenDocument text"),
    (b"application/epub", "an e-book"),
)
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
    (b"\\documentclass", "a LaTeX document"),
    (b"cv:", "a RenderCV document"),
)
_COMMENTS = re.compile(rb"\A(?:\s*#[^\n]*\n)+")
# Letters that may as well begin somebody's name.
_WORDS = (b"BM", b"MZ")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def name_of(data: bytes) -> str | None:
    """A noun with its article; None for what may be JSON."""
    if data.startswith(b"PK\x03\x04"):
        return next((noun for mark, noun in _PACKED if mark in data), "a zip archive")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "a picture"
    for mark, noun in _SIGNATURES:
        if data.startswith(mark) and (mark not in _WORDS or b"\x00" in data[:1024]):
            return noun
    if not data.startswith(_UTF16) and b"\x00" in data[:1024]:
        return "a binary file"
    return _text(data)


def _text(data: bytes) -> str | None:
    start = _COMMENTS.sub(b"", data[:2048].removeprefix(b"\xef\xbb\xbf")).lstrip()
    for mark, noun in _MARKUP:
        if start.lower().startswith(mark):
            return noun
    looks_like_json = start[:1] in (b"{", b"[", b'"') or data.startswith(_UTF16)
    return None if looks_like_json or not start else "a text file"
