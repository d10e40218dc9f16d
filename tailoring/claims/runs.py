"""Runs of capitalised words in a text, and in which fact such a run stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile, pairwise

from orchestrator.scoring.lexicon import find as terms
from tailoring.claims import aliases
from tailoring.claims.case import Case
from tailoring.claims.content import empty_words
from tailoring.claims.fact import Fact
from tailoring.claims.phrases import by_word, find, listed, rows
from tailoring.claims.said import Word, flat, key, said
from tailoring.claims.surroundings import CODES

_LONGEST = 8
_AT_HOUSES = frozenset({"at", "bei", "chez", "for", "fur"})
# Names of houses that are words as well.
_WORDS_TOO = frozenset(
    {"target", "orange", "boots", "wise", "visa", "mango", "saturn", "mace", "shell", "apple"}
    | {"meta", "ford", "seat", "douglas", "continental", "who", "booking", "bain", "hays", "otto"}
)
_SAME = {"ms": "microsoft", "aws": "amazon"}
_INNER = frozenset(
    {"of", "the", "de", "la", "du", "des", "del", "los", "las", "d", "l", "le", "les", "el"}
)
_GAP = re.compile(r"[ \u00a0]|-| & |'|\.| \+ |/")
_OPENS = re.compile(r"(?:^|^[-–—]\s|[.!?:;\n•·|(“\"¿¡#*]\s*|\s[–—-]\s)$")
_NAMED = re.compile(
    r"(?<!\w)(?:bei|fur|mit|von|in|auf|durch|via|per|uber|zu|nach|an|und|oder|mittels|statt)\s$|[,/(]\s?$"
)


@dataclass(frozen=True, slots=True)
class Run:
    """`words` are those of the name, without the small ones between."""

    start: int
    end: int
    words: tuple[Word, ...]

    @property
    def linked(self) -> bool:
        """Small words stand between the others."""
        return any(b.start - a.end > 3 for a, b in pairwise(self.words))


def runs(case: Case) -> Iterator[Run]:
    """Names only: a single word that opens a sentence, and in German a plain noun, is none."""
    yield from _uncased(case)
    if _shouting(case):
        return
    for run in _raw(case):
        trimmed = _trimmed(case, run)
        if trimmed is not None:
            yield trimmed


def _uncased(case: Case) -> Iterator[Run]:
    """Known employers behind "at", "bei" or "chez", where capitals say nothing."""
    for one, other in pairwise(case.said.words):
        plain = other.cased.islower() or other.cased.isupper() or _shouting(case)
        if plain and one.flat in _AT_HOUSES and other.flat in _houses():
            yield _run([other])


@lru_cache(maxsize=1)
def _houses() -> frozenset[str]:
    listed = (row[2].split("|") for row in rows("known") if row[0] == "organisation")
    return frozenset(flat(name) for names in listed for name in names) - _WORDS_TOO


def shouts(case: Case) -> bool:
    """All in capitals, which then make no name."""
    return len(case.content) > 2 and case.said.cased.isupper()


def _shouting(case: Case) -> bool:
    """Nearly every word capitalised: capitals say nothing. Titles have their own check."""
    if shouts(case):
        return True
    words = [w for w in case.content if w.cased[0].isalpha()]
    capitals = sum(1 for w in words if w.cased[0].isupper())
    few = case.where == "headline" and case.language != "de"
    return len(words) > 5 and capitals * 10 > len(words) * 9 and not few and not case.is_listed


def _raw(case: Case) -> Iterator[Run]:
    read = case.said
    run: list[Word] = []
    waiting: list[Word] = []
    for word in read.words:
        last = waiting[-1] if waiting else run[-1] if run else None
        joined = last is not None and bool(_GAP.fullmatch(read.flat[last.end : word.start]))
        if joined and run and word.flat in _INNER and word.cased[0].islower():
            waiting.append(word)
            continue
        capital = word.cased[0].isupper() or (bool(run) and word.cased[0].isdigit() and not waiting)
        if capital and joined and run:
            run.append(word)
        else:
            if run:
                yield _run(run)
            run = [word] if word.cased[0].isupper() else []
        waiting = []
    if run:
        yield _run(run)


def _run(words: list[Word]) -> Run:
    return Run(words[0].start, words[-1].end, tuple(words))


def _trimmed(case: Case, run: Run) -> Run | None:
    words = _lettered(run.words)
    if not words:
        return None
    opens = bool(_OPENS.search(case.said.flat[max(0, run.start - 4) : run.start]))
    if opens and not _brand(words[0]):
        if len(words) == 1 and not _famous(words):
            return None
        if len(words) > 1 and not _begins_a_name(words):
            words = _lettered(words[1:])
            if not words:
                return None
    if case.language == "de":
        return _german(case, words)
    words = [w for w in words if w.flat not in empty_words() or w.cased.isupper()]
    return _run(words) if words else None


def _begins_a_name(words: list[Word]) -> bool:
    return any(
        " ".join(w.flat for w in words[:size]) in _names() for size in range(1, len(words) + 1)
    )


def _lettered(words: Sequence[Word]) -> list[Word]:
    """Without the numbers in front: "2 Tagen"."""
    return list(dropwhile(lambda word: word.flat.isdigit() or word.cased in CODES, words))


def _german(case: Case, words: list[Word]) -> Run | None:
    """Nouns are capitalised: only what looks like no German noun is a name."""
    held = case.scope.by_key
    strange = [w for w in words if w.key not in held and not _noun(w, case)]
    if not strange:
        return None
    before = case.said.flat[max(0, words[0].start - 10) : words[0].start]
    brands = _famous(words) or any(_brand(w) for w in strange)
    if brands or _NAMED.search(before) or 1 < len(words) == len(strange):
        return _run(words)
    return None


def _noun(word: Word, case: Case) -> bool:
    if _brand(word) or word.flat in _names():
        return False
    if word.flat.endswith(_endings()):
        return True
    return any(len(known) >= 4 and known in word.flat for known in case.scope.by_key)


def _brand(word: Word) -> bool:
    """SPSS, HubSpot, B2: capitals or digits inside."""
    rest = word.cased[1:]
    return any(c.isupper() or c.isdigit() for c in rest)


def _famous(words: list[Word]) -> bool:
    return " ".join(w.flat for w in words) in _names() or any(
        w.flat in _names() and len(w.flat) > 3 for w in words
    )


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(flat(name) for row in rows("known") for name in row[2].split("|"))


@lru_cache(maxsize=1)
def _endings() -> tuple[str, ...]:
    return tuple(sorted(listed("endings", "noun")))


def naming(words: Sequence[Word]) -> list[Word]:
    """Without legal forms and makers' names, unless they are all there is."""
    left = [word for word in words if word.flat not in _legal() | _makers()]
    return left or list(words)


