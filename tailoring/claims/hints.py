"""Hints on style. They never block."""

from __future__ import annotations

import re
from collections import Counter

from tailoring.claims.content import content
from tailoring.claims.phrases import find
from tailoring.claims.said import said

_LONGEST = 30
_SENTENCES = re.compile(r"[.!?](?:\s+|$)|\n+")


def hints(text: str, language: str = "") -> tuple[str, ...]:
    """In the order: clichés, superlatives, repeats, long sentences."""
    read = said(text)
    found: list[str] = []
    for match in find("style", read):
        quote = read.quote(match.start, match.end)
        cliche = match.label == "cliche"
        if language and match.language != language.lower()[:2]:
            continue
        found.append(
            f"“{quote}” is said by nearly everybody; name what you did instead."
            if cliche
            else f"“{quote}” is a judgement of your own; a figure or an example says more."
        )
    counts = Counter(word.key for word in content(read) if len(word.flat) > 4)
    first = {word.key: word.cased for word in reversed(content(read))}
    found += [f"“{first[key]}” stands here {n} times." for key, n in counts.items() if n > 2]
    found += [
        f"A sentence of {n} words is hard to read; two shorter ones are better."
        for piece in _SENTENCES.split(text)
        if (n := len(piece.split())) > _LONGEST
    ]
    return tuple(dict.fromkeys(found))
