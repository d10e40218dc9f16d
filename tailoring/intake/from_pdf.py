"""A PDF as logical lines. Runs in the reading child only."""

from __future__ import annotations

import io
from typing import Any

import pypdf

from tailoring.intake.lines import Line, complete
from tailoring.intake.pdf_layout import Piece
from tailoring.intake.pdf_layout import lines as laid_out
from tailoring.intake.refusals import Refusal

MOST_PAGES = 30
FEWEST_LETTERS = 25
# Of a page, spaces and all: beyond it laying out would take minutes.
MOST_DRAWN = 400_000
MOST_PIECES = 60_000


def lines(data: bytes, times: int = 1) -> tuple[Line, ...]:
    """Of at most `times` as many pages as a résumé may have. Raises Refusal."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise Refusal("encrypted")
    if len(reader.pages) > times * MOST_PAGES:
        raise Refusal("pages")
    found = complete(laid_out([_pieces(page) for page in reader.pages]))
    if sum(sum(map(str.isalnum, line.text)) for line in found) < FEWEST_LETTERS:
        raise Refusal("pictures")
    return found


def _pieces(page: pypdf.PageObject) -> list[Piece]:
    found: list[Piece] = []
    drawn = 0

    def see(text: str, around: list[float], matrix: list[float], font: Any, size: float) -> None:
        nonlocal drawn
        drawn += len(text)
        if drawn > MOST_DRAWN or len(found) > MOST_PIECES:
            raise Refusal("long")
        flat = text.replace("\n", " ").replace("\r", " ")
        if not flat or (matrix[1] or 0) or (around[1] or 0):
            return
        x = around[4] + matrix[4] * around[0] + matrix[5] * around[2]
        y = around[5] + matrix[4] * around[1] + matrix[5] * around[3]
        height = abs(size * (matrix[3] or matrix[0]) * (around[3] or around[0]))
        name = str((font or {}).get("/BaseFont", ""))
        found.append(Piece(x, y, height or 10.0, _is_bold(name), flat))

    page.extract_text(visitor_text=see)
    left, bottom, right, top = map(float, page.mediabox)
    return [one for one in found if left <= one.x <= right and bottom <= one.y <= top]


def _is_bold(name: str) -> bool:
    return any(mark in name.lower() for mark in ("bold", "black", "heavy", "semib"))
