"""Parts of a text that are decided by themselves: sentences of a summary, keywords of a group."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tailoring.sentences import split

Groups = Sequence[dict[str, Any]]
_HEADING = {"de": "Kenntnisse", "fr": "Compétences", "es": "Habilidades"}


@dataclass(frozen=True)
class Sentence:
    """`text` has single spaces; `start` and `end` are its place in the text as typed."""

    text: str
    start: int
    end: int


def heading(language: str) -> str:
    """What a group of keywords can always be called."""
    return _HEADING.get(language, "Skills")


def sentences(text: str | None) -> list[str]:
    return split(text or "")


def placed(text: str | None) -> list[Sentence]:
    found, end = [], 0
    for one in sentences(text):
        # Spaces and line breaks may be others in the text than in the sentence.
        match = re.compile(r"\s+".join(map(re.escape, one.split()))).search(text or "", end)
        start, end = match.span() if match else (end, end)
        found.append(Sentence(one, start, end))
    return found


def with_sentence(text: str | None, sentence: str, *, at: int) -> str:
    """`sentence` as number `at`, or last; a text that holds it stays."""
    parts, whole = placed(text), text or ""
    if sentence in [part.text for part in parts]:
        return whole
    if at >= len(parts):
        return f"{whole.rstrip()} {sentence}".strip()
    start = parts[at].start
    return f"{whole[:start]}{sentence} {whole[start:]}"


def without_sentence(text: str | None, sentence: str) -> str:
    """A text that lacks it stays as it was typed."""
    whole = text or ""
    found = next((part for part in placed(text) if part.text == sentence), None)
    if found is None:
        return whole
    return f"{whole[: found.start].rstrip(' ')} {whole[found.end :].lstrip(' ')}".strip()


def with_keyword(groups: Groups | None, keyword: str, *, group: str) -> list[dict[str, Any]]:
    """In the group of that name, which is made last when there is none."""
    found = [{**one, "keywords": list(one.get("keywords") or ())} for one in groups or ()]
    home = next((one for one in found if one.get("name") == group), None)
    if home is None:
        return [*found, {"name": group, "keywords": [keyword]}]
    if keyword not in home["keywords"]:
        home["keywords"].append(keyword)
    return found


def without_keyword(groups: Groups | None, keyword: str, *, group: str) -> list[dict[str, Any]]:
    found = []
    for one in groups or ():
        words = list(one.get("keywords") or ())
        if one.get("name") == group and keyword in words:
            words.remove(keyword)
            if not words:
                continue
        found.append({**one, "keywords": words} if "keywords" in one else one)
    return found


def packed(groups: Groups) -> str:
    return json.dumps(list(groups), ensure_ascii=False, separators=(",", ":")) if groups else ""
