"""Parts of a text that are decided by themselves: sentences of a summary, keywords of a group."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tailoring.sentences import split

Groups = Sequence[dict[str, Any]]


def sentences(text: str | None) -> list[str]:
    return split(text or "")


def with_sentence(text: str | None, sentence: str, *, at: int) -> str:
    """`sentence` as number `at`, or last; a text that holds it stays."""
    parts = sentences(text)
    return text or "" if sentence in parts else " ".join([*parts[:at], sentence, *parts[at:]])


def without_sentence(text: str | None, sentence: str) -> str:
    return " ".join(part for part in sentences(text) if part != sentence)


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
    left = [
        {**one, "keywords": [word for word in one.get("keywords") or () if word != keyword]}
        if one.get("name") == group
        else one
        for one in groups or ()
    ]
    return [one for one in left if one.get("keywords")]


def packed(groups: Groups) -> str:
    return json.dumps(list(groups), ensure_ascii=False, separators=(",", ":")) if groups else ""
