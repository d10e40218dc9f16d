"""Doors fetch, call one verb and render: no queries, no transactions, few lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import Function, Module, body_lines, functions, module, modules

MOST_LINES = 12
DOORS = (
    *("orchestrator.workspace", "orchestrator.api", "orchestrator.admin", "orchestrator.accounts"),
    *("tailoring.views", "tailoring.admin", "pdfs.views", "pdfs.admin"),
)
COMMANDS = "orchestrator.management.commands"


def handlers(found: Module) -> Iterator[Function]:
    """Public functions of a door that take the request, and admin actions."""
    if not any(found.name == door or found.name.startswith(f"{door}.") for door in DOORS):
        return
    for function in functions(found.tree):
        names = [argument.arg for argument in function.args.args[:2]]
        takes_it = names[:1] == ["request"] or names == ["self", "request"]
        if takes_it and not function.name.startswith("_"):
            yield function


def curious(found: Module) -> list[str]:
    """Handlers that query or hold a transaction themselves; tags that query."""
    is_tag = ".templatetags." in f"{found.name}."
    inside = functions(found.tree) if is_tag else handlers(found)
    return [
        f"{found.path}:{node.lineno} {function.name}"
        for function in inside
        for node in ast.walk(function)
        if (isinstance(node, ast.Attribute) and node.attr in {"objects", "atomic"})
        or (isinstance(node, ast.Name) and node.id == "atomic")
    ]


def stout(found: Module) -> list[str]:
    """Handlers, tasks and commands with more than a dozen lines of body."""
    inside = list(handlers(found))
    if found.name == "orchestrator.tasks":
        inside = list(functions(found.tree))
    if found.name.startswith(f"{COMMANDS}."):
        inside = [function for function in functions(found.tree) if function.name == "handle"]
    return [
        f"{found.path}:{function.lineno} {function.name} has {body_lines(function)} lines"
        for function in inside
        if body_lines(function) > MOST_LINES
    ]


def test_there_are_doors_to_look_at():
    assert sum(1 for one in modules() for _ in handlers(one)) > 20


def test_no_door_queries_or_opens_a_transaction():
    assert [line for one in modules() for line in curious(one)] == []


def test_doors_tasks_and_commands_are_thin():
    assert [line for one in modules() for line in stout(one)] == []


def test_commands_are_shells():
    found = [one for one in modules() if one.name.startswith(f"{COMMANDS}.")]

    assert [one.path for one in found if len(one.source.splitlines()) > 60] == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("orchestrator.workspace.page", "def page(request):\n    return Job.objects.all()"),
        (
            "orchestrator.api.jobs",
            "def one(request, pk):\n    with transaction.atomic():\n        x()",
        ),
        ("pdfs.views", "def page(request):\n    with atomic():\n        x()"),
        ("pdfs.admin", "class A:\n    def act(self, request, rows):\n        A.objects.all()"),
        ("orchestrator.templatetags.ui", "def tag(job):\n    return Job.objects.count()"),
    ],
)
def test_the_check_sees_a_curious_door(name, source):
    assert curious(module(source, name)) != []


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("orchestrator.workspace.page", "def page(request):\n"),
        ("orchestrator.tasks", "def task(pk, *, correlation):\n"),
        ("orchestrator.management.commands.serve", "def handle(self, **options):\n"),
    ],
)
def test_the_check_sees_a_stout_door(name, head):
    assert stout(module(head + "    x = 1\n" * 13, name)) != []
    assert stout(module(head + '    """Says why."""\n' + "    x = 1\n" * 12, name)) == []
