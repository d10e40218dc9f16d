"""Text that speaks to a language model instead of a reader, in four languages. Pure.

It is marked and shown; it never stops anything, because a rule can be wrong.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from functools import lru_cache

from jobops.lib.hidden import without_invisible
from jobops.lib.text import fold
from orchestrator.scoring import shipped

LONGEST, _MOST, _SHOWN = 200_000, 20, 300
_SENTENCE = re.compile(r"(?<=[.!?])\s+|[\n\r\u2028\u2029]+")
_PACKED = re.compile(r"[A-Za-z0-9+/]{32,4000}={0,2}")


def speaks(sentence: str) -> bool:
    return bool(_pattern().search(fold(sentence)))


def found(text: str) -> tuple[str, ...]:
    """The sentences that do, each once."""
    said = dict.fromkeys(line for line in _sentences(text) if speaks(line) or _unpacked(line))
    return tuple(line[:_SHOWN] for line in said)[:_MOST]


def _sentences(text: str) -> Iterator[str]:
    visible, _ = without_invisible(text[:LONGEST])
    for line in _SENTENCE.split(visible):
        if tidy := " ".join(line.split()):
            yield tidy


def _unpacked(line: str) -> bool:
    """Whether words packed as base64 speak to one."""
    for match in _PACKED.finditer(line):
        try:
            words = base64.b64decode(match[0] + "=" * (-len(match[0]) % 4)).decode("utf-8")
        except (binascii.Error, ValueError):
            continue
        if speaks(words):
            return True
    return False


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(one.pattern for one in shipped.patterns("addressed").values()))
