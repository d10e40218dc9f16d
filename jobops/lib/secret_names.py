"""Which keys of an object name a secret (by their words, so `compass` is not `pass`)."""

from __future__ import annotations

import re
from itertools import pairwise

WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[^\W\d_]+")
SECRET_WORDS = frozenset(
    {
        "apikey",
        "authorization",
        "cookie",
        "cookies",
        "credential",
        "credentials",
        "pass",
        "passphrase",
        "passwd",
        "password",
        "pwd",
        "secret",
        "secrets",
        "token",
    }
)
SECRET_PAIRS = frozenset(
    {
        ("api", "key"),
        ("access", "key"),
        ("private", "key"),
        ("secret", "key"),
        ("set", "cookie"),
        ("session", "id"),
    }
)


def words(key: str) -> list[str]:
    return [word.lower() for word in WORD.findall(key)]


def hides(key: str, value: object) -> bool:
    """Whether `value` under `key` must not be shown; a count of tokens may."""
    if value is None or isinstance(value, bool):
        return False
    found = words(key)
    hits = [word for word in found if word in SECRET_WORDS]
    paired = any(pair in SECRET_PAIRS for pair in pairwise(found))
    if not hits and not paired:
        return False
    counts = hits == ["token"] and len(found) > 1 and not paired
    return not (counts and isinstance(value, (int, float)))
