"""docs/keys.md against the keys that buttons carry, place by place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from orchestrator.workspace.rows import TABS
from tests.docs.reading import code_words, section

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/keys.md").read_text()
# Heading of a table → the folders of templates, and the modules, whose keys it has.
PLACES: Mapping[str, tuple[str, ...]] = {
    "Everywhere": (
        "templates/components",
        "templates/search",
        "orchestrator/workspace/palette_commands.py",
    ),
    "Lists of jobs": (
        "templates/jobs",
        "orchestrator/workspace/buttons.py",
        "orchestrator/workspace/emptiness.py",
    ),
    "A job's own page": ("templates/job",),
    "Many jobs at once": ("templates/bulk",),
    "Tailoring": ("templates/tailor",),
    "Ghostwriter": ("templates/chat",),
    "Board": ("templates/board",),
    "Inbox": ("templates/inbox",),
}  # fmt: skip
# What the tabs are numbered with, and the two beside the one that is open.
TAB_KEYS = {*(str(n + 1) for n in range(len(TABS))), "←", "→"}
LITERAL = re.compile(r"""data-key="([^"{]+)"|\bkey="([^"{]{1,20})\"""")
ALSO = re.compile(r'data-keys-also="([^"]+)"')
KEYWORDS = ("key", "keys")
NAMES = {
    "ArrowDown": "↓", "ArrowUp": "↑", "ArrowLeft": "←", "ArrowRight": "→", "Escape": "Esc",
    "X": "Shift x",
}  # fmt: skip


def in_template(source: str) -> Iterator[str]:
    for groups in LITERAL.findall(source):
        yield from "".join(groups).split()
    for listed in ALSO.findall(source):
        yield from (pair.split("=")[0] for pair in listed.split(";"))


def in_module(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        value = node.value if isinstance(node, ast.keyword) and node.arg in KEYWORDS else None
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield from value.value.split()


def carried(places: tuple[str, ...]) -> set[str]:
    found = {
        NAMES.get(key, key)
        for place in places
        for path in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.html"))
        for key in (in_module if path.suffix == ".py" else in_template)(path.read_text())
    }
    return found | TAB_KEYS if "templates/jobs" in places else found


def written(heading: str) -> set[str]:
    rows = [line for line in section(TEXT, heading).splitlines() if line.startswith("| `")]
    return {key for row in rows for key in code_words(row.split("|")[1])}


@pytest.mark.parametrize("heading", PLACES)
def test_each_table_has_the_keys_of_its_place_and_no_others(heading: str) -> None:
    assert written(heading) == carried(PLACES[heading])


def test_no_button_with_a_key_stands_elsewhere() -> None:
    known = tuple(place for places in PLACES.values() for place in places)
    keyed = [
        str(path.relative_to(ROOT))
        for pattern, read in (("templates/**/*.html", in_template), ("orch*/**/*.py", in_module))
        for path in ROOT.glob(pattern)
        if "workspace" in str(path) or "templates" in str(path)
        if any(read(path.read_text()))
    ]
    assert len(keyed) > 15
    assert [path for path in keyed if not path.startswith(known)] == []


def test_each_heading_with_a_table_is_compared() -> None:
    headings = re.findall(r"^## (.+)$", TEXT, re.M)
    assert [one for one in headings if written(one)] == list(PLACES)


def test_the_page_of_keys_in_the_workspace_names_no_other() -> None:
    page = (ROOT / "templates/jobs/keys.html").read_text()
    known = {part for heading in PLACES for key in written(heading) for part in key.split()}
    assert set(re.findall(r"<kbd>([^<{]+)</kbd>", page)) - known == set()


def test_a_key_that_is_not_written_is_seen() -> None:
    sample = (
        '<a data-key="q ArrowUp" data-keys-also="Enter=Go;!=Stop"> {% include "b" with key="h" %}'
    )
    assert set(in_template(sample)) == {"q", "ArrowUp", "Enter", "!", "h"}
    assert set(in_module('verb("Skip", key="s"); Place(keys="1 2"); other(name="x")')) == {
        "s", "1", "2",
    }  # fmt: skip
