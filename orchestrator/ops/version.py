"""Which version runs: the newest heading of the changelog."""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings


@cache
def version() -> str:
    """Like "0.1.0", or "unknown" where the changelog was not brought along."""
    path = settings.BASE_DIR / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = re.search(r"^## v?([0-9]+(?:\.[0-9]+)+)", text, re.MULTILINE)
    return found[1] if found else "unknown"
