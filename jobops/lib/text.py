"""Text from outside: HTML to plain text, folding, similarity, canonical addresses."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml import etree
from rapidfuzz.distance import Levenshtein

from jobops.lib.addresses import same_board_form
from jobops.lib.markup import PlainText

# Letters that NFKD leaves whole.
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
# The categories Cc and Cs without tab and line feed.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# Also what a path keeps when a mail or a spreadsheet broke it: white space before its last slash.
ENDING = re.compile(r"[/\s]+\Z")
TRACKING = re.compile(
    r"utm_.*|gclid|fbclid|msclkid|mc_.*|ref|referrer|trk|gh_src|lever-source.*|lever-origin"
    r"|iisn?|_gl",
    re.IGNORECASE,
)
DEFAULT_PORTS = {"http": 80, "https": 443}


def html_to_text(html: str) -> str:
    """Readable lines: list items begin with "- ", table cells are joined by tabs.

    Comments, scripts and what a page hides from its reader are left out.
    """
    target = PlainText()
    parser = etree.HTMLParser(target=target, huge_tree=True, encoding="utf-8")
    # libxml2 ends the document at a NUL, and reads bytes whatever encoding the text declares.
    parser.feed(html.replace("\0", "").encode("utf-8", "replace"))
    if html.strip():
        parser.close()
    return target.text()


def clean_control(text: str) -> str:
    """NFC, line ends as \\n, no control characters but \\t and \\n, no lone surrogates."""
    return CONTROL.sub(
        "", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    )


def fold(text: str) -> str:
    """Comparable form: without case and accents."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.casefold())
    # Long texts hold few letters that need a look: one pass for each is faster than each letter.
    for mark in set(NOT_ASCII.findall(folded)):
        if unicodedata.combining(mark):
            folded = folded.replace(mark, "")
    folded = folded.casefold()
    for letter in set(NOT_ASCII.findall(folded)):
        if ord(letter) in LETTERS:
            folded = folded.replace(letter, LETTERS[ord(letter)])
    return folded


def similarity(a: str, b: str) -> float:
    """Likeness from 0 to 100 after folding case, accents and punctuation; an empty side is 0."""
    left, right = _words(a), _words(b)
    if not left or not right:
        return 0.0
    if left == right:
        return 100.0
    if left in right or right in left:
        return 100.0 * min(len(left), len(right)) / max(len(left), len(right))
    return 100.0 * Levenshtein.normalized_similarity(left, right)


def canonical_url(url: str) -> str:
    """One form for all addresses of one posting. What is no web address comes back trimmed."""
    trimmed = url.strip()
    try:
        parts = urlsplit(trimmed)
        port = parts.port
    except ValueError:
        return trimmed
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        return trimmed
    host = parts.hostname.removeprefix("www.").rstrip(".")
    query = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not TRACKING.fullmatch(key)
    ]
    host, path, query = same_board_form(host, ENDING.sub("", parts.path), query)
    place = host if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    return f"https://{place}{path}" + (f"?{urlencode(sorted(query))}" if query else "")


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text).replace("_", " ")))
