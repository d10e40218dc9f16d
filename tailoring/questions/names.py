"""Countries and spoken languages that a question names, under one name in every tongue."""

from __future__ import annotations

import re
from functools import lru_cache

from jobops.lib.text import fold
from orchestrator.jobs.countries import tables
from tailoring.questions.rows import rows

TONGUE = "xtongue"
_CODE = re.compile(r"\b(?:UK|USA?|EU|UAE)\b|\bU\.S\.|\bU\.K\.")
_MOST_WORDS = 4


@lru_cache(maxsize=1)
def _tongues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(rf"\b(?:{pattern})")) for code, pattern in rows("tongues"))


def places(text: str) -> frozenset[str]:
    """Codes of the countries in a text that still has its capitals."""
    known, found = tables(), set[str]()
    for code in _CODE.findall(text):
        short = code.replace(".", "")
        found.add("EU" if short == "EU" else known.codes.get(short, short))
    words = re.findall(r"[\w'-]+", fold(text))
    at = 0
    while at < len(words):
        for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            if code := known.names.get(" ".join(words[at : at + size])):
                found.add(code)
                at += size - 1
                break
        at += 1
    return frozenset(found)


def tongues(folded: str) -> tuple[frozenset[str], str]:
    """The languages in a folded text, and the text with one word in their place."""
    found = set[str]()
    for code, pattern in _tongues():
        folded, times = pattern.subn(f"{TONGUE} ", folded)
        if times:
            found.add(code)
    return frozenset(found), folded
