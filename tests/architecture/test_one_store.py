"""One door to kept files: everything else knows their names, never where they lie."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.tree import Module, module, modules

DOOR = ("jobops.web.stored", "jobops.settings")
BACKENDS = frozenset({"STORE_DIR", "Folder", "Shared", "storages", "default_storage"})


def complaints(found: Module) -> list[str]:
    """Places that name the folder of the store, one of its backends, or Django's table of them."""
    if found.name in DOOR or not any(word in found.source for word in BACKENDS):
        return []
    lines = []
    for node in ast.walk(found.tree):
        if isinstance(node, ast.Attribute) and node.attr == "STORE_DIR":
            lines.append(node.lineno)
        if isinstance(node, ast.ImportFrom):
            names = {one.name for one in node.names} & BACKENDS
            from_backends = node.module in (
                "django.core.files.storage", "jobops.web.store_local", "jobops.web.store_s3",
            )  # fmt: skip
            if names and from_backends:
                lines.append(node.lineno)
    return [f"{found.path}:{line}" for line in sorted(set(lines))]


def test_only_the_door_knows_where_files_lie() -> None:
    assert [line for found in modules() for line in complaints(found)] == []


@pytest.mark.parametrize(
    "source",
    [
        "from django.conf import settings\nroot = settings.STORE_DIR / 'x'\n",
        "from django.core.files.storage import storages\n",
        "from jobops.web.store_local import Folder\n",
    ],
)
def test_a_second_door_is_found(source: str) -> None:
    assert complaints(module(source)) != []


def test_the_door_is_where_it_is_expected() -> None:
    assert {found.name for found in modules()} >= {*DOOR, "jobops.web.store_s3"}
