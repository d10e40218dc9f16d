"""Where a text says what the person is: headlines, the start of a sentence, "as a …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tailoring.claims.case import Case
from tailoring.claims.phrases import by_word, find, listed, rows
from tailoring.claims.said import Word, flat, said

_SEGMENT = re.compile(r",\s|\s[|–—·•/-]\s|[|·•;()\n]|(?<=[.!?])\s|:\s")
_AND = re.compile(r"\s(?:and|und|et|y|&)\s")
_WITH = re.compile(r"\s(?:with|mit|avec|con|at|bei|chez|who|qui|que)\s")
_AS = re.compile(
    r"(?<!\w)(?:as an?|as|als|comme|en tant que|en qualite de|como|i am an?|ich bin|becoming|"
    r"danach|then|puis|luego|now|heute|aujourd'hui|zuvor|davor|previously|formerly)\s"
)
_LONGEST = 6
_INDEFINITE = frozenset({"a", "an", "ein", "eine", "einem", "einer", "un", "une", "una"})
_ARTICLES = frozenset({"the", "a", "an", "der", "die", "das", "eine", "la", "le", "les", "el"})
_HOLDERS = frozenset(
    {"titulaire", "inhaber", "inhaberin", "holder", "trager", "tragerin"}
    | {
        "contributor",
        "member",
        "speaker",
        "user",
        "author",
        "supporter",
        "learner",
        "reader",
        "graduate",
    }
    | {"graduate", "absolvent", "absolventin", "diplome", "diplomee", "graduado", "graduada"}
)


@dataclass(frozen=True, slots=True)
class Named:
    """`sure` when these words can be nothing but a title."""

    words: tuple[Word, ...]
    sure: bool


def named(case: Case) -> Iterator[Named]:
    if case.where == "headline":
        yield from _segments(case)
    elif case.where == "summary":
        yield from _starts(case)
    else:
        yield from _after(case)


def _segments(case: Case) -> Iterator[Named]:
    for first, last in _cut(case.said.flat, _SEGMENT):
        stop = _WITH.search(case.said.flat, first, last)
        head = case.said.flat[: stop.start() if stop else last]
        for start, end in _cut(head, _AND, first):
            words = case.said.within(start, end)
            if words:
                yield Named(words[:12], sure=True)


def _cut(text: str, pattern: re.Pattern[str], start: int = 0) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text, start):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _starts(case: Case) -> Iterator[Named]:
    begins = {0}
    begins |= {clause.end for clause in case.clauses}
    for begin in sorted(begins):
        words = _phrase(case, begin)
        if words and _occupation(words, case) and not _verb(words, case):
            apposed = begin > 0 and _after_article(words, case)
            yield Named(words, sure=(_named_so(words, case) or begin == 0) and not apposed)
    yield from _after(case)


def _after(case: Case) -> Iterator[Named]:
    for match in _AS.finditer(case.said.flat):
        words = _phrase(case, match.end())
        if words and _occupation(words, case):
            yield Named(words, sure=False)


def _phrase(case: Case, begin: int) -> tuple[Word, ...]:
    """Up to the first small word that is no part of a title; "Head of", "chef de" go on."""
    found: list[Word] = []
    for word in case.said.within(begin, begin + 120):
        if found and re.search(r"[,.;:()|/·•–—]", case.said.flat[found[-1].end : word.start]):
            break
        if word.flat.isdigit():
            break
        if word.flat in _stops() and not _goes_on(found, word):
            if found:
                break
            continue
        if word.flat in _joins():
            if found:
                break
            continue
        found.append(word)
        if len(found) >= _LONGEST:
            break
    return tuple(_after_years(found))


def _after_article(words: tuple[Word, ...], case: Case) -> bool:
    """ "…, a book publisher and …" goes on a list as often as it names the person."""
    if any(w.flat in listed("occupations", "profession") for w in words):
        return False
    head = case.said.flat[: words[0].start].split()
    return bool(head) and head[-1] in (
        "a",
        "an",
        "ein",
        "eine",
        "einem",
        "einer",
        "un",
        "une",
        "una",
    )


def _verb(words: tuple[Word, ...], case: Case) -> bool:
    """ "Lead the team", "Head a group": what an article follows is no title."""
    after = case.said.flat[words[-1].end : words[-1].end + 6].split()
    return len(words) == 1 and bool(after) and after[0] in _ARTICLES


def _stops() -> frozenset[str]:
    return listed("occupations", "stop")


def _joins() -> frozenset[str]:
    return frozenset({"and", "und", "et", "y", "a", "an", "the", "ein", "eine", "un", "une", "una"})


def _goes_on(found: list[Word], word: Word) -> bool:
    if not found or word.flat not in ("of", "de", "d", "du", "des", "del"):
        return False
    return bool(find("seniority", said(found[-1].flat)))


def _after_years(words: list[Word]) -> list[Word]:
    """ "five years nurse": what follows the years."""
    last = max((n for n, w in enumerate(words) if w.flat in by_word("units")), default=-1)
    return words[last + 1 :]


def _occupation(words: tuple[Word, ...], case: Case) -> bool:
    start, end = words[0].start, words[-1].end
    ranked = any(start <= m.start < end for m in find("seniority", case.said))
    return ranked or _named_so(words, case)


def _named_so(words: tuple[Word, ...], case: Case) -> bool:
    """By the ending: -er, -ist, -eur, -ora; the last word in English and German, else the first."""
    if any(w.flat in listed("awards", "word") or w.flat in _HOLDERS for w in words):
        return False
    if any(words[0].start <= m.start <= words[-1].start for m in find("degrees", case.said)):
        return False
    word = words[-1] if case.language in ("en", "de") else words[0]
    return len(word.flat) > 4 and word.flat.endswith(_endings(case.language))


@lru_cache(maxsize=8)
def _endings(language: str) -> tuple[str, ...]:
    listed_rows = (row for row in rows("occupations") if row[0] == "ending" and row[1] == language)
    return tuple(flat(ending) for row in listed_rows for ending in row[2].split("|"))
