"""Where one sentence ends and the next begins."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?…])[\"”»)]?\s+(?=[\"“„«(¿¡]?(?:[^\W\d_a-z]|\d))")
# After these a full stop ends no sentence.
_SHORT = re.compile(
    r"(?:(?<!\w)(?:e\.g|i\.e|z\.B|d\.h|u\.a|approx|ca|bzw|inkl|etc|vs|no|nr|dr|prof|mr|mrs|ms|st"
    r"|inc|ltd|co|corp|p\.ej|sr|sra|m|mme|env|max|min|mio|mrd|tel|vol)|(?<!\w)[A-Z])\.$",
    re.IGNORECASE,
)


def split(text: str) -> list[str]:
    """Of plain text; a line ends a sentence too. Spaces are made single."""
    return [one for line in text.split("\n") for one in _of_line(" ".join(line.split()))]


def _of_line(line: str) -> list[str]:
    found: list[str] = []
    start = 0
    for end in _END.finditer(line):
        if not _SHORT.search(line[start : end.start() + 1].rstrip()):
            found.append(line[start : end.end()].strip())
            start = end.end()
    return [*found, line[start:]] if line[start:] else found
