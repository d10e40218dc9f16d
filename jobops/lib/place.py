"""Where this process runs, as far as it matters to somebody who reads "localhost"."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

MARKS = ("/.dockerenv", "/run/.containerenv")


def here() -> Literal["container", "machine"]:
    return "container" if any(Path(mark).exists() for mark in MARKS) else "machine"
