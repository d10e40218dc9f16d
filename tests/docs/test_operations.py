from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def test_every_command_is_in_the_table_and_the_reverse() -> None:
    table = (ROOT / "docs/operations.md").read_text().split("## Commands")[1].split("\n## ")[0]
    said = set(re.findall(r"^\| `([a-z_]+)", table, flags=re.MULTILINE))
    there = {file.stem for file in (ROOT / "orchestrator/management/commands").glob("[a-z]*.py")}
    assert said == there


def test_every_option_that_is_named_exists() -> None:
    text = (ROOT / "docs/operations.md").read_text()
    code = "".join(f.read_text() for f in (ROOT / "orchestrator/management").rglob("*.py"))
    named = set(re.findall(r"`(--[a-z-]+)", text))
    assert named
    assert [option for option in named if f'"{option}"' not in code] == []
