"""What the documents say, compared with what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from orchestrator import lifecycle, queue, setting_table
from orchestrator.lifecycle import Status
from orchestrator.models import Job

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r'env\.(?:text|flag|number|url|secret|address)\(\s*"([A-Z0-9_]+)"')


def document(name: str) -> str:
    return (ROOT / name).read_text()


def first_cells(text: str, *, heading: str) -> list[list[str]]:
    """The code words in the first cell of each row of the first table below `heading`."""
    below = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in below.splitlines() if line.startswith("| `")]
    return [re.findall(r"`([^`]+)`", row.split("|")[1]) for row in rows]


def test_every_variable_is_documented_and_the_reverse() -> None:
    read = set(READ.findall(document("jobops/settings.py")))
    said = {
        name
        for cell in first_cells(document("docs/settings.md"), heading="Deploy settings")
        for name in cell
    }
    assert said == read


def test_every_preference_is_documented_and_the_reverse() -> None:
    said = {
        name
        for cell in first_cells(document("docs/settings.md"), heading="Preferences")
        for name in cell
    }
    assert said == set(setting_table.SETTINGS)


def test_the_readme_names_only_variables_that_exist() -> None:
    read = set(READ.findall(document("jobops/settings.py")))
    said = set(re.findall(r"`([A-Z]+_[A-Z_]+|HOST|PORT|TZ)`", document("README.md")))
    assert said
    assert said <= read


def test_the_table_of_moves_is_the_code() -> None:
    rows = [
        line.split("|")[1:5]
        for line in document("docs/lifecycle.md").split("## Moves")[1].splitlines()
        if line.startswith("| `")
    ]
    said = {move.strip(" `"): event.strip(" `") for move, _, _, event in rows}
    assert said == dict(lifecycle.EVENTS)


def test_the_sources_of_each_move_are_the_code() -> None:
    field = Job._meta.get_field("status")
    sources: dict[str, set[str]] = {}
    for edge in field.get_all_transitions(Job):
        sources.setdefault(edge.name, set()).add(str(edge.source))
    text = document("docs/lifecycle.md").split("## Moves")[1]
    for line in (row for row in text.splitlines() if row.startswith("| `")):
        move, before = (cell.strip(" `") for cell in line.split("|")[1:3])
        everything = {"*"} if move == "take_back" else set(Status.values)
        said = everything if before == "any" else set(before.split(", "))
        assert said == sources[move], move


def test_every_state_is_documented() -> None:
    table = document("docs/lifecycle.md").split("## Moves")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, flags=re.M)) == set(Status.values)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/getting-started.md"])
def test_make_targets_that_are_named_exist(name: str) -> None:
    targets = set(" ".join(re.findall(r"^([a-z ]+):", document("Makefile"), flags=re.M)).split())
    said = set(re.findall(r"make ([a-z]+)\b", document(name)))
    assert said <= targets, said - targets


def test_the_schedules_are_documented() -> None:
    text = document("docs/operations.md")
    assert [name for name in queue.SCHEDULES if f"`{name}`" not in text] == []
