"""Commands that the documents show, and the options they show them with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from bench.__main__ import ALONE, BENCHES
from jobops import bootstrap
from tests.docs.reading import DOCUMENTS, ROOT, rows, section

TABLE = section((ROOT / "docs/operations.md").read_text(), "Commands")
COMMANDS = sorted(one.stem for one in (ROOT / "orchestrator/management/commands").glob("[a-z]*.py"))
# A line of a block, or what stands between two marks in a sentence.
SPAN = re.compile(r"`([^`\n]+)`|^    (.+)$", re.M)
MANAGED = re.compile(r"manage\.py (\w+)([^#&|;]*)")
MADE = re.compile(r"(?:^|\s)make ([a-z]+)")
MODULE = re.compile(r"python3? -m ([\w.]+)(?: ([a-z_]+))?")
SHARED = {"--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback",
          "--no-color", "--force-color", "--skip-checks", "--user"}  # fmt: skip


def options(name: str) -> set[str]:
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    return {option for action in parser._actions for option in action.option_strings}


def spans(text: str) -> list[str]:
    return ["".join(found) for found in SPAN.findall(text)]


def untrue(text: str) -> Iterator[str]:
    """Whatever is shown to be typed and would be refused."""
    for shown in spans(text):
        for name, rest in MANAGED.findall(shown):
            if name not in get_commands() or set(re.findall(r"(?<!\S)(--[a-z-]+)", rest)) - options(
                name
            ):
                yield shown
        for target in MADE.findall(shown):
            if target not in {*bootstrap.PROGRAMS, "setup", "check"}:
                yield shown
        for module, word in MODULE.findall(shown):
            if not known(module, word):
                yield shown


def known(module: str, word: str) -> bool:
    if module == "bench":
        return not word or word in (*BENCHES, *ALONE)
    if module == "jobops.bootstrap":
        return not word or word in {*bootstrap.PROGRAMS, "setup", "check"}
    return find_spec(module) is not None


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda one: str(one.relative_to(ROOT)))
def test_what_is_shown_can_be_typed(path: Path) -> None:
    assert list(untrue(path.read_text())) == []


def test_what_cannot_be_typed_is_seen() -> None:
    lies = ("manage.py fly", "manage.py backup --quick", "make tea", "python -m bench tea",
            "python3 -m jobops.bootstrap tea", "python -m tests.tea")  # fmt: skip
    assert list(untrue("".join(f"Type `{lie}`.\n" for lie in lies))) == list(lies)
    assert list(untrue("    make run   # yours\n`manage.py backup --verify`")) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_stands_in_its_row(name: str) -> None:
    (row,) = [cells for cells in rows(TABLE) if re.match(rf"`{name}\b", cells[0])]
    said = set(re.findall(r"(?<!\S)--[a-z-]+", " ".join(row).replace("`", " ")))
    own = {option for option in options(name) if option.startswith("--")} - SHARED
    assert said == own


def test_every_target_of_make_is_told_to_who_contributes() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text() + (ROOT / "README.md").read_text()
    assert {*bootstrap.PROGRAMS, "setup", "check"} <= set(MADE.findall("\n".join(spans(text))))


def test_versions_that_are_named_are_those_that_are_used() -> None:
    text = "\n".join(one.read_text() for one in DOCUMENTS)
    python = ".".join(str(part) for part in bootstrap.MINIMUM)
    assert set(re.findall(r"\bPython (3\.\d+)", text)) == {python}
    assert f'requires-python = ">={python}"' in (ROOT / "pyproject.toml").read_text()
    assert f"FROM python:{python}-" in (ROOT / "Dockerfile").read_text()
    (postgres,) = re.findall(r"image: postgres:(\d+)", (ROOT / "compose.yaml").read_text())
    assert set(re.findall(r"\bPostgreSQL (\d+)", text)) <= {postgres}


def test_openapi_is_of_the_version_that_is_named() -> None:
    from orchestrator.api import openapi

    (said,) = set(re.findall(r"OpenAPI (\d\.\d)", (ROOT / "docs/api.md").read_text()))
    assert openapi.document()["openapi"].startswith(said)
