"""Which of the person's own lines answer what the posting asks for. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from orchestrator.scoring.lexicon import find
from orchestrator.scoring.number import mass
from orchestrator.scoring.words import stems
from tailoring.computed.wanted import labels
from tailoring.ghostwriter.drafts.asked import Ask
from tailoring.ghostwriter.drafts.ground import Ground
from tailoring.ghostwriter.drafts.lines import Line, practised
from tailoring.ghostwriter.drafts.truth import is_limited

MOST = 3
# A line of this length is read; longer ones wear a letter out.
_EASY = 26
# What was a prototype, or only helped with, is told where nothing better is there.
_LIMITED = 0.5
_SHORT, _HOMES = 4, 3
_NAMED = frozenset("lt")


@dataclass(frozen=True)
class Pair:
    """A line and the name of what it answers; empty for a line that answers nothing by name.
    `asked` is the posting's name for the same.
    """

    line: Line
    name: str = ""
    asked: str = ""


def pairs(
    ground: Ground, *, may: Callable[[Pair], bool], most: int = MOST, words: int = 200
) -> list[Pair]:
    """The best lines for this posting, of at most `words` together, each for something else; then
    those of the latest work that read most like it. `may` refuses what must not be told.
    """
    held = ground.person.held
    lines = list(dict.fromkeys(practised(held))) if held else []
    # What only the title says is named already.
    asks = [one for one in ground.asks if one.met and one.row.scope == "skill" and one.quote]
    found: list[Pair] = []
    while len(found) < most and (
        pair := _best(lines, asks=asks, ground=ground, left=words - _length(found), may=may)
    ):
        found.append(pair)
        lines = [line for line in lines if line != pair.line]
        asks = [one for one in asks if not _answers(pair.line, one)]
    for pair in map(Pair, _alike(lines, ground)):
        if len(found) == most:
            break
        if _length([*found, pair]) <= words and may(pair):
            found.append(pair)
    return sorted(found, key=lambda pair: (not pair.name, _is_weak(pair.line, ground)))


def _best(
    lines: Sequence[Line],
    *,
    asks: Sequence[Ask],
    ground: Ground,
    left: int,
    may: Callable[[Pair], bool],
) -> Pair | None:
    worth = [(_worth(line, asks, ground), -at, line) for at, line in enumerate(lines)]
    for gain, _, line in sorted(worth, key=lambda one: one[:2], reverse=True):
        if gain <= 0:
            return None
        if line.words > left:
            continue
        answered = [one for one in asks if _answers(line, one)]
        for one in answered:
            if may(pair := _paired(line, one)):
                return pair
    return None


def _paired(line: Line, ask: Ask) -> Pair:
    asked = ask.met_by(labels(line.text))
    return Pair(line, _called(line, ask) or asked, asked)


def _called(line: Line, ask: Ask) -> str:
    """The line's own word for a field of work, of which the posting's may be another part; a tool
    goes by any of its names.
    """
    if ask.met_by(labels(line.text)).casefold() in line.text.casefold():
        return ""
    hits = (hit for hit in find(line.text) if hit.term.label in ask.row.terms)
    hit = next((one for one in hits if one.term.kind not in _NAMED), None)
    return line.text[hit.start : hit.end] if hit else ""


def _alike(lines: Sequence[Line], ground: Ground) -> list[Line]:
    """The lines with most words in common with the posting, among those of the latest entries."""
    told = frozenset(word for word in stems(ground.facts.description) if len(word) > _SHORT)
    kept = [line for line in lines if not _is_weak(line, ground)] or lines
    homes = list(dict.fromkeys(line.where for line in kept))[:_HOMES]
    latest = [line for line in kept if line.where in homes]
    return sorted(latest, key=lambda line: -len(told.intersection(stems(line.text))))


def _worth(line: Line, asks: Sequence[Ask], ground: Ground) -> float:
    gain = float(sum(mass(one.row) for one in asks if _answers(line, one)))
    if gain and _is_weak(line, ground):
        gain *= _LIMITED
    return gain - 0.05 * max(0, line.words - _EASY) if gain else 0.0


def _is_weak(line: Line, ground: Ground) -> bool:
    return is_limited(line.text, ground.person.known)


def _answers(line: Line, ask: Ask) -> bool:
    return not labels(line.text).isdisjoint(ask.row.terms)


def _length(found: Sequence[Pair]) -> int:
    return sum(pair.line.words for pair in found)
