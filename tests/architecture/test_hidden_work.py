"""Nothing happens behind a reader's back: imports, signals, saves, swallowed exceptions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.tree import Module, functions, module, modules

# Slow to load, and not needed by most processes.
LATE_IMPORTS = {"jobops.lib.llm_calls": {"openai", "httpx2"}, "pdfs.render": {"playwright"}}
# Loops and workers in which one item's failure, whatever it is, must not reach the next.
CATCH_ALL = {
    ("orchestrator.bulk.actions", "_do"),
    ("orchestrator.inbox.reading", "_one"),
    ("orchestrator.inbox.sync", "_see_through"),
    ("orchestrator.ops.clock", "_run"),
    ("orchestrator.ops.interactive", "_perform"),
    ("orchestrator.ops.recovery", "recover"),
    ("orchestrator.ops.processes", "_start"),
    ("orchestrator.ops.file_imports", "run"),
    ("orchestrator.ops.parcels", "_run"),
    ("orchestrator.pipeline.asking", "__iter__"),
    ("orchestrator.pipeline.refresh", "run"),
    ("orchestrator.pipeline.refresh", "run_automatic"),
    ("orchestrator.pipeline.crew", "_done"),
    ("orchestrator.pipeline.texts", "run"),
    ("orchestrator.pipeline.process", "run"),
    ("orchestrator.pipeline.prompt_trial", "_outcome"),
    ("orchestrator.pipeline.judge", "run"),
    ("orchestrator.pipeline.judge", "_scored"),
    ("orchestrator.pipeline.judge", "_stored"),
    ("orchestrator.pipeline.letters", "_print"),
    ("orchestrator.sources.jobspy_child", "_found"),
    ("pdfs.render", "_work"),
    ("tailoring.ghostwriter.replying", "run"),
    ("tailoring.ghostwriter.settling", "marked"),
}


def late_imports(found: Module) -> list[str]:
    allowed = LATE_IMPORTS.get(found.name, set())
    return [
        f"{found.path}:{node.lineno}"
        for function in functions(found.tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and not _roots(node) <= allowed
    ]


def signals(found: Module) -> list[str]:
    if found.name.rpartition(".")[2] == "signals":
        return [found.path]
    return [
        f"{found.path}:{number}"
        for number, line in enumerate(found.source.splitlines(), start=1)
        if re.search(r"@receiver\b|\bdb\.models\.signals\b|\b(?:pre|post)_(?:save|delete)\b", line)
    ]


def own_saves(found: Module) -> list[str]:
    return [
        f"{found.path}:{node.lineno}"
        for owner in ast.walk(found.tree)
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "asave", "save_base"}
    ]


def catch_alls(found: Module) -> Iterator[tuple[str, str]]:
    """(module, innermost function) of every handler that catches everything."""
    yield from _within(found.tree, found.name, "")


def swallowed(found: Module) -> list[str]:
    return [
        f"{found.path}:{node.lineno}"
        for node in ast.walk(found.tree)
        if isinstance(node, ast.ExceptHandler)
        and _is_broad(node)
        and all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
    ]


def _within(tree: ast.AST, name: str, function: str) -> Iterator[tuple[str, str]]:
    for node in ast.iter_child_nodes(tree):
        inner = node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else function
        if isinstance(node, ast.ExceptHandler) and _is_broad(node):
            yield name, function
        yield from _within(node, name, inner)


def _is_broad(handler: ast.ExceptHandler) -> bool:
    caught = ast.unparse(handler.type) if handler.type else "BaseException"
    return bool(re.search(r"\b(?:Base)?Exception\b", caught))


def _roots(node: ast.Import | ast.ImportFrom) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]}
    return {alias.name.partition(".")[0] for alias in node.names}


def test_imports_stand_at_the_top():
    assert [line for one in modules() for line in late_imports(one)] == []


def test_there_are_no_signals():
    assert [line for one in modules() for line in signals(one)] == []


def test_saving_does_nothing_else():
    assert [line for one in modules() for line in own_saves(one)] == []


def test_only_the_listed_loops_catch_everything():
    found = {place for one in modules() for place in catch_alls(one)}

    assert found == CATCH_ALL


def test_nothing_is_swallowed():
    assert [line for one in modules() for line in swallowed(one)] == []


@pytest.mark.parametrize(
    ("check", "source"),
    [
        (late_imports, "def f():\n    import json"),
        (late_imports, "def f():\n    from openai import OpenAI"),
        (signals, "@receiver(saved)\ndef f(): ..."),
        (signals, "from django.db.models.signals import x"),
        (own_saves, "class A:\n    def save(self): ..."),
        (swallowed, "try:\n    f()\nexcept Exception:\n    pass"),
        (swallowed, "try:\n    f()\nexcept (ValueError, BaseException):\n    pass"),
        (swallowed, "for x in y:\n    try:\n        f()\n    except:\n        continue"),
    ],
)
def test_the_checks_see_hidden_work(check, source):
    assert check(module(source)) != []


def test_the_check_names_the_function_that_catches_everything():
    source = "def f():\n    try:\n        g()\n    except Exception as error:\n        log(error)"

    assert list(catch_alls(module(source))) == [("orchestrator.sample", "f")]
