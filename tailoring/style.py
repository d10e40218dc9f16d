"""How the owner wants texts written, and the limits that code keeps whatever a model answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from jobops.lib.text import fold
from tailoring import sentences

SUMMARY_WORDS, KEYWORDS = 90, 12
_PARTED = re.compile(r"[,;\n]")


class Settings(Protocol):
    def __getitem__(self, key: str, /) -> Any: ...


@dataclass(frozen=True)
class Limits:
    """`avoid`: terms that no text may hold."""

    summary_max_words: int = 120
    max_keywords_per_skill: int = 50
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True)
class Style:
    """`language_mode`: manual, match-resume or match-job-description. `manual_language`: english,
    german, french, spanish or a BCP-47 tag. An empty `template` means the built-in one.
    """

    tone: str = "professional"
    formality: str = "medium"
    constraints: str = ""
    avoid: tuple[str, ...] = ()
    summary_max_words: int = SUMMARY_WORDS
    max_keywords_per_skill: int = KEYWORDS
    language_mode: str = "manual"
    manual_language: str = "english"
    template: str = ""

    @property
    def limits(self) -> Limits:
        return Limits(self.summary_max_words, self.max_keywords_per_skill, self.avoid)


def read(settings: Settings) -> Style:
    return Style(
        tone=settings["chatStyleTone"],
        formality=settings["chatStyleFormality"],
        constraints=settings["chatStyleConstraints"],
        avoid=terms(settings["chatStyleDoNotUse"]),
        summary_max_words=settings["chatStyleSummaryMaxWords"],
        max_keywords_per_skill=settings["chatStyleMaxKeywordsPerSkill"],
        language_mode=settings["chatStyleLanguageMode"],
        manual_language=settings["chatStyleManualLanguage"],
        template=settings["tailoringPromptTemplate"],
    )


def terms(text: str) -> tuple[str, ...]:
    """Of a list separated by commas or lines."""
    found = (" ".join(part.split()) for part in _PARTED.split(text))
    return tuple(dict.fromkeys(filter(None, found)))


def avoided(text: str, avoid: Iterable[str]) -> tuple[str, ...]:
    """Which of the terms stand in the text, as whole words, whatever their case and accents."""
    within = fold(text)
    return tuple(term for term in avoid if _stands(fold(term), within=within))


def enforced(text: str, limits: Limits | Style) -> str:
    """Whole sentences without the terms to avoid, as many as the limit of words allows."""
    return " ".join(kept(sentences.split(text), limits=limits))


def kept(told: Sequence[str], *, limits: Limits | Style) -> list[str]:
    """A sentence too long for the rest is left out, so what follows may still fit."""
    taken: list[str] = []
    left = limits.summary_max_words
    for sentence in told:
        size = len(sentence.split())
        if size <= left and not avoided(sentence, limits.avoid):
            taken.append(sentence)
            left -= size
    return taken


def keywords(words: Iterable[str], limits: Limits | Style) -> list[str]:
    """Each once, without the terms to avoid, the first ones up to the limit."""
    once = dict.fromkeys(" ".join(word.split()) for word in words)
    fine = [word for word in once if word and not avoided(word, limits.avoid)]
    return fine[: limits.max_keywords_per_skill]


def _stands(term: str, *, within: str) -> bool:
    before = r"(?<!\w)" if term[:1].isalnum() else ""
    after = r"(?!\w)" if term[-1:].isalnum() else ""
    return bool(re.search(f"{before}{re.escape(term)}{after}", within))