def support(case: Case, run: Run) -> tuple[Fact, ...]:
    """Facts with all its words, legal forms and makers' names apart; or with the same term."""
    wanted = [w for w in run.words if w.flat not in _legal()] or list(run.words)
    if {"ci", "cd"} <= {w.flat for w in wanted}:
        wanted = [w for w in wanted if w.flat != "cd"]
    scope = case.scope
    held = scope.with_all(w.key for w in wanted)
    if held := tuple(fact for fact in held if _fits(fact, run, wanted)):
        return held
    if len(wanted) > 1 and (held := scope.by_key.get(key("".join(w.flat for w in wanted)), ())):
        # "Proof-reading" for proofreading.
        return held
    bare = [w for w in wanted if w.flat not in _makers()]
    if bare and len(bare) < len(wanted):
        # "Excel" is Microsoft Excel, but Google Analytics is no Adobe Analytics.
        others = _makers() - {_SAME.get(w.flat, w.flat) for w in wanted}
        others -= {w.flat for w in wanted}
        free = [f for f in scope.with_all(w.key for w in bare) if not f.flats & others]
        if free:
            return tuple(free)
    if named := _same_terms(case, run) or _short(case, run):
        return named
    if case.foreign and all(_translated(w) for w in wanted):
        return scope.facts[:1]
    return _parts(case, run)


