"""Bytes somebody else declared to be a page → text, or a refusal that names what they are. Pure."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from jobops.lib.mending import one_line
from orchestrator.jobs.capture_draft import CaptureProblem
from orchestrator.jobs.filetypes import HEAD, kind_of

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
META = re.compile(rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
XML = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""", re.I)
# Codecs of Python that no page is written in (rot13, zlib, idna …) are not encodings here.
TEXTUAL = re.compile(
    r"utf-(?:8|16|16-le|16-be)|cp(?:125\d|437|850|866|874|932|949)|iso8859-\d{1,2}|ascii"
    r"|koi8-[rut]"
    r"|gb18030|gbk|gb2312|hz|big5|big5hkscs|shift_jis|euc_jp|euc_kr|iso2022_jp|mac-\w+|tis-620"
)
# As browsers read them: what calls itself Latin-1 is Windows-1252.
AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
JUNK = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd]")
# What browsers save as a single file: parts in a mail, most of them packed.
ARCHIVE = re.compile(rb"From: <?Saved by |(?:[\w-]+: [^\n]*\n)*?MIME-Version: 1\.0\r?\n")
ARCHIVED = "This is a web archive. Save the page as HTML only, or paste its text."
READABLE = ("text", "json", "a web page", "an XML document")


@dataclass(frozen=True)
class Decoded:
    text: str
    encoding: str
    notices: tuple[str, ...] = ()


def decode(content: bytes, *, charset: str | None = None) -> Decoded:
    """Raises CaptureProblem. An encoding that is unknown or does not fit is said, not fatal."""
    declared, notices = _declared(content, charset=charset)
    kind = "text" if (declared or "").startswith("utf-16") else kind_of(content[:HEAD])
    if kind == "empty":
        raise CaptureProblem("empty")
    if kind not in READABLE:
        sentence = f"This is {kind}, not a web page. Open it and paste its text."
        raise CaptureProblem("not_a_page", sentence)
    if ARCHIVE.match(content):
        raise CaptureProblem("not_a_page", ARCHIVED)
    text, encoding, fits = _read(content, declared)
    if declared and not fits:
        notices += (f"The page says it is {declared}, and is not; it was read as {encoding}.",)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise CaptureProblem("empty")
    if len(JUNK.findall(text[:20_000])) > len(text[:20_000]) / 20:
        raise CaptureProblem("unreadable")
    return Decoded(text.replace("\0", ""), encoding, notices)


def known(name: str | None) -> str | None:
    """The encoding browsers mean by `name`; None for what is no encoding of text."""
    try:
        found = codecs.lookup((name or "").strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return AS_BROWSERS_DO.get(found, found) if TEXTUAL.fullmatch(found) else None


def _declared(content: bytes, *, charset: str | None) -> tuple[str | None, tuple[str, ...]]:
    """By the server, the first bytes, the page itself: the first that names a known encoding."""
    bom = next((encoding for mark, encoding in BOMS if content.startswith(mark)), None)
    within = META.search(content[:HEAD]) or XML.search(content[:HEAD])
    named = [charset, within[1].decode("ascii", "replace") if within else None]
    unknown = [name for name in named if name and not known(name)]
    shown = one_line(unknown[0], limit=40) if unknown else ""
    notices = (f"The page names an encoding nobody knows (“{shown}”).",) if shown else ()
    found = bom or next((known(name) for name in named if known(name)), None)
    # A page that could be read as ASCII up to here is not UTF-16, whatever it says inside.
    if found and found.startswith("utf-16") and not (bom or known(charset)):
        found = "utf-8"
    return found, notices


def _read(content: bytes, declared: str | None) -> tuple[str, str, bool]:
    """The text, the encoding it was read in, and whether that is the declared one without loss."""
    for encoding in dict.fromkeys(filter(None, (declared, "utf-8"))):
        try:
            return content.decode(encoding), encoding, encoding == declared
        except (UnicodeError, ValueError):
            continue
    # One bad byte in a long page is no reason to misread all its other letters.
    lossy = content.decode("utf-8", "replace")
    special = sum(1 for character in lossy if character > "\x7f")
    if lossy.count("\ufffd") * 10 < special:
        return lossy, "utf-8", False
    return content.decode("cp1252", "replace"), "windows-1252", declared == "cp1252"
