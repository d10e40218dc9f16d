"""The sources of the project as the checks of this folder read them."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("jobops", "orchestrator", "tailoring", "pdfs")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    name: str
    path: str
    source: str

    @property
    def tree(self) -> ast.Module:
        return parsed(self.source)


@cache
def parsed(source: str) -> ast.Module:
    return ast.parse(source)


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """All modules below these folders of the repository, migrations left out."""
    return tuple(
        Module(_dotted(path), str(path.relative_to(ROOT)), path.read_text())
        for folder in folders or PACKAGES
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    )


def module(source: str, name: str = "orchestrator.sample") -> Module:
    """A sample for proving that a check can fail."""
    return Module(name, name.replace(".", "/") + ".py", source)


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def body_lines(function: Function) -> int:
    """Lines of a function below its signature and its docstring."""
    first = function.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    rest = function.body[1:] if is_text else function.body
    return (rest[-1].end_lineno or 0) - rest[0].lineno + 1 if rest else 0


@cache
def contracts() -> dict[str, dict[str, object]]:
    """The import contracts by name."""
    found = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return {contract["name"]: contract for contract in found["contracts"]}


def layers() -> list[list[str]]:
    """The layers from high to low, each as the modules it holds."""
    listed = contracts()["Data flows one way"]["layers"]
    assert isinstance(listed, list)
    return [[name.strip(" ()") for name in row.replace(":", "|").split("|")] for row in listed]


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
