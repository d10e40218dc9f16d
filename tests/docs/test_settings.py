"""The defaults that docs/settings.md names, against those that hold."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

import pytest

from orchestrator.setting_table import SETTINGS
from tests.docs.reading import ROOT, rows, section
from tests.docs.reading import code_words as names

TEXT = (ROOT / "docs/settings.md").read_text()
# What is said where nothing is set and something happens all the same.
NOTHING = {
    "–", "none", "built-in", "from the résumé", "all without a key", "SQLite",
    "a file in the data folder", "SQLite in the data folder", "found by itself",
    "public address, else the one you browse",
}  # fmt: skip
SAID = {"JOBOPS_DATA_DIR": "`./data`"}
GOOGLE = "googleapis.com", "accounts.google.com"


def told(cell: str, many: int) -> list[str]:
    """The default of each name of a row: one for all of them, or one for each; where there are
    fewer than names the first is that of the first ones.
    """
    if cell in NOTHING:
        return [cell] * many
    found = [part.strip() for part in cell.split(", ")]
    return [found[0]] * (many - len(found) + 1) + found[1:]


def deployed() -> Mapping[str, Any]:
    """Variable → its default, as jobops/settings.py reads it."""
    found = {}
    for node in ast.walk(ast.parse((ROOT / "jobops/settings.py").read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "env" and node.args:
            given = {one.arg: one.value for one in node.keywords}.get("default")
            name = node.args[0]
            assert isinstance(name, ast.Constant)
            found[str(name.value)] = given.value if isinstance(given, ast.Constant) else ""
    return found


def holds(said: str, default: Any, *, variable: str = "") -> bool:
    """Whether the words of a cell mean this default."""
    if variable and said in ("environment", f"`{variable}`", "`TZ`"):
        return True
    if isinstance(default, bool):
        return said == ("on" if default else "off")
    if isinstance(default, int):
        return said.strip("`").replace(",", "") == str(default)
    if not default:
        return said in NOTHING
    if isinstance(default, list):
        return said == "all"
    if any(host in default for host in GOOGLE):
        return said == "Google's"
    return said.strip("`") == default


def wrong_deployed(text: str, defaults: Mapping[str, Any]) -> list[str]:
    return [
        name
        for cells in rows(section(text, "Deploy settings"))
        for name, said in zip(names(cells[0]), told(cells[1], len(names(cells[0]))), strict=True)
        if said != SAID.get(name) and not holds(said, defaults.get(name, ""))
    ]


def wrong_preferences(text: str) -> list[str]:
    return [
        name
        for cells in rows(section(text, "Preferences"))
        for name, said in zip(names(cells[0]), told(cells[1], len(names(cells[0]))), strict=True)
        if not holds(said, SETTINGS[name].default, variable=SETTINGS[name].environment)
    ]


def test_deploy_settings_hold_what_is_said_until_they_are_set() -> None:
    assert len(deployed()) > 40
    assert wrong_deployed(TEXT, deployed()) == []


def test_preferences_hold_what_is_said_until_they_are_saved() -> None:
    assert wrong_preferences(TEXT) == []


@pytest.mark.parametrize(
    ("true", "lie", "name"),
    [
        ("| `PORT` | `3001` |", "| `PORT` | `3002` |", "PORT"),
        ("| `JOBOPS_AUTH` | `local` |", "| `JOBOPS_AUTH` | – |", "JOBOPS_AUTH"),
        ("| `LLM_MODEL` | – |", "| `LLM_MODEL` | `big` |", "LLM_MODEL"),
    ],
)
def test_a_lie_about_a_variable_is_seen(true: str, lie: str, name: str) -> None:
    assert true in TEXT
    assert wrong_deployed(TEXT.replace(true, lie), deployed()) == [name]


@pytest.mark.parametrize(
    ("true", "lie", "name"),
    [
        ("| `autoRegeneratePdf` | on |", "| `autoRegeneratePdf` | off |", "autoRegeneratePdf"),
        ("| `watchlistHours` | 24 |", "| `watchlistHours` | 12 |", "watchlistHours"),
        ("| `pdfTheme` | `classic` |", "| `pdfTheme` | `modern` |", "pdfTheme"),
    ],
)
def test_a_lie_about_a_preference_is_seen(true: str, lie: str, name: str) -> None:
    assert true in TEXT
    assert wrong_preferences(TEXT.replace(true, lie)) == [name]


def test_settings_name_variables_that_are_read() -> None:
    named = {one.variable for one in SETTINGS.values() if one.variable}
    assert "TZ" in named
    assert named <= set(deployed())
