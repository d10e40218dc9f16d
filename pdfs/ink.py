"""Text to inline HTML that breaks only where a reader, and a parser, expects a line to break.

"test-driven" at a line end is read back as "testdriven", and half an address is no address, so
tokens of several parts stay together; so do numbers with their unit and months with their year.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

Ink = Callable[[str], str]

_WIDE = "\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
_TOKEN = rf"[^\s{_WIDE}]"
_TOGETHER = re.compile(
    rf"(?<!{_TOKEN}){_TOKEN}*(?![{_WIDE}])[\w)#+.][-‐–—/?|…·@:]{_TOKEN}*(?![{_WIDE}])\w{_TOKEN}*"
    r"|\b[^\W\d_]{3,10}\.?\s(?:19|20)\d\d\b"
    r"|(?<![\w.,])\d[\d.,]*(?:\s\d{3})*\s(?:[^\W\d_]{1,3}\b|[%‰€£$¥₹₽₴])"
    r"|(?<!\w)\+\d[\d\s().\-/]{5,22}\d"
)
_LONGEST = 64  # characters; about two thirds of the narrowest line
_LATIN_RUN = re.compile(
    r"[A-Za-z0-9+@][!-~–—]*(?:\s+(?:[-–—&]\s+)?[A-Za-z0-9+@(][!-~–—]*)*(?:\s?[%‰€£$¥₪])?"
)
_TRAILING = ".,:;!?"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
# Extractors take the space behind a number for a part of it, and glue the next word to it, unless a
# mark says that the other direction goes on.
SHORE = "\u200f"
_CAME_BY = re.compile(r"[\u0590-\u08ff][-–/.,:]$")
_GOES_ON = re.compile(r"\s+[\u0590-\u08ff]")


def ltr(text: str) -> str:
    parts, end = [], 0
    for match in _TOGETHER.finditer(text):
        parts.append(escape(text[end : match.start()], quote=False))
        parts.append(_kept(match.group()))
        end = match.end()
    parts.append(escape(text[end:], quote=False))
    return "".join(parts)


def rtl(text: str) -> str:
    """For right-to-left documents: Latin words and numbers are islands with their own direction."""
    parts, end = [], 0
    for match in _LATIN_RUN.finditer(text):
        start, run = match.start(), match.group().rstrip(_TRAILING)
        if run.count(")") > run.count("("):
            # Brackets belong to the same island, or readers find one of them at the other end.
            if text[start - 1 : start] == "(":
                start, run = start - 1, f"({run}"
            else:
                run = run[: run.rindex(")")]
        parts.append(escape(text[end:start], quote=False))
        end = start + len(run)
        before, after = bool(_CAME_BY.search(text, 0, start)), bool(_GOES_ON.match(text, end))
        parts.append(SHORE * before + island(ltr(run)) + SHORE * after)
    parts.append(escape(text[end:], quote=False))
    return "".join(parts)


def island(html: str) -> str:
    return f'<bdi dir="ltr">{html}</bdi>'


def is_latin(text: str) -> bool:
    """Whether a line has nothing in it that runs from right to left."""
    return not _RIGHT_TO_LEFT.search(text)


def _kept(token: str) -> str:
    safe = escape(token, quote=False)
    return f'<span class="k">{safe}</span>' if len(token) <= _LONGEST else safe


def address(url: str) -> str:
    """An address as it is printed: without scheme, and short enough for one line."""
    shown = re.sub(r"^(?:https?://(?:www\.)?|mailto:|tel:)", "", url.strip(), flags=re.IGNORECASE)
    shown = shown.rstrip("/")
    if len(shown) <= _LONGEST:
        return shown
    host, _, path = shown.partition("/")
    return f"{host[: _LONGEST - 8]}/{path[: max(4, _LONGEST - len(host) - 4)]}…"


def safe_target(url: str) -> str:
    """The target of a link, or nothing when following it could do more than open a page."""
    url = url.strip()
    if re.match(r"(?:https?://|mailto:|tel:)\S+$", url, re.IGNORECASE):
        return url
    if re.match(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?$", url):
        return f"https://{url}"
    return ""
