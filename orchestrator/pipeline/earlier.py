"""Settings whose earlier words are kept, so that saving others can be taken back once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestrator import preferences
from orchestrator.models import User

# Setting → where its earlier words stay.
KEPT = {"ghostwriterSystemPromptTemplate": "ghostwriterSystemPromptPrevious"}


def kept(owner: User, changes: Mapping[str, Any]) -> dict[str, Any]:
    """`changes`, and with them the words they replace."""
    mine = preferences.of(owner)
    moved = {
        place: mine[key]
        for key, place in KEPT.items()
        if key in changes and place not in changes and _said(changes[key]) != mine[key]
    }
    return {**moved, **changes}


def back(owner: User, key: str) -> dict[str, Any] | None:
    """The changes that take the last saving of `key` back; None when nothing is kept."""
    mine = preferences.of(owner)
    known = mine.describe(KEPT[key])
    if known.origin != "override":
        return None
    return {key: known.value or None, KEPT[key]: mine[key]}


def _said(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value or ""
