"""Pieces of text at their places on pages to lines in reading order, column by column. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from tailoring.intake import dates, headings
from tailoring.intake.lines import Line, marked, tidy

_NARROW, _BROAD = frozenset("ilI.,;:'’|!()[]ftjr·• "), frozenset("mwMW@%—")
_COLUMN_LINES, _COLUMN_SHARE = 5, 0.2
_HEAD_LINES = 8
_FULL, _LONG = 0.82, 0.55
_LABEL = re.compile(r"[A-ZÀ-Þ][\w ]{2,30}: ")


@dataclass(frozen=True)
class Piece:
    """Text as one command drew it. `y` grows upwards; `size` is the height of letters."""

    x: float
    y: float
    size: float
    bold: bool
    text: str

    @property
    def end(self) -> float:
        return self.x + sum(map(_width, self.text.rstrip())) * self.size


@dataclass(frozen=True)
class Segment:
    """Pieces of one height without a wide gap between them."""

    x: float
    end: float
    y: float
    size: float
    bold: bool
    text: str


def _width(letter: str) -> float:
    if letter in _NARROW:
        return 0.29
    if letter in _BROAD:
        return 0.86
    return 0.66 if letter.isupper() else 0.5


def lines(pages: Iterable[Sequence[Piece]]) -> Iterator[Line]:
    """Sidebars of following pages read on from one to the next, and so do main columns."""
    left: list[Segment] = []
    right: list[Segment] = []
    offset = 0.0
    for page in pages:
        found = [replace(one, y=one.y - offset) for one in segments(page)]
        offset += 10_000
        gutter = column(found)
        if gutter is None:
            yield from _paragraphs(left)
            yield from _paragraphs(right)
            left, right = [], []
            yield from _paragraphs(found)
            continue
        above, within, below = _bands(found, gutter)
        if above:
            yield from _paragraphs([*left])
            yield from _paragraphs([*right, *above])
            left, right = [], []
        left += [one for one in within if one.x < gutter - 3]
        right += [one for one in within if one.x >= gutter - 3] + below
    yield from _paragraphs(left)
    yield from _paragraphs(right)


def segments(pieces: Sequence[Piece]) -> list[Segment]:
    """From top to bottom, from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (-one.y, one.x)):
        if rows and abs(rows[-1][0].y - piece.y) <= 0.35 * max(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    found = (segment for row in rows for segment in _split(sorted(row, key=lambda one: one.x)))
    return [segment for segment in found if segment.text]


def _split(row: list[Piece]) -> Iterator[Segment]:
    group = [row[0]]
    for before, piece in pairwise(row):
        room = piece.x - before.end
        allowed = 1.4 * piece.size + 0.05 * (before.end - before.x)
        if room > allowed:
            yield _segment(group)
            group = []
        elif room > 0.45 * piece.size and not before.text.endswith(" "):
            piece = replace(piece, text=f" {piece.text}")
        group.append(piece)
    yield _segment(group)


def _segment(group: list[Piece]) -> Segment:
    text = tidy("".join(one.text for one in group)).replace("\t", " ")
    told = [one for one in group if one.text.strip()] or group
    bold = all(one.bold for one in told)
    size = max(one.size for one in told)
    return Segment(told[0].x, told[-1].end, told[0].y, size, bold, text)


def column(found: Sequence[Segment]) -> float | None:
    """Where the right column of a page begins; None for a page that has one column."""
    if not found:
        return None
    margin = min(one.x for one in found)
    starts = Counter(round(one.x / 3) for one in found if one.x > margin + 60)
    told = [
        (len(_bands(found, start * 3.0)[1]), start * 3.0)
        for start, _ in starts.most_common(6)
        if _is_gutter(found, start * 3.0)
    ]
    return max(told)[1] if told else None


def _is_gutter(found: Sequence[Segment], gutter: float) -> bool:
    _, within, _ = _bands(found, gutter)
    left = [one for one in within if one.x < gutter - 3]
    right = [one for one in within if one.x >= gutter - 3]
    starting = [one for one in right if one.x <= gutter + 4]
    near = [one for one in right if one.x <= gutter + 60]
    heights = {round(one.y) for one in right}
    dated = sum(dates.is_period(one.text) for one in left)
    edge = min((one.x for one in left), default=0.0)
    ragged = sum(one.x <= edge + 25 for one in left)
    return (
        len(left) >= _COLUMN_LINES
        and len(starting) >= max(_COLUMN_LINES, _COLUMN_SHARE * len(right))
        and len(near) >= 0.5 * len(heights)
        and dated < 0.3 * len(left)
        and ragged >= 0.5 * len(left)
    )


def _bands(
    found: Sequence[Segment], gutter: float
) -> tuple[list[Segment], list[Segment], list[Segment]]:
    """What stands above, inside and below the longest run of heights where nothing crosses."""
    crossing = [
        number for number, one in enumerate(found) if one.x < gutter - 3 and one.end > gutter + 6
    ]
    edges = [-1, *crossing, len(found)]
    start, end = max(pairwise(edges), key=lambda pair: pair[1] - pair[0])
    top = start + 1 + _head_of_right(found[start + 1 : end], gutter)
    return list(found[:top]), list(found[top:end]), list(found[end:])


def _head_of_right(within: Sequence[Segment], gutter: float) -> int:
    """A name and its contacts may stand above the right column alone."""
    first = next((n for n, one in enumerate(within) if one.x < gutter - 3), 0)
    known = any(headings.read(Line(one.text)) for one in within[:first])
    return first if first <= _HEAD_LINES and not known else 0


def _paragraphs(found: list[Segment]) -> Iterator[Line]:
    if not found:
        return
    rows = _rows(found)
    right = max(row[-1].end for row in rows)
    left = min(row[0].x for row in rows)
    drops = [a[0].y - b[0].y for a, b in pairwise(rows) if 0 < a[0].y - b[0].y < 60]
    leading = median(drops) if drops else 14.0
    body = Counter(round(one.size, 1) for row in rows for one in row for _ in one.text)
    usual = body.most_common(1)[0][0]
    waiting: Line | None = None
    before: list[Segment] = []
    for row in rows:
        line = _line(row, usual=usual)
        drop = before[0].y - row[0].y if before else 0.0
        line = replace(line, gap=bool(before) and drop > 1.3 * leading)
        width = max(right - left, 1)
        if waiting is not None and _goes_on(waiting, line, before, row, width):
            waiting = replace(waiting, text=_glued(waiting.text, line.text))
        else:
            if waiting is not None:
                yield waiting
            waiting = line
        before = row
    if waiting is not None:
        yield waiting


def _rows(found: list[Segment]) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    for one in found:
        if rows and abs(rows[-1][0].y - one.y) <= 0.35 * max(one.size, rows[-1][0].size):
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _line(row: list[Segment], *, usual: float) -> Line:
    parts = [one.text for one in row]
    if len(parts) > 1 and marked(f"{parts[0]} x")[1] == "x":
        parts[:2] = [f"{parts[0]} {parts[1]}"]
    is_marked, _ = marked(parts[0])
    level = 1 if min(one.size for one in row) >= 1.12 * usual else 0
    strong = all(one.bold for one in row)
    return Line("\t".join(parts), bullet=is_marked, level=level, strong=strong)


def _goes_on(
    waiting: Line, line: Line, before: list[Segment], row: list[Segment], width: float
) -> bool:
    if line.bullet or line.gap or line.level != waiting.level or len(row) > 1 or len(before) > 2:
        return False
    if _LABEL.match(line.text) or dates.is_period(line.text):
        return False
    if before[0].y - row[0].y <= 0 or before[0].y - row[0].y > 200:
        return False
    words = before[1].x if waiting.bullet and len(before) == 2 else before[0].x
    if waiting.bullet and row[0].x > before[0].x + 2 and abs(row[0].x - words) < 40:
        return True
    if len(before) > 1 and not waiting.bullet:
        return False
    if abs(row[0].x - words) >= 12 or (
        waiting.text[-1:] in ".!?:;" and line.strong != waiting.strong
    ):
        return False
    length = (before[-1].end - before[0].x) / width
    return length >= _FULL or (length >= _LONG and line.text[:1].islower())


def _glued(text: str, more: str) -> str:
    ends_inside = re.search(r"\w-$", text) is not None and more[:1].islower()
    return f"{text}{more}" if ends_inside else f"{text} {more}"
