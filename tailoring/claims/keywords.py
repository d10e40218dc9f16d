"""Lists of skills, "Group: a, b": each keyword stands in a fact, under its name or an alias, and so
does the name of a group that is weighed by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from orchestrator.scoring.lexicon import find as terms
from tailoring.claims import aliases, runs
from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.content import empty_words
from tailoring.claims.fact import Fact
from tailoring.claims.phrases import find as mentioned
from tailoring.claims.phrases import listed
from tailoring.claims.runs import Run
from tailoring.claims.said import Said, Word, root

_GROUP = re.compile(r"(?:^|[;\n]|\.\s)([^:;\n,]{1,60}?)\s?:\s")
_CUT = re.compile(r"[,;|•·\n:()\[\]]|\s[–—-]\s|\s/\s")


def find(case: Case) -> Iterator[Finding]:
    if not case.is_listed or (case.where == "group" and _is_heading(case)):
        return
    start = 0
    ends = [*(m.start() for m in _CUT.finditer(case.said.flat)), len(case.said.flat)]
    for end in ends:
        words = case.said.within(start, end)
        if words and not in_group(case.said, start, end):
            yield from _judge(case, words)
        start = end


def _is_heading(case: Case) -> bool:
    """ "Core skills" claims nothing, "Machine learning" does."""
    words = {word.flat for word in case.said.words}
    return listed("headings", "heading").issuperset(words)


def in_group(read: Said, start: int, end: int) -> bool:
    """The name of a group is the owner's own order, no claim."""
    return any(start < last and first < end for first, last in groups(read))


@lru_cache(maxsize=2048)
def groups(read: Said) -> tuple[tuple[int, int], ...]:
    return tuple(m.span(1) for m in _GROUP.finditer(read.flat))


def _judge(case: Case, words: tuple[Word, ...]) -> Iterator[Finding]:
    start, end = words[0].start, words[-1].end
    spoken = [
        m
        for table in ("tongues", "levels", "limits")
        for m in mentioned(table, case.said)
        if start <= m.start < end
    ]
    plain = tuple(w for w in words if not any(m.start <= w.start < m.end for m in spoken))
    plain = tuple(w for w in plain if w.flat not in empty_words() or len(plain) == 1)
    if not plain:
        return
    held = _held(case, plain)
    if held and _says_all(case, plain, held):
        yield case.good("tool", start, end, held)
    else:
        name = case.said.quote(start, end)
        yield case.bad("tool", start, end, f"Your résumé does not name “{name}”.")


def _says_all(case: Case, words: tuple[Word, ...], held: Sequence[Fact]) -> bool:
    """By each of its words, or as a whole by another name of it or something of its kind."""
    if all(root(word.key) in case.scope.roots for word in _telling(words)):
        return True
    text = case.said.cased[words[0].start : words[-1].end]
    labels = {hit.term.label for hit in terms(text) if (hit.start, hit.end) == (0, len(text))}
    return any(
        label in labels
        for fact in held
        for hit in terms(fact.said.cased)
        for label in (hit.term.label, *hit.term.broader)
    )


def _telling(words: tuple[Word, ...]) -> Sequence[Word]:
    """ "Microsoft" says nothing beside "Excel"; "Oracle" beside "Database" is what is said."""
    left = runs.naming(words)
    text = " ".join(word.cased for word in left)
    whole = (hit for hit in terms(text) if (hit.start, hit.end) == (0, len(text)))
    return words if any(hit.term.kind == "m" for hit in whole) else left


def _held(case: Case, words: tuple[Word, ...]) -> tuple[Fact, ...]:
    if held := runs.support(case, Run(words[0].start, words[-1].end, words)):
        return held
    text = case.said.cased[words[0].start : words[-1].end]
    for hit in terms(text):
        whole = hit.start == 0 and hit.end == len(text)
        if whole and (held := aliases.named(case.scope, hit, text)):
            return held
    if len(words) == 1 and (held := _compound(case, words[0])):
        return held
    roots = {root(word.key) for word in words}
    return tuple(f for f, n in case.scope.shared(roots).items() if n == len(roots))


def _compound(case: Case, word: Word) -> tuple[Fact, ...]:
    """ "Kreditorenbuchhaltung" of "Kreditoren" and of a word with "buchhalt"."""
    if len(word.flat) < 12:
        return ()
    for key, facts in case.scope.by_key.items():
        if len(key) >= 5 and word.flat.startswith(key):
            rest = word.flat[len(key) :].removeprefix("en").removeprefix("s")[:6]
            if len(rest) > 3 and any(rest in other for other in case.scope.by_key):
                return facts
    return ()
