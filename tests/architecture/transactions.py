"""Loaded for every test: nothing slow is entered while a transaction is open.

What a test itself wraps around everything does not count, only what the code under test opens.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from jobops.lib import http, llm
from pdfs import render

# Where every model call, every request and every printed page passes in the caller's own thread.
ENTRANCES = ((llm.Gateway, "parse"), (llm.Gateway, "text"), (http, "request"), (render, "render"))
ORIGINALS = tuple(getattr(owner, name) for owner, name in ENTRANCES)


def depth() -> int:
    """How many transactions and savepoints are open on this thread's connection."""
    return len(connection.savepoint_ids) + int(connection.in_atomic_block)


def guarded(function: Callable[..., Any], *, outer: int) -> Callable[..., Any]:
    @functools.wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Any:
        if depth() > outer:
            # Not an assertion: the loops that survive one item's failure would survive this too.
            pytest.fail(f"{function.__qualname__} is called inside a transaction")
        return function(*args, **kwargs)

    return checked


@pytest.fixture(autouse=True)
def _no_slow_transactions(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database fixtures come first, so that their own transaction is counted as the outer."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_django_db_helper")
    outer = depth()
    for (owner, name), original in zip(ENTRANCES, ORIGINALS, strict=True):
        monkeypatch.setattr(owner, name, guarded(original, outer=outer))