def _fits(fact: Fact, run: Run, wanted: list[Word]) -> bool:
    """ "Go" is no "go"; a name with "of" inside stands in the fact as one piece."""
    short = [w for w in wanted if len(w.flat) < 4 and w.cased[0].isupper()]
    if any(w.cased[0] + w.cased[1:].lower() not in fact.names for w in short):
        return False
    if not run.linked or len(wanted) < 2:
        return True
    inner = [w.key for w in wanted]
    held = [w.key for w in fact.content]
    return any(held[at : at + len(inner)] == inner for at in range(len(held)))


def _parts(case: Case, run: Run) -> tuple[Fact, ...]:
    """Titles and names side by side: "Registered Nurse Epic"; each part in a fact of its own."""
    words = list(run.words)
    if len(words) > _LONGEST:
        return ()
    for cut in range(len(words) - 1, 0, -1):
        left, right = words[:cut], words[cut:]
        one = case.scope.with_all(w.key for w in left)
        other = case.scope.with_all(w.key for w in right)
        titled = any(words[-1].key in f.keys for f in case.known.titles)
        if one and other and (len(words) > 2 or titled):
            return (*one, *other)
    return ()


def _same_terms(case: Case, run: Run) -> tuple[Fact, ...]:
    """Every word is part of a term that the facts hold under this or another name."""
    found: list[Fact] = []
    text = case.said.cased[run.start : run.end]
    covered: set[int] = set()
    for hit in terms(text):
        held = aliases.named(case.scope, hit, text[hit.start : hit.end])
        if held:
            found += held
            covered |= set(range(hit.start + run.start, hit.end + run.start))
    rest = [w for w in run.words if w.start not in covered]
    if not found or (rest and not case.scope.with_all(w.key for w in rest)):
        return ()
    return tuple(found)


def _short(case: Case, run: Run) -> tuple[Fact, ...]:
    """ "MTS" for the Manchester Triage System, "USt" for Umsatzsteuer."""
    name = case.said.flat[run.start : run.end]
    if len(run.words) == 1 and run.words[0].cased[-1].isupper() and len(name) > 2:
        whole = tuple(f for f in case.scope.facts if name in f.initials)
        if whole:
            return whole
    return tuple(
        f
        for f in case.scope.facts
        if any(w.key not in f.keys for w in run.words) and all(_said_in(f, w) for w in run.words)
    )


def _said_in(fact: Fact, word: Word) -> bool:
    """Under its own name, as the end of a compound, or as the long form of an abbreviation."""
    if word.key in fact.keys or (len(word.key) > 6 and word.key in fact.said.flat):
        return True
    group = by_word("short").get(word.flat)
    others = [other for other, of in by_word("short").items() if of == group] if group else []
    return any(_starts(fact.said.flat, other) for other in others)


def _starts(text: str, word: str) -> bool:
    """At the start of a word, so that compounds count: Umsatzsteuervoranmeldung."""
    at = text.find(word)
    ends = len(word) > 4 or not text[at + len(word) : at + len(word) + 1].isalpha()
    return at >= 0 and not text[max(0, at - 1) : at].isalpha() and ends


def _translated(word: Word) -> bool:
    """A word of language, title or month, which another language spells in its own way."""
    return any(
        find(table, said(word.flat)) for table in ("tongues", "seniority", "levels", "degrees")
    )


@lru_cache(maxsize=1)
def _legal() -> frozenset[str]:
    return listed("organisations", "legal")


@lru_cache(maxsize=1)
def _makers() -> frozenset[str]:
    return listed("organisations", "maker")
