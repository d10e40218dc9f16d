"""A mail's text as sentences, each as it was written. Pure, and linear in the text."""

from __future__ import annotations

import re

# A line at least this long was broken by a mail program, not by its writer.
WRAPPED = 48
LONGEST, MOST = 600, 400
# Not from within a row of stops, or a text of stops would be looked at again from each of them.
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”»)]?\s+")
_SHORT = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|z\.\s?b|d\.\s?h|u\.\s?a|o\.\s?g|bzw|inkl|etc|vs|no|nr|dr|prof|mr|mrs|ms"
    r"|st|inc|ltd|co|corp|p\.\s?ej|sr|sra|mme|mlle|tel|approx|ca|ggf|evtl|sog|[A-Za-z]|\d{1,2})\.\s*$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:[-*•·–]|\d{1,2}[.)])\s")


def split(text: str) -> list[str]:
    """At most 400, none longer than 600 characters."""
    found: list[str] = []
    for paragraph in _unwrapped(text):
        found.extend(_of_line(" ".join(paragraph.split())))
        if len(found) >= MOST:
            return found[:MOST]
    return found


def _unwrapped(text: str) -> list[str]:
    """Paragraphs in which lines that were broken for their length are one again."""
    paragraphs: list[list[str]] = []
    previous = ""
    for line in text.splitlines():
        goes_on = len(previous) >= WRAPPED and previous.rstrip()[-1:] not in (".", "!", "?", ":")
        if line.strip() and previous.strip() and goes_on and not _ITEM.match(line):
            paragraphs[-1].append(line)
        elif line.strip():
            paragraphs.append([line])
        previous = line
    return [" ".join(lines) for lines in paragraphs]


def _of_line(line: str) -> list[str]:
    found: list[str] = []
    start = 0
    for end in _END.finditer(line):
        if _SHORT.search(line[max(start, end.start() - 8) : end.start() + 1]):
            continue
        found.append(line[start : end.end()].strip())
        start = end.end()
    found.append(line[start:])
    return [part for one in found for part in _pieces(one) if part]


def _pieces(sentence: str) -> list[str]:
    return [sentence[at : at + LONGEST] for at in range(0, len(sentence), LONGEST)]
