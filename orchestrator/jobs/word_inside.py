"""Parts of words on SQLite: what titles and employers hold inside a word, or across two of them.

"twareent" is inside "Softwareentwickler", "backendeng" goes across "Backend Engineer". The index
knows whole words and beginnings, so both are turned into the words and phrases that fit. All its
words come as one text, a line each: to look through that is quicker than to ask for each part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

PART = 3
# A part this short goes across two words only when no word has it inside: "den" would else find
# every "Backend Engineer".
SHORT = 5
LONGEST = 40
TERMS = 400


def is_asked(parts: Sequence[str]) -> bool:
    """Whether one of `parts` is long enough to be looked for inside words."""
    return any(len(part) >= PART for part in parts)


def phrases(parts: Sequence[str], words: str) -> Mapping[str, tuple[str, ...]]:
    """For each of `parts` what a full-text query says for it; nothing for shorter ones. `words`
    are all there are, a line each.
    """
    text = f"\n{words}\n"
    return {part: _fitting(part, text) if len(part) >= PART else () for part in parts}


def _fitting(part: str, text: str) -> tuple[str, ...]:
    inside = tuple(_quoted(term) for term in _with(part, text))
    if not part.isalnum() or len(part) > LONGEST or (inside and len(part) < SHORT):
        return inside
    return inside + tuple(
        f"{_quoted(f'{term} {part[cut:]}')}*"
        for cut in range(1, len(part))
        if f"\n{part[cut:]}" in text
        for term in _with(f"{part[:cut]}\n", text)
    )


def _with(piece: str, text: str) -> Iterator[str]:
    """The lines that hold `piece`, or end with it when it ends a line."""
    at = text.find(piece)
    for _ in range(TERMS):
        if at < 0:
            return
        first, last = text.rfind("\n", 0, at) + 1, text.index("\n", at)
        yield text[first:last]
        at = text.find(piece, last)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
