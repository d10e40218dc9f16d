"""The small language of the phrase tables, turned into regular expressions that cannot run away.

    we (have|had)? decided to (move|go) forward with other candidate~

Words stand for themselves. `(a|b c)` is a choice, `?` makes the word or choice before it optional,
`~` ends a beginning of a word, `*` is up to three words and `**` up to eight. At most two of them:
each multiplies the work that a hostile text can ask for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from orchestrator.inbox.routes.wording import words

_TOKEN = re.compile(r"\(|\)\??|\||\*\*|\*|[\w'’-]+~?\??")
_GAPS = {"*": r"(?:\w+ ){0,3}?", "**": r"(?:\w+ ){0,8}?"}
MOST_GAPS = 2


class BadPattern(ValueError):
    """A phrase that does not follow the small language."""


@dataclass(frozen=True)
class Pattern:
    """`anchors`: words of which one must be in a text that matches; empty when any text may."""

    source: str
    expression: str
    anchors: frozenset[str]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Made when it is first looked for: most of the thousands never are."""
        return re.compile(self.expression)

    def search(self, text: str) -> re.Match[str] | None:
        return self.regex.search(text)


def compile_pattern(source: str) -> Pattern:
    """Raises BadPattern."""
    tokens = _TOKEN.findall(source)
    if re.sub(r"\s+", "", source) != "".join(tokens) or not tokens:
        raise BadPattern(f"not a phrase: {source}")
    if sum(token in _GAPS for token in tokens) > MOST_GAPS:
        raise BadPattern(f"too many gaps: {source}")
    if _splits_at_top(tokens) or tokens.count("(") != sum(one.startswith(")") for one in tokens):
        raise BadPattern(f"brackets do not match: {source}")
    if _has_empty_branch(tokens):
        raise BadPattern(f"a choice of nothing: {source}")
    return Pattern(source, r"(?<= )" + "".join(map(_expression, tokens)), _anchors(tokens))


def _splits_at_top(tokens: list[str]) -> bool:
    depth = 0
    for token in tokens:
        depth += (token == "(") - token.startswith(")")
        if token == "|" and depth == 0:
            return True
    return False


def _has_empty_branch(tokens: list[str]) -> bool:
    """A branch of nothing but optional words would make the choice match anything."""
    filled = [True]
    for token in tokens:
        if token == "(":
            filled.append(False)
        elif token == "|" or token.startswith(")"):
            if not filled[-1]:
                return True
            filled[-1] = False
            if token == ")":
                filled.pop()
                filled[-1] = True
            elif token == ")?":
                filled.pop()
        elif token[-1] not in "?*":
            filled[-1] = True
    return False


def _expression(token: str) -> str:
    if token in _GAPS:
        return _GAPS[token]
    if token in ("|", ")", ")?"):
        return token
    if token == "(":
        return "(?:"
    bare = token.rstrip("?").rstrip("~")
    folded = words(bare).strip()
    whole = rf"{folded}\w* " if token.rstrip("?").endswith("~") else f"{folded} "
    return f"(?:{whole})?" if token.endswith("?") else whole


def _anchors(tokens: list[str]) -> frozenset[str]:
    """The longest word that is always there, else a choice whose every branch has such a word."""
    plain: list[str] = []
    choices: list[frozenset[str]] = []
    branches: list[list[str]] = []
    depth = 0
    for token in tokens:
        if token == "(":
            depth += 1
            branches = [[]] if depth == 1 else branches
        elif token in (")", ")?"):
            depth -= 1
            if depth == 0 and token == ")" and all(branches):
                choices.append(frozenset(max(branch, key=len) for branch in branches))
        elif token == "|":
            branches = [*branches, []] if depth == 1 else branches
        elif token[-1] not in "?~*":
            found = words(token).split()
            if depth == 0:
                plain.extend(found)
            elif depth == 1:
                branches[-1].extend(found)
    if (plain and len(max(plain, key=len)) > 3) or not choices:
        return frozenset({max(plain, key=len)}) if plain else frozenset()
    return min(choices, key=len)
