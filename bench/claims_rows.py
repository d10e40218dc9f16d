"""The rows of `bench/claims_set`, and who of them is in which half."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

SET = Path(__file__).parent / "claims_set"
SEED = 5
HALVES = ("tuning", "final")
Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    """`name` is "corrupted" or "honest"."""
    return [*drawn(name), *_read(f"{name}_more")]


def drawn(name: str) -> list[Row]:
    """Those that were there from the start, of which a seed drew the halves."""
    return _read(name)


def _read(name: str) -> list[Row]:
    text = (SET / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def personas() -> dict[str, Any]:
    return {
        file.stem: json.loads(file.read_text(encoding="utf-8"))
        for file in sorted((SET / "personas").glob("*.json"))
    }


def halves(given: Sequence[Row]) -> Mapping[str, str]:
    """The half of each id: drawn inside each kind and language, odd ones to either in turn."""
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in given:
        cells[row["kind"], row["language"]].append(row["id"])
    chance = random.Random(SEED)
    found: dict[str, str] = {}
    for _, ids in sorted(cells.items()):
        ids = sorted(ids)
        chance.shuffle(ids)
        # Who has had more so far waits, so that cells of odd size do not add up.
        first = sum(1 if half == "tuning" else -1 for half in found.values()) > 0
        found |= {each: HALVES[(n + first) % 2] for n, each in enumerate(ids)}
    return found
