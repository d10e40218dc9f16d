"""The outcomes as a document that a person can read, and that document read again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from tests.acceptance.outcomes.asking import METHODS, Answer
from tests.acceptance.outcomes.callers import ALL

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "access.md"
HEAD = """# Who may do what

Written by `python -m tests.acceptance.outcomes`, which asks every address with every method it
offers, as everybody who may come; a test compares this page with what is answered today. Addresses
with equal outcomes stand together.

| Outcome | Means |
|---|---|
| answers | the request is taken: it succeeds, or is refused for what it says (400, 409, 422 …) |
| not there | 404, the same as for an address that does not exist |
| refused | 403 |
| sign in | 401 for programs, the way to the sign-in or set-up page for people |

HEAD is answered as GET; OPTIONS names the methods of an address to everybody but other sites, and
reads no row: both are tried, and not listed here. The first owner has rows of every kind; whatever
an address names is theirs. "A second user" has an account and nothing else.
"""
HEADINGS = (
    ("For everybody", "answers", ""),
    ("What belongs to one owner", "sign in", "not there"),
    ("One's own rows, whoever asks", "sign in", "answers"),
    ("For administrators", "sign in", ""),
    ("Everything else", "", ""),
)
LEFT_OUT = frozenset({"HEAD", "OPTIONS"})
Words = Mapping[tuple[str, str], str]
Outcomes = Mapping[str, Words]
Vector = tuple[tuple[str, str], ...]


def written(walked: Mapping[tuple[str, str], Answer]) -> dict[tuple[str, str], str]:
    """What of a walk is written down."""
    return {entry: answer.word for entry, answer in walked.items() if entry[1] not in LEFT_OUT}


def render(outcomes: Outcomes) -> str:
    """`outcomes`: by caller, by address and method."""
    groups: dict[Vector, list[tuple[str, str]]] = defaultdict(list)
    for entry in sorted({entry for words in outcomes.values() for entry in words}):
        asked = ((one.name, outcomes[one.name].get(entry, "")) for one in ALL)
        groups[tuple((name, word) for name, word in asked if word)].append(entry)
    ordered = sorted(groups.items(), key=lambda one: (_place(one[0]), -len(one[1]), one[1]))
    parts = [HEAD]
    for place, same in groupby(ordered, key=lambda one: _place(one[0])):
        parts.append(f"\n## {HEADINGS[place][0]}\n")
        parts.extend(_group(vector, entries) for vector, entries in same)
    return "".join(parts)


def read(document: str) -> dict[str, dict[tuple[str, str], str]]:
    found: dict[str, dict[tuple[str, str], str]] = {one.name: {} for one in ALL}
    for group in re.split(r"^\| Outcome \| For \|$", document, flags=re.MULTILINE)[1:]:
        entries = list(_entries(group))
        for line in re.findall(r"^\| ([a-z– ]+) \| (.+) \|$", group, re.MULTILINE):
            for name in line[1].split("; "):
                found[name] |= dict.fromkeys(entries, line[0])
    return found


def _place(vector: Vector) -> int:
    said = dict(vector)
    nobody, second = said.get("nobody", ""), said.get("a second user", "")
    for place, (_, first, other) in enumerate(HEADINGS):
        if (not first or nobody == first) and (not other or second == other):
            return place
    raise AssertionError("the last heading takes all")


def _group(vector: Vector, entries: Sequence[tuple[str, str]]) -> str:
    words = list(dict.fromkeys(word for _, word in vector))
    rows = (
        f"| {word} | {'; '.join(name for name, said in vector if said == word)} |" for word in words
    )
    listed = (
        f"- `/{route}` {', '.join(sorted((method for _, method in same), key=METHODS.index))}"
        for route, same in groupby(entries, key=lambda one: one[0])
    )
    return "\n".join(["", "| Outcome | For |", "|---|---|", *rows, "", *listed, ""])


def _entries(group: str) -> Iterable[tuple[str, str]]:
    for route, methods in re.findall(r"^- `/(.*)` ([A-Z, ]+)$", group, re.MULTILINE):
        for method in methods.split(", "):
            yield route, method
