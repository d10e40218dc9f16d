"""How long and how heavy a printed file is."""

from __future__ import annotations

import re

from pdfs.problems import RenderError

MOST_PDF, MOST_PAGES = 20 * 1024 * 1024, 20
_PAGE_COUNT = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count (\d+)")


def pages(pdf: bytes) -> int:
    """How many pages a file has that Chromium printed."""
    # Long documents have a tree of page nodes; the root counts them all.
    return max(map(int, _PAGE_COUNT.findall(pdf)), default=0)


def checked(pdf: bytes) -> bytes:
    """The same file; RenderError("too_big") when nobody could use it."""
    if len(pdf) > MOST_PDF or pages(pdf) > MOST_PAGES:
        raise RenderError("too_big")
    return pdf
