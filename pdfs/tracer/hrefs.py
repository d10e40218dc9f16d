"""The links of a composed page: which lead outside, and the page with other addresses behind
them. What a reader sees stays as it is. Pure.
"""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Callable, Mapping
from html import escape, unescape
from urllib.parse import urlsplit

_ALPHABET = string.ascii_letters + string.digits
TOKEN_LENGTH = 16
_HREF = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)(")')


def new_token() -> str:
    """95 random bits; it says nothing about whom, where or how many."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(TOKEN_LENGTH))


def is_token(text: str) -> bool:
    return len(text) == TOKEN_LENGTH and text.isascii() and text.isalnum()


def targets(html: str, *, base: str) -> tuple[str, ...]:
    """Each http or https address once, in order; not those below `base`, the own installation."""
    found = (unescape(match[2]) for match in _HREF.finditer(html))
    return tuple(dict.fromkeys(one for one in found if _leads_outside(one, base=base)))


def rewritten(html: str, instead: Mapping[str, str]) -> str:
    """The page with `instead[target]` behind each link that has one."""
    return _HREF.sub(_with(instead), html)


def _with(instead: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        target = unescape(match[2])
        return match[1] + escape(instead.get(target, target)) + match[3]

    return replace


def _leads_outside(target: str, *, base: str) -> bool:
    try:
        parts, own = urlsplit(target), urlsplit(base)
    except ValueError:
        return False
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return False
    return parts.netloc.lower() != own.netloc.lower()
