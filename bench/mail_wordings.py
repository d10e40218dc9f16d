"""The wordings of `bench/mail_set`: one text a phrase family, written by hand."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

SET = Path(__file__).parent / "mail_set"
HALVES = ("tuning", "held_out")
LANGUAGES = ("en", "de", "fr", "es")
FILES = (*LANGUAGES, "hard_tuning", "hard_held_out")
LAST = tuple(f"third_{language}" for language in LANGUAGES)
MORE = tuple(f"more_{language}" for language in LANGUAGES)
SEED = 7


@dataclass(frozen=True)
class Wording:
    """One phrase family. `flags` say who sends it and what else is peculiar to its mails."""

    family: str
    kind: str
    target: str
    half: str
    language: str
    subjects: tuple[str, ...]
    body: str
    flags: Mapping[str, str]


def wordings() -> list[Wording]:
    later = [one for name in MORE for one in _of(name)]
    return [*(one for name in (*FILES, *LAST) for one in _of(name)), *_drawn(later)]


def names() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SET / "names.json").read_text(encoding="utf-8"))
    return found


def _drawn(given: list[Wording]) -> Iterator[Wording]:
    """Those that were written for neither half: drawn inside each class and language."""
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in given:
        cells[one.kind, one.language].append(one.family)
    chance, turn, half = random.Random(SEED), 0, {}
    for _, families in sorted(cells.items()):
        chance.shuffle(families)
        for family in families:
            half[family] = HALVES[turn % 2]
            turn += 1
    return (replace(one, half=half[one.family]) for one in given)


def _of(name: str) -> Iterator[Wording]:
    text = (SET / "wordings" / f"{name}.txt").read_text(encoding="utf-8")
    for block in text.removeprefix("@ ").split("\n@ "):
        first, _, rest = block.partition("\n")
        family, kind, target, half, *given = first.split()
        flags = dict(one.split("=", 1) for one in given)
        lines = rest.split("\n")
        subjects = tuple(one.removeprefix("S: ") for one in lines if one.startswith("S: "))
        body = "\n".join(one for one in lines if not one.startswith("S: ")).strip()
        language = flags.get("lang") or (name[-2:] if name[-2:] in LANGUAGES else "en")
        yield Wording(family, kind, target, half, language, subjects, body, flags)
