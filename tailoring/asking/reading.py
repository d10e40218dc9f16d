"""From a model's answer to a proposal: aliases resolved, limits kept, nothing else let in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from jobops.lib.text import fold
from orchestrator.scoring.brief import JobFacts, Profile
from orchestrator.scoring.card import Row
from tailoring import sentences, style
from tailoring.asking.answer import Answer, SkillGroup
from tailoring.asking.sheet import Sheet
from tailoring.asking.words import plain
from tailoring.computed import headline as headlines
from tailoring.computed.wanted import Wanted, wanted
from tailoring.documents.schema import Raw
from tailoring.style import Limits
from tailoring.suggestion import Group, Piece

_HEADLINE, _NAME, _KEYWORD = 300, 100, 100


@dataclass(frozen=True)
class Asked:
    """What a request was made of, which its answer is read against."""

    facts: JobFacts
    raw: Raw
    own: Profile
    sheet: Sheet
    rows: tuple[Row, ...]
    limits: Limits

    def cites(self, aliases: Iterable[str]) -> tuple[str, ...]:
        known = (self.sheet.known.get(alias.strip()) for alias in aliases)
        return tuple(dict.fromkeys(one.address for one in known if one))

    def row(self, alias: str) -> Row | None:
        """Of an alias such as "r2"."""
        number = alias.strip().removeprefix("r")
        at = int(number) - 1 if number.isascii() and number.isdigit() else -1
        return self.rows[at] if 0 <= at < len(self.rows) else None


def headline(answer: Answer, asked: Asked) -> Piece | None:
    """The model's, if it claims no title the person may not claim; else the computed one."""
    said = answer.headline
    text = plain(said.text).rstrip(".")
    good = 0 < len(text) <= _HEADLINE and not style.avoided(text, asked.limits.avoid)
    if good and headlines.is_fair(text, own=asked.own):
        return Piece(text, asked.cites(said.facts))
    if not text:
        return None
    made = headlines.made(asked.facts, own=asked.own, wanted=wanted(asked.facts))
    return Piece(made) if made and not style.avoided(made, asked.limits.avoid) else None


def summary(answer: Answer, asked: Asked) -> tuple[tuple[Piece, ...], int]:
    """The sentences that fit, and how many did not."""
    pieces: dict[str, Piece] = {}
    for said in answer.summary:
        for text in sentences.split(plain(said.text)):
            pieces.setdefault(text, Piece(text, asked.cites(said.facts)))
    kept = style.kept(list(pieces), limits=asked.limits)
    return tuple(pieces[text] for text in kept), len(pieces) - len(kept)


def skills(answer: Answer, asked: Asked) -> tuple[tuple[Group, ...], int]:
    """The groups, and how many keywords were refused. What the model was not shown stays, and
    so does what the posting asks for.
    """
    refused = 0
    own = _own_groups(asked.own)
    found: dict[str, Group] = {}
    for said in answer.skills:
        name, words = plain(said.name)[:_NAME], _keywords(said)
        fine = [word for word in words if not style.avoided(word, asked.limits.avoid)]
        refused += len(words) - len(fine)
        if not name or not fine or fold(name) in found:
            continue
        fine += _missed(name, said=fine, own=own, asked=asked)
        kept = style.keywords(fine, asked.limits)
        found[fold(name)] = Group(name, tuple(kept), asked.cites(said.facts))
    if not found:
        return (), refused
    return (*found.values(), *_unseen(found, own=own, asked=asked)), refused


def _keywords(said: SkillGroup) -> list[str]:
    words = (plain(word) for word in said.keywords)
    return list(dict.fromkeys(word for word in words if 0 < len(word) <= _KEYWORD))


def _own_groups(own: Profile) -> dict[str, tuple[str, tuple[str, ...]]]:
    groups = [item for item in own.items if item.section == "skills"]
    return {fold(item.title): (item.title, item.keywords) for item in groups}


def _missed(
    name: str,
    *,
    said: Sequence[str],
    own: dict[str, tuple[str, tuple[str, ...]]],
    asked: Asked,
) -> Iterator[str]:
    """Keywords of the same group that were cut away from the prompt, or that are asked for."""
    title, words = own.get(fold(name), ("", ()))
    shown = asked.sheet.groups.get(title, ())
    there, want = set(map(fold, said)), wanted(asked.facts)
    for word in words:
        if fold(word) not in there and (word not in shown or want.of_word(word)):
            yield word


def _unseen(
    found: Collection[str], *, own: dict[str, tuple[str, tuple[str, ...]]], asked: Asked
) -> Iterator[Group]:
    """Groups that the answer lacks: whole if they were cut away, else what is asked for."""
    want: Wanted = wanted(asked.facts)
    for key, (title, words) in own.items():
        if key in found:
            continue
        hidden = title not in asked.sheet.groups
        left = [word for word in words if hidden or want.of_word(word)]
        if kept := style.keywords(left, asked.limits):
            yield Group(title, tuple(kept))
