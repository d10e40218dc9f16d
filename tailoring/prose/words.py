"""What tells who a clause is about, in the four writing languages: the patterns of words.tsv."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from tailoring.prose.patterns import table

# A clause put in between, after which the one before goes on: "…, as you ask, …".
ASIDE = re.compile(r"\s*(?:as|like|wie|comme|como|tal como|so wie|which|die|das|que)\s", re.I)
HONORIFIC = re.compile(
    r"\b(?:Ms|Mrs|Mr|Miss|Mx|Frau|Herrn?|Madame|Monsieur|Mme|M\.|[Ss]eñora?|Sra?\.?|[Dd]on|[Dd]oña)"
    r"\.?\s+(?:(?:Dr|Prof)\.?\s+)*[^\W\d_a-z][\w'’-]+(?:\s[^\W\d_a-z][\w'’-]+)?"
)


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, str]]:
    return table(Path(__file__).parent / "words.tsv")


@lru_cache(maxsize=128)
def _pattern(name: str, language: str) -> re.Pattern[str]:
    by_language = _tables()[name]
    found = by_language.get(language) or "|".join(by_language.values())
    if found.startswith(r"\s"):
        return re.compile(found, re.IGNORECASE)
    # An apostrophe ends a French word that goes on: j'ai.
    return re.compile(rf"(?<![\w'’])(?:{found})(?:(?<=['’])|(?!\w))", re.IGNORECASE)


def pattern(name: str, language: str) -> re.Pattern[str]:
    """Of a language that is none of the four: those of all of them."""
    return _pattern(name, language[:2].lower())
