"""A question as it is compared with others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from jobops.lib.text import fold
from tailoring.questions import names, topics, words

_BEFORE = re.compile(r"^\s*(?:(?:\(?\d{1,2}[.):]|[-*•–·]|q(?:uestion)?\s?\d*[.:)])\s*)+", re.I)
_REQUIRED = re.compile(
    r"(?:\s*(?:\*+|\((?:required|optional|voluntary|mandatory|pflichtfeld|freiwillig|obligatoire"
    r"|facultatif|obligatorio|opcional)\)))+\s*$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\b(?:and|und|sowie|et|ainsi que|y|e)\b|[,/;&]|\?.*\?")


@dataclass(frozen=True)
class Question:
    """`named`: countries and languages by code. `rest`: telling stems beside the topic."""

    folded: str
    topics: frozenset[str]
    named: frozenset[str]
    stems: frozenset[str]
    rest: frozenset[str]
    language: str
    asks_several: bool


def plain(question: str) -> str:
    """Without its number and the mark of a field that must be filled in."""
    return _REQUIRED.sub("", _BEFORE.sub("", " ".join(question.split()))).strip()


@lru_cache(maxsize=4096)
def read(question: str) -> Question:
    said = plain(question).replace("’", "'")
    folded = fold(said)
    code = words.language(folded)
    spoken, without = names.tongues(folded)
    found = topics.find(without)
    rest = words.telling(found.rest.replace(names.TONGUE, " "), language=code)
    return Question(
        folded=folded.rstrip(" ?.!:").lstrip("¿ "),
        topics=found.topics,
        named=spoken | names.places(said),
        stems=frozenset(words.telling(folded, language=code)),
        rest=frozenset(one for one in rest if not words.is_light(one)),
        language=code,
        asks_several=bool(_SEVERAL.search(folded)),
    )


def topic(question: str) -> str:
    """The one topic a question is about; empty when it is about none or several."""
    found = read(question).topics
    return next(iter(found)) if len(found) == 1 else ""
