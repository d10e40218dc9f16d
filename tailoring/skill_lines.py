"""Skills as people type them: one group a line, `Name: keyword, keyword`. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

MOST_GROUPS, MOST_KEYWORDS, LONGEST = 60, 60, 200


def to_lines(skills: Sequence[dict[str, Any]] | None) -> str:
    return "\n".join(
        f"{group['name']}: {', '.join(group.get('keywords', []))}".rstrip(": ")
        for group in skills or []
    )


def from_lines(text: str, *, known: Sequence[dict[str, Any]] | None = None) -> str | None:
    """The stored form, or None when nothing is written; other keys of a `known` group are kept.

    Raises ValueError with a sentence that names the line.
    """
    kept = {group["name"]: group for group in known or []}
    groups = [
        _group(line, number=number, kept=kept)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    ]
    if len(groups) > MOST_GROUPS:
        raise ValueError(f"At most {MOST_GROUPS} groups; these are {len(groups)}.")
    return json.dumps(groups, ensure_ascii=False, separators=(",", ":")) if groups else None


def _group(line: str, *, number: int, kept: dict[str, dict[str, Any]]) -> dict[str, Any]:
    name, _, rest = line.partition(":")
    name = name.strip()
    words = list(dict.fromkeys(word.strip() for word in rest.split(",") if word.strip()))
    if not name:
        raise ValueError(f"Line {number} has no name before the colon.")
    if len(name) > LONGEST or any(len(word) > LONGEST for word in words):
        raise ValueError(f"Line {number} has a name or keyword of more than {LONGEST} characters.")
    if len(words) > MOST_KEYWORDS:
        raise ValueError(f"Line {number} has more than {MOST_KEYWORDS} keywords.")
    return {**kept.get(name, {}), "name": name, "keywords": words}
