"""Which version runs: the newest heading of the changelog."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parents[1] / "CHANGELOG.md"


@cache
def version() -> str:
    """Like "0.1.0", or "unknown" where the changelog was not brought along."""
    text = CHANGELOG.read_text(encoding="utf-8") if CHANGELOG.exists() else ""
    found = re.search(r"^## v?([0-9]+(?:\.[0-9]+)+)", text, re.MULTILINE)
    return found[1] if found else "unknown"
