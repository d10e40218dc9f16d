"""Bytes of a mail to text, by the charset they name or the one they are in."""

from __future__ import annotations

import codecs
import re

# Python knows them, but they are no charsets of mails, or slow on long texts.
NO_CHARSETS = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)
# A mail that says Latin-1 or ASCII is in Windows-1252 when it holds its quotes and dashes.
LATIN = frozenset({"ascii", "iso8859-1", "cp1252"})
NAMES = {
    "unknown-8bit": "", "x-unknown": "", "unknown": "", "default": "", "binary": "",
    "utf8mb4": "utf-8", "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8",
    "x-gbk": "gbk", "x-sjis": "shift_jis", "windows-874": "cp874", "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman", "cp-850": "cp850", "ks_c_5601": "cp949", "utf-8-mac": "utf-8",
}  # fmt: skip
# A text of this length may have been cut in the middle of its last letter.
LONG = 64 * 1024
DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)


def decoded(content: bytes, *, charset: str, faults: set[str]) -> str:
    """`charset` as declared, "" for none. What cannot be read becomes a question mark."""
    name = known(charset)
    if name is None:
        faults.add("unknown_charset")
    if name and name not in LATIN:
        try:
            return content.decode(name)
        except (UnicodeError, ValueError):
            faults.add("bad_charset")
    return _guessed(content, name or "")


def known(charset: str) -> str | None:
    """Python's name of a charset; "" when none was declared, None when nobody knows it."""
    wanted = charset.strip(" \t\"'").lower().split("*")[0]
    wanted = NAMES.get(wanted, wanted)
    if not wanted:
        return ""
    try:
        found = codecs.lookup(wanted)
    except (LookupError, ValueError):
        return None
    # Codecs such as base64 or rot13 turn text into text; no text decoder reads by them.
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and found.name.replace("-", "_") not in NO_CHARSETS else None


def declared_in_html(content: bytes) -> str:
    found = DECLARED.search(content[:2048])
    return found[1].decode("ascii") if found else ""


def _guessed(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        is_cut = wrong.reason == "unexpected end of data" and len(content) > LONG
        if is_cut and wrong.start > len(content) - 4:
            return content[: wrong.start].decode("utf-8")
    return content.decode(name if name and name not in LATIN else "cp1252", "replace")
