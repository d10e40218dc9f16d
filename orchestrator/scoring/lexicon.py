"""The shipped lexicon of skills: names, aliases, families, what is a kind of what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from orchestrator.scoring import shipped
from orchestrator.scoring.words import Word, stem, words

VERSION = "2026.2"
# A gap longer than this, or one with a comma or a full stop and a space, separates two terms.
_JOINING = re.compile(r"[ \u00a0]?[-./&' \u00a0\u2010-\u2015]?[ \u00a0]?|'s |s' ")
_BREAKING = re.compile(r"[.,;:] |\n|[,;:]")
_LISTING = re.compile(r"\s*(?:[,/;|+&•·()]|and/or|and|or|und|oder|et|ou|y|o|e|en|of)?\s*[,/(]?\s*")
_WORDS_OF_USE = frozenset(map(stem, shipped.text("term before").split("|")))
_WORDS_OF_TRADE = frozenset(map(stem, shipped.text("term after").split("|")))


@dataclass(frozen=True, slots=True)
class Term:
    """`kind`: l language, t tool, m method, d domain, c certificate, s soft skill, e plain label.

    `general` says no more than the job's title does; `unspoken` is what a résumé need not say.
    `broader` are the labels this term is a kind of, all the way up.
    """

    label: str
    kind: str
    as_written: bool
    in_context: bool
    general: bool
    unspoken: bool
    family: str
    broader: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    terms: dict[str, Term]
    keys: dict[str, tuple[str, bool]]
    longest: dict[str, int]
    written: dict[str, str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    rows = [(line + [""] * 4)[:5] for line in shipped.rows("lexicon")]
    names: dict[str, str] = {}
    keys: dict[str, tuple[str, bool]] = {}
    written: dict[str, str] = {}
    longest: dict[str, int] = {}
    for label, flags, _family, _broader, aliases in rows:
        for name in (label, *filter(None, aliases.split("|"))):
            # An alias with a question mark in front is an everyday word too ("?node").
            parts = _stems(name)
            key = " ".join(parts)
            names.setdefault(name.casefold(), label)
            keys.setdefault(key, (label, name[0] == "?" or (name is label and "X" in flags)))
            if name is label and "C" in flags:
                written[key] = name
            if len(parts) > longest.get(parts[0], 0):
                longest[parts[0]] = len(parts)
    direct = {row[0]: [names[b.casefold()] for b in row[3].split(",") if b] for row in rows}
    terms = {
        label: _term(label, flags, family, broader=_upwards(label, direct))
        for label, flags, family, _broader, _aliases in rows
    }
    return Lexicon(terms, keys, longest, written)


def _term(label: str, flags: str, family: str, *, broader: tuple[str, ...]) -> Term:
    return Term(
        label,
        kind=flags[0],
        as_written="C" in flags,
        in_context="X" in flags,
        general="G" in flags,
        unspoken="U" in flags,
        family=family,
        broader=broader,
    )


def _stems(name: str) -> list[str]:
    return [word.stem for word in words(name)] if not name.isascii() else _plain_stems(name)


_ASCII_WORD = re.compile(r"(?<![A-Za-z0-9])\.net\b|[A-Za-z0-9]+(?:\+\+|\+(?![\w+])|#)?", re.I)


def _plain_stems(name: str) -> list[str]:
    return [stem(part) for part in _ASCII_WORD.findall(name)]


def _upwards(label: str, direct: dict[str, list[str]]) -> tuple[str, ...]:
    found: list[str] = []
    waiting = list(direct[label])
    while waiting:
        parent = waiting.pop(0)
        if parent not in found and parent != label:
            found.append(parent)
            waiting.extend(direct[parent])
    return tuple(found)


def find(text: str, *, cut: Sequence[Word] | None = None) -> list[Hit]:
    """Every term named in the text, longest name first, never overlapping, in order of place."""
    known = lexicon()
    cut = words(text) if cut is None else cut
    hits: list[Hit] = []
    doubtful: list[tuple[int, int, int]] = []
    at, count = 0, len(cut)
    while at < count:
        taken = 0
        longest = known.longest.get(cut[at].stem, 0)
        for size in range(_reach(cut, at, longest), 0, -1):
            key = " ".join(word.stem for word in cut[at : at + size]) if size > 1 else cut[at].stem
            entry = known.keys.get(key)
            if entry is None or not _as_written(text, cut, at, size, key):
                continue
            label, needs_context = entry
            if needs_context:
                doubtful.append((len(hits), at, size))
            hits.append(Hit(known.terms[label], cut[at].start, cut[at + size - 1].end))
            taken = size
            break
        at += taken or 1
    return _certain(text, cut, hits, doubtful) if doubtful else hits


def _reach(cut: Sequence[Word], at: int, longest: int) -> int:
    size = min(1, longest)
    while size < longest and at + size < len(cut) and _JOINING.fullmatch(cut[at + size].gap):
        if _BREAKING.match(cut[at + size].gap):
            break
        size += 1
    return size


def _as_written(text: str, cut: Sequence[Word], at: int, size: int, key: str) -> bool:
    """Names such as Go, REST or SAP count only in their own capitals; all capitals count too."""
    spelling = lexicon().written.get(key)
    if spelling is None:
        return True
    found = text[cut[at].start : cut[at + size - 1].end]
    # The plural s of "APIs" or "EHRs" is not part of the spelling.
    bare = found[:-1] if found.endswith("s") and not spelling.endswith("s") else found
    return bare == spelling or (bare == spelling.upper() and len(bare) > 3)


def _certain(
    text: str, cut: Sequence[Word], hits: list[Hit], doubtful: list[tuple[int, int, int]]
) -> list[Hit]:
    doubted = {
        index
        for index, at, size in doubtful
        if not (_used(text, cut, at, size) or _alone(text, cut, at, size))
    }
    # Once from the left and once from the right: in a list one certain name makes the next certain.
    for order in (sorted(doubted), sorted(doubted, reverse=True)):
        for index in order:
            if index in doubted and _listed(text, hits, index, doubted=doubted):
                doubted.discard(index)
    return [hit for index, hit in enumerate(hits) if index not in doubted]


def _used(text: str, cut: Sequence[Word], at: int, size: int) -> bool:
    before = cut[at - 1].stem if at and "\n" not in cut[at].gap else ""
    after = cut[at + size] if at + size < len(cut) else None
    if after is not None and after.gap in ("-", "&", " & ", "'", "’", "."):
        return False
    if at and cut[at].gap in ("-", "&", " & "):
        return False
    if after is not None and after.gap == " " and after.stem in _WORDS_OF_TRADE:
        return True
    return before in _WORDS_OF_USE and cut[at].gap.strip() in ("", ":", "(", ",")


def _listed(text: str, hits: list[Hit], index: int, *, doubted: set[int]) -> bool:
    """True beside another, certain term in a list: "Python, Go and Rust"."""
    for step in (-1, 1):
        other = index + step
        if not 0 <= other < len(hits) or other in doubted or hits[other].term.kind in "se":
            continue
        left, right = sorted((hits[index], hits[other]), key=lambda hit: hit.start)
        between = text[left.end : right.start]
        if len(between) <= 8 and between not in (" ", "-") and _LISTING.fullmatch(between):
            return True
    return False


def _alone(text: str, cut: Sequence[Word], at: int, size: int) -> bool:
    """True when the term is its whole line, as in a list of skills."""
    start, end = cut[at].start, cut[at + size - 1].end
    before = text[text.rfind("\n", 0, start) + 1 : start]
    newline = text.find("\n", end)
    after = text[end : newline if newline >= 0 else len(text)]
    return not re.search(r"\w", before + after)


def related(one: Term, other: Term) -> bool:
    """Another product of the same family; a certificate or a cloud is never related to another."""
    return bool(one.family) and one.family == other.family and one.kind != "c"
