"""A posting cut into sentences, each with the section it stands in and the cues it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from orchestrator.scoring import addressed, cues
from orchestrator.scoring.brief import JobFacts
from orchestrator.scoring.lexicon import Hit, find
from orchestrator.scoring.words import stem

LONGEST = 60_000
_LONG = 240
# An order to a model is rarely one sentence; so many more of its line are left unread with it.
_GOES_ON = 3
_BULLET = re.compile(r"^\s*(?:[-–—*•·●▪◦‣○✓✔➢►>]|\d{1,2}[.)])\s+")
# Boards that lose line breaks glue what they parted: "technologies.Required", "value- Build".
_GLUED = re.compile(
    r"(?<=[a-z.!?:;)])(?=[A-Z][a-z]+(?:[ :,'’A-Z-]|$)|A [a-z])"
    r"|(?<=[a-z.!?:;)])(?=[-•·]\s?[A-Z])|(?=[•●▪])"
    r"|(?<=[a-z.!?;)])(?=\d{1,2}(?:\+|\s?[-–]\s?\d{1,2})? [Yy](?:ea)?rs?)"
)
# Three spaces in a row are what is left of a table or of a lost line break.
_BREAK = re.compile(r"\n| {3,}|\t")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÀ-Þ•\d\"“(])|\s+(?=[•●▪◦])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|z\.\s?B|p\.\s?ex|p\.\s?ej|bzw|ca|inkl|etc|vs|Sr|Jr|St|Inc|approx)\."
    r"|\b(?:min|max|incl|[A-Za-z])\.)$"
)
_CAMEL = re.compile(r"\b[A-Z]?[a-z]+(?:[A-Z][a-z]+)+\b")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`section`: title, must, nice, tasks, benefits, about or open (no heading said)."""

    text: str
    section: str
    hits: tuple[Hit, ...]
    must: bool
    nice: bool
    asks: bool
    practice: bool


@dataclass(frozen=True, slots=True)
class Posting:
    """`readable` is False when no cue, heading or common word of a known language was met.

    `addressed` are sentences that speak to a model instead of a reader; nothing is read from them.
    """

    facts: JobFacts
    sentences: tuple[Sentence, ...]
    readable: bool
    addressed: tuple[str, ...] = ()

    def asking(self) -> Iterator[Sentence]:
        return (s for s in self.sentences if s.section in ("must", "nice") or s.asks or s.must)


def read(facts: JobFacts) -> Posting:
    found = [_sentence(facts.title, section="title")] if facts.title.strip() else []
    section, headed, addressed = "open", False, list[str]()
    for line in _lines(facts.description[:LONGEST]):
        heading, rest = _heading(line)
        if heading:
            section, headed = heading, True
        kept, spoken = _for_readers(list(_pieces(rest)))
        addressed += spoken
        found += [_sentence(piece, section=section) for piece in kept]
    told = facts.description.split(None, 400)[:400]
    common = sum(1 for word in told if word.casefold() in cues.common())
    cued = any(s.asks or s.must or s.nice for s in found[1:])
    readable = headed or cued or common > len(told) / 20
    return Posting(facts, tuple(found), readable=readable, addressed=tuple(addressed))


def _for_readers(pieces: list[str]) -> tuple[list[str], list[str]]:
    """Sentences for readers, and those that address a model with what they go on to say."""
    kept: list[str] = []
    spoken: list[str] = []
    left = 0
    for piece in pieces:
        left = _GOES_ON + 1 if addressed.speaks(piece) else left - 1
        (spoken if left > 0 else kept).append(piece)
    return kept, spoken


def _lines(text: str) -> Iterator[str]:
    lines = [line for line in _BREAK.split(text) if line.strip()]
    cut = [_unglued(line) if len(line) > _LONG else [line] for line in lines]
    # A posting that lost breaks in its long lines lost them in its short ones too.
    lost = any(len(parts) > 1 for parts in cut)
    for line, parts in zip(lines, cut, strict=True):
        yield from _unglued(line) if lost and len(parts) == 1 else parts


