"""One caller tries every address with every method."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from orchestrator.models import User
from tests.acceptance.outcomes import addresses
from tests.acceptance.outcomes.asking import METHODS, Answer, Asking, nothing, undone
from tests.acceptance.outcomes.callers import Caller, signed_in

CONSOLE_METHODS = frozenset({"GET", "POST"})
Walked = dict[tuple[str, str], Answer]


class Kept:
    """The files that are there; `again` brings back what a request took away."""

    def __init__(self) -> None:
        files = (one for one in Path(settings.DATA_DIR).rglob("*") if one.is_file())
        self._files = {one: one.read_bytes() for one in files if "sqlite" not in one.name}

    def again(self) -> None:
        for path, content in self._files.items():
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


def walk(caller: Caller, ada: User, owned: Mapping[str, str], *, config: Any) -> Walked:
    """Every address with every method it offers; nobody tries one that is not offered, too."""
    asked = {route: _path(route, owned) for route in _routes(caller)}
    offered = _offered(ada, asked)
    asking, kept = caller.begin(ada, config), Kept()
    watch = nothing if caller.is_owner else Watched(owned, ada)
    found: Walked = {}
    for route, path in asked.items():
        for method in caller.methods:
            if method in offered[route]:
                found[route, method] = asking.ask(method, path, watch=watch)
                kept.again()
    return found


def _routes(caller: Caller) -> list[str]:
    return [*addresses.routes(), *(addresses.console() if caller.console else ())]


# What an address offers is written in its view, so the first walk of a process asks for all.
_OFFERED: dict[str, frozenset[str]] = {}


def _offered(ada: User, asked: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """What each address says it offers, to its owner. The console has forms and pages and nothing
    else; what says nothing is asked everything.
    """
    with undone():
        owner = signed_in(ada)
        for route in asked.keys() - _OFFERED.keys():
            is_console = route.startswith(addresses.CONSOLE)
            _OFFERED[route] = CONSOLE_METHODS if is_console else _said(owner, asked[route])
    return {route: _OFFERED[route] for route in asked}


def _said(owner: Asking, path: str) -> frozenset[str]:
    answer = owner.ask("TRACE", path)
    named = answer.headers.get("allow", "")
    return frozenset(one.strip() for one in named.split(",")) or frozenset(METHODS)


class Watched:
    """All rows as they are now; called, it names the tables in which one of these is another, or
    gone, or a new one speaks of what is the owner's.
    """

    def __init__(self, owned: Mapping[str, str], ada: User) -> None:
        self._models = {one._meta.db_table: one for one in _models()}
        self._before = {table: _rows(one) for table, one in self._models.items()}
        self._marks = {str(ada.pk), ada.pk.hex, *owned.values()}

    def __call__(self, changed: frozenset[str]) -> frozenset[str]:
        tables = {one.split(".")[0] for one in changed} & set(self._models)
        return frozenset(one for one in tables if self._is_touched(one))

    def _is_touched(self, table: str) -> bool:
        before, now = self._before[table], _rows(self._models[table])
        if any(now.get(key) != row for key, row in before.items()):
            return True
        new = (str(row) for key, row in now.items() if key not in before)
        return any(mark in row for row in new for mark in self._marks)


def _models() -> list[Any]:
    return [one for one in apps.get_models(include_auto_created=True) if not one._meta.proxy]


def _rows(model: Any) -> dict[Any, tuple[Any, ...]]:
    columns = [one.attname for one in model._meta.concrete_fields]
    return {row[0]: row for row in model._base_manager.values_list("pk", *columns)}


def _path(route: str, owned: Mapping[str, str]) -> str:
    if not route.startswith(addresses.CONSOLE):
        return addresses.address(route, owned)
    return addresses.of_console(route)
