"""Words and quotes: how scoring cuts a text, and when a quote counts as being in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"(?<![^\W_])\.net\b|[^\W_]+(?:\+\+|\+(?![\w+])|#(?!\w))?", re.IGNORECASE)
_UNIFIED = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-")
)
_KEPT_S = frozenset({"aws", "css", "ios", "sas", "gis", "dns", "aks", "eks", "ecs", "gcs", "rds"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its folded stem, where it stands, and what separates it from the word before."""

    stem: str
    start: int
    end: int
    gap: str


def words(text: str) -> list[Word]:
    found: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        found.append(Word(stem(match.group()), start, end, text[last:start]))
        last = end
    return found


def stems(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        yield stem(match.group())


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Case and accents folded, an English plural s taken off, so "REST APIs" meets "rest api"."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c)
    )
    if len(plain) > 3 and plain[-1] == "s" and plain[-2] not in "siu" and plain not in _KEPT_S:
        return plain[:-1]
    return plain


def unified(text: str) -> str:
    """The form in which quotes are compared: NFKC, case-folded, one kind of quote, dash, space."""
    text = unicodedata.normalize("NFKC", text).translate(_UNIFIED).casefold()
    return " ".join(text.split())


def occurs(quote: str, *, within: str) -> bool:
    """True when the quote stands in a text that is already `unified`; an empty quote never does."""
    wanted = unified(quote)
    return bool(wanted) and wanted in within


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, ending at a word; still a part of the text, so still a quote."""
    text = text.strip()
    if len(text) <= limit:
        return text
    cut = text[:limit]
    return (cut.rsplit(None, 1)[0] if cut.strip().count(" ") else cut).rstrip()