def _names(line: str) -> set[str]:
    """Words such as JavaScript or TikTok, whose inner capital is no lost line break."""
    met = [match.group() for match in _CAMEL.finditer(line)]
    return {name for name in met if met.count(name) > 1 or find(name)}


def _unglued(line: str) -> list[str]:
    marks = [match.start() for match in _GLUED.finditer(line)]
    safe = _names(line) if marks else ()
    cuts = [at for at in marks if not any(name in line[max(0, at - 14) : at + 14] for name in safe)]
    parts = [line[start:end] for start, end in pairwise([0, *cuts, len(line)])]
    return [part for part in parts if part.strip()]


def _pieces(line: str) -> Iterator[str]:
    line = _BULLET.sub("", line).strip()
    start = 0
    for match in _SENTENCE.finditer(line):
        if _ABBREVIATED.search(line[max(start, match.start() - 8) : match.start()]):
            continue
        if line[start : match.start()].strip():
            yield line[start : match.start()].strip()
        start = match.end()
    if line[start:].strip():
        yield line[start:].strip()


def _heading(line: str) -> tuple[str, str]:
    """The section a line opens, if any, and what of the line is not the heading."""
    bare = _BULLET.sub("", line).strip(" *#_:=-–—•\t")
    if not bare or len(bare) > 400:
        return "", line
    head, colon, rest = bare.partition(":")
    if colon and rest.strip():
        section = _section(head + ":") if len(head) <= 60 else ""
        # "Experience: 5 years" is a line that asks; only its own rest belongs to the heading.
        return (section, rest.strip()) if section else ("", line)
    if len(bare) <= 70 and not bare.endswith((".", ",", ";")):
        section = _section(bare + ":" * line.rstrip(" *_").endswith(":"))
        if section:
            return section, ""
    return "", line


@lru_cache(maxsize=4096)
def _section(line: str) -> str:
    folded = fold(line).strip(" ?!.:")
    loose = line.endswith(":")
    best, length = "", 0
    for section, pattern in cues.headings():
        match = pattern.search(folded)
        if match is None or not _heads(match.group(), folded=folded, loose=loose):
            continue
        # "Preferred skills and experience" is about what is preferred, however long the rest.
        span = match.end() - match.start() + (40 if section == "nice" else 0)
        if span > length:
            best, length = section, span
    return best


def _heads(phrase: str, *, folded: str, loose: bool) -> bool:
    """A heading is mostly its own words: "minimum qualifications", not "Kafka is a plus"."""
    share = len(phrase) / len(folded)
    if " " in phrase or phrase.startswith(_OPENERS):
        short = len(folded.split()) <= (7 if loose else 5)
        return share >= 0.5 or (short and (loose or folded.startswith(phrase)))
    return share >= 0.8


_OPENERS = (
    "require",
    "qualific",
    "responsib",
    "benefit",
    "anforder",
    "requis",
    "must-",
    "preferred",
)


def _sentence(text: str, *, section: str) -> Sentence:
    folded = fold(text)
    dull = section != "title" and bool(cues.pattern("boilerplate").search(folded))
    return Sentence(
        text=text,
        section="about" if dull else section,
        hits=tuple(find(text)),
        must=not dull and bool(cues.pattern("must").search(folded)),
        nice=not dull and bool(cues.pattern("nice").search(folded)),
        asks=not dull and bool(cues.pattern("asks").search(folded)),
        practice=bool(cues.pattern("practice").search(folded)),
    )


def fold(text: str) -> str:
    return _SPACE.sub(" ", _accents(text.replace("’", "'")))


@lru_cache(maxsize=8192)
def _accents(text: str) -> str:
    if text.isascii():
        return text.lower()
    return _WORDLY.sub(lambda m: _letters(m.group()), text).casefold()


_WORDLY = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=16384)
def _letters(word: str) -> str:
    return word if word.isascii() else _stemless(word)


def _stemless(word: str) -> str:
    folded = stem(word)
    return folded + "s" if word[-1:].casefold() == "s" and not folded.endswith("s") else folded
