"""How the tests of this folder read a document."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")),
]  # fmt: skip


def section(text: str, heading: str) -> str:
    """What stands below a heading of the second level, up to the next one."""
    return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of each row that begins with a word of code."""
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        for line in text.splitlines()
        if line.startswith("| `")
    ]


def code_words(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def prose(text: str) -> str:
    """Without blocks of code."""
    return re.sub(r"^(```.*?^```|    .*?$)", "", text, flags=re.M | re.S)
