"""A text cut at commas, brackets and full stops."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from tailoring.claims.content import content
from tailoring.claims.said import Said, Word, root

_CUT = re.compile(r"(?P<stop>[.!?;](?=\s|$)|\n)|[,:](?=\s|$)|\s[–—-]\s|[—()\[\]|]")
_STOPS_SHORT = re.compile(
    r"(?:^|\W)\w{1,2}$|(?:^|\W)(?:mio|mrd|sept|dec|jan|janv|fevr|approx|inkl|bzw|usw|etc)$"
)


@dataclass(frozen=True, eq=False)
class Clause:
    """`closes` when a sentence ends here."""

    start: int
    end: int
    words: tuple[Word, ...]
    closes: bool

    @cached_property
    def roots(self) -> frozenset[str]:
        return frozenset(root(word.key) for word in self.words)


def clauses(said: Said) -> tuple[Clause, ...]:
    """Never empty of words; `words` are those with meaning."""
    found: list[Clause] = []
    words = content(said)
    start = index = 0
    for at, until, stop in [*_cuts(said.flat), (len(said.flat), len(said.flat), True)]:
        first = index
        while index < len(words) and words[index].start < at:
            index += 1
        if index > first:
            found.append(Clause(start, at, words[first:index], stop))
        elif stop and found:
            found[-1] = Clause(found[-1].start, found[-1].end, found[-1].words, True)
        start = until
    return tuple(found)


def _cuts(flat: str) -> list[tuple[int, int, bool]]:
    return [
        (m.start(), m.end(), m.lastgroup == "stop")
        for m in _CUT.finditer(flat)
        if not (m[0] == "." and _STOPS_SHORT.search(flat[max(0, m.start() - 7) : m.start()]))
    ]
