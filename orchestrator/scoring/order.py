"""The order in which jobs are taken: by score, and of equal scores the closer words first.

Caps put many jobs on the very same number, though they are far from alike.
"""

from __future__ import annotations

from orchestrator.scoring.card import Score


def rank_key(found: Score) -> tuple[float, float]:
    """The larger, the better."""
    value = -1.0 if found.value is None else float(found.value)
    return value, found.standing.likeness
