"""The entries of a part that is ordered by periods: where each begins, head and body. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from jobops.lib.text import fold
from tailoring.intake import dates, words
from tailoring.intake.dates import Dated
from tailoring.intake.said import NOTHING, Said
from tailoring.intake.sections import Numbered

_HEAD_LENGTH, _LINE_LENGTH, _LONG_HEAD = 110, 170, 140
_SENTENCE = re.compile(
    r"(?<!Inc)(?<!Ltd)(?<!LTD)(?<!Co)(?<!Corp)(?<!St)(?<!Dr)(?<!\b[A-Z])\.\s+(?=[A-ZÀ-Þ])"
)
_LABELLED = re.compile(r"[^:]{2,40}:(?:\s|$)")


@dataclass(frozen=True)
class Block:
    """`head`: its lines without the period. `body`: bullets and paragraphs."""

    head: tuple[Numbered, ...]
    period: Said
    body: tuple[Numbered, ...]


def blocks(
    lines: Sequence[Numbered], *, lacks: Callable[[Sequence[Numbered], Numbered], bool]
) -> tuple[list[Block], tuple[Numbered, ...]]:
    """The entries, and the lines before the first. `lacks(head, next)`: whether a head needs the
    next line.
    """
    anchors = _anchors(lines)
    if not anchors:
        return [], tuple(lines)
    usual = _lines_before(lines, first=min(anchors))
    starts = _starts(lines, anchors, usual=usual)
    made = []
    for position, (start, anchor) in enumerate(starts):
        end = starts[position + 1][0] if position + 1 < len(starts) else len(lines)
        made.append(_block(lines[start:end], anchors[anchor], anchor - start, lacks=lacks))
    return made, tuple(lines[: starts[0][0]])


def could_be_head(one: Numbered) -> bool:
    text = one.text
    return (
        not one.line.bullet
        and len(text) <= _HEAD_LENGTH
        and text[-1:] not in (".", ";", "!")
        and not is_labelled(text)
    )


def is_labelled(text: str) -> bool:
    """ "Technologies: Java, Spring": a label of the body, whatever stands behind it."""
    found = _LABELLED.match(text)
    if not found or dates.find(found.group()):
        return False
    label = fold(found.group().strip(" :\t"))
    return label in words.known("label") or "," in text[found.end() :] or len(text) > 60


def _anchors(lines: Sequence[Numbered]) -> dict[int, Dated]:
    found = {
        place: dated
        for place, one in enumerate(lines)
        if (dated := dates.find(one.text)) and _is_anchor(one, dated)
    }
    ranges = [dated for dated in found.values() if dated.is_range]
    if not ranges:
        return found
    first = sum(dated.at_start for dated in ranges) * 2 >= len(ranges)
    return {
        place: dated
        for place, dated in found.items()
        if dated.is_range or (dated.at_start if first else not dated.at_start)
    }


def _is_anchor(one: Numbered, dated: Dated) -> bool:
    if one.line.bullet:
        return dated.at_start and dated.is_range
    if dated.at_start:
        return dated.is_range or len(one.text) <= _LINE_LENGTH
    if len(one.text) > _LINE_LENGTH or is_labelled(one.text):
        return False
    late = len(dated.after.strip()) <= 60 and not dated.after.strip(" )]").endswith(".")
    return late if dated.is_range else dated.at_end or dated.between_commas


def _lines_before(lines: Sequence[Numbered], *, first: int) -> int:
    """How many lines of its head stand above a period here, told by the first entry."""
    above = lines[:first]
    return len(above) if len(above) <= 3 and all(map(could_be_head, above)) else 0


def _starts(
    lines: Sequence[Numbered], anchors: dict[int, Dated], *, usual: int
) -> list[tuple[int, int]]:
    starts: list[tuple[int, int]] = []
    for anchor in sorted(anchors):
        floor = starts[-1][1] + 1 if starts else 0
        start = anchor
        while anchor - start < usual and start > floor and could_be_head(lines[start - 1]):
            start -= 1
        second = bool(starts) and usual > 0 and start == anchor == floor
        if second and dates.is_period(lines[anchor].text):
            # A second period right below the first belongs to the same head.
            continue
        starts.append((start, anchor))
    return starts


def _block(
    lines: Sequence[Numbered], dated: Dated, anchor: int, *,
    lacks: Callable[[Sequence[Numbered], Numbered], bool],
) -> Block:  # fmt: skip
    own, spilled = _without_prose(dated.rest)
    place = lines[anchor]
    head = [*lines[:anchor]]
    if own:
        head.append(_with(place, own))
    after = anchor + 1
    while (
        not spilled
        and after < len(lines)
        and after - anchor <= 3
        and could_be_head(lines[after])
        and lacks(head, lines[after])
    ):
        head.append(lines[after])
        after += 1
    body = [*([_with(place, spilled)] if spilled else []), *lines[after:]]
    period = Said(dated.period, (place.number,)) if dated.period else NOTHING
    return Block(tuple(head), period, tuple(body))


def _with(one: Numbered, text: str) -> Numbered:
    return replace(one, line=replace(one.line, text=text, bullet=False))


def _without_prose(text: str) -> tuple[str, str]:
    """A head that runs on into sentences, cut behind its first."""
    if len(text) > _LONG_HEAD and (found := _SENTENCE.search(text)):
        return text[: found.start()], text[found.end() :]
    return text, ""


def text_of(body: Sequence[Numbered]) -> Said:
    """A body as it is edited: a line is a paragraph, "- " begins a bullet."""
    rows = [f"- {one.text}" if one.line.bullet else one.text for one in body]
    shown = "\n".join(row.replace("\t", " ") for row in rows)
    return Said(shown, tuple(dict.fromkeys(one.number for one in body)))
