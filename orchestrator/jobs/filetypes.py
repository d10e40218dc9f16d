"""What kind of file somebody handed us, told by its first bytes. Pure."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

HEAD = 4096
BLOCK = 1 << 16
SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "an RTF document"),
)
# In a ZIP the first names give away what the archive stands for.
ZIP_KINDS = (
    (b"xl/", "an Excel workbook"),
    (b"word/", "a Word document"),
    (b"opendocument.spreadsheet", "a LibreOffice spreadsheet"),
    (b"opendocument.text", "a LibreOffice document"),
)
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|div|p|table)\b", re.I | re.S
)


def content(file: BinaryIO) -> bytes:
    """The first bytes, and the file back at its beginning."""
    head = file.read(HEAD)
    file.seek(0)
    return head


def kind_of(head: bytes) -> str:
    """`empty`, `json`, `text`, or the name of something else with its article."""
    for signature, name in SIGNATURES:
        if head.startswith(signature):
            return name
    if head.startswith(b"PK\x03\x04"):
        return next((name for mark, name in ZIP_KINDS if mark in head), "a ZIP archive")
    bare = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if head.startswith(WIDE):
        bare = bare.replace(b"\0", b"")[2:].lstrip()
    elif b"\0" in head:
        return "a binary file"
    if not bare:
        return "empty"
    if HTML.match(bare):
        return "a web page"
    if bare.startswith(b"<"):
        return "an XML document"
    return "json" if bare[:1] in b"[{" else "text"


def decoder(file: BinaryIO) -> str:
    """The encoding the whole file can be read in, and the file back at its beginning."""
    if content(file).startswith(WIDE):
        return "utf-16"
    utf8 = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(BLOCK):
            utf8.decode(block)
        utf8.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)
    return "utf-8-sig"
