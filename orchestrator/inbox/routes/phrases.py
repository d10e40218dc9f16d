"""The phrase tables: what mails say, in which words. Read once from phrase_tables/<language>.toml.

A rule fires in a sentence that holds one of its `any` phrases, one of its `requires` if it has
some, and none of its `forbids`; `mail_requires` and `mail_forbids` look at the whole own text.
`subject` phrases are looked for in the subject only. A rule for "interview" says that there will
be one; the details of the table say which; `over_interviews` marks what a talk about dates is in
truth. Each table's guards are what no rule fires beside.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from orchestrator.inbox.routes.phrase_patterns import Pattern, compile_pattern
from orchestrator.inbox.routes.routing import TARGETS

FOLDER = Path(__file__).resolve().parent / "phrase_tables"
LANGUAGES = ("en", "de", "fr", "es")
WEIGHTS = {"strong": 97, "medium": 80, "weak": 60}
# An interview of which the mail does not say what kind it is.
GENERIC = "interview"
GUARDS = ("conditional", "conditional_after", "process", "undecided")
Patterns = tuple[Pattern, ...]


@dataclass(frozen=True)
class Rule:
    id: str
    language: str
    target: str
    weight: int
    over_interviews: bool
    any: Patterns
    subject: Patterns
    requires: Patterns
    forbids: Patterns
    mail_requires: Patterns
    mail_forbids: Patterns
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True)
class Detail:
    """Words that say which kind of interview is meant."""

    id: str
    target: str
    any: Patterns


@dataclass(frozen=True)
class Table:
    language: str
    rules: tuple[Rule, ...]
    details: tuple[Detail, ...]
    guards: Mapping[str, Patterns]


@dataclass(frozen=True)
class Cue:
    """One phrase of one rule; `in_subject`: it counts there only."""

    rule: Rule
    pattern: Pattern
    in_subject: bool


@dataclass(frozen=True)
class Phrases:
    """All tables, and for each word the cues that cannot fire without it."""

    tables: Mapping[str, Table]
    by_word: Mapping[str, Sequence[Cue]]
    everywhere: Sequence[Cue]

    def cues(self, said: str) -> list[Cue]:
        """Those whose words all may be in these folded words."""
        found = list(self.everywhere)
        for word in dict.fromkeys(said.split()):
            found.extend(self.by_word.get(word, ()))
        return found


@lru_cache(maxsize=1)
def load() -> Phrases:
    tables = {language: _table(language) for language in LANGUAGES}
    by_word: dict[str, list[Cue]] = {}
    everywhere: list[Cue] = []
    for cue in _cues(tables.values()):
        for word in cue.pattern.anchors:
            by_word.setdefault(word, []).append(cue)
        if not cue.pattern.anchors:
            everywhere.append(cue)
    return Phrases(tables, by_word, everywhere)


def _cues(tables: Iterable[Table]) -> Iterable[Cue]:
    for table in tables:
        for rule in table.rules:
            yield from (Cue(rule, pattern, in_subject=False) for pattern in rule.any)
            yield from (Cue(rule, pattern, in_subject=True) for pattern in rule.subject)


def _table(language: str) -> Table:
    with (FOLDER / f"{language}.toml").open("rb") as file:
        read = tomllib.load(file)
    return Table(
        language,
        rules=tuple(_rule(one, language) for one in read["rule"]),
        details=tuple(
            Detail(one["id"], one["target"], _patterns(one["any"])) for one in read["detail"]
        ),
        guards={name: _patterns(read["guards"].get(name, ())) for name in GUARDS},
    )


def _rule(read: Mapping[str, Any], language: str) -> Rule:
    if read["target"] not in (*TARGETS, GENERIC):
        raise LookupError(f"{read['id']}: no target is called {read['target']}")
    context = ("any", "subject", "requires", "forbids", "mail_requires", "mail_forbids")
    unknown = set(read) - {"id", "target", "weight", "over_interviews", "yes", "no", *context}
    if unknown:
        raise LookupError(f"{read['id']}: unknown keys {', '.join(sorted(unknown))}")
    return Rule(
        id=read["id"],
        language=language,
        target=read["target"],
        weight=WEIGHTS[read["weight"]],
        over_interviews=read.get("over_interviews", False),
        yes=tuple(read["yes"]),
        no=tuple(read["no"]),
        **{name: _patterns(read.get(name, ())) for name in context},
    )


def _patterns(sources: Iterable[str]) -> Patterns:
    return tuple(compile_pattern(source) for source in sources)
