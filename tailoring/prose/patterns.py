"""Tables of patterns: rows of a name, a language and what is looked for."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path


def table(file: Path) -> dict[str, dict[str, str]]:
    """By name and language; several rows of the same are one pattern."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, language, body = line.split("\t")
            found[name][language].append(body)
    return {
        name: {language: "|".join(rows) for language, rows in each.items()}
        for name, each in found.items()
    }
