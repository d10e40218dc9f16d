"""Rows of the tables beside this module."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "tables"


def rows(name: str) -> list[list[str]]:
    text = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]
