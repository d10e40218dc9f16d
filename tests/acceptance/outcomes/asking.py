"""One request, as a server would take it, and what came of it; nothing of it stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test import RequestFactory

from tests.acceptance.outcomes import bodies

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
SAFE = ("GET", "HEAD", "OPTIONS")
MOST_READ = 2_000_000
CHANGES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)
UPDATED = re.compile(r'^UPDATE "\w+" SET "(\w+)"')


Watch = Callable[[frozenset[str]], frozenset[str]]


def nothing(changed: frozenset[str]) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True)
class Answer:
    """`changed`: the tables, a single updated column after a dot, of which rows were changed;
    `touched`: those among them in which it was a row that somebody else had.
    """

    status: int
    place: str
    said: str
    changed: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def refuses_a_stranger(self) -> bool:
        to_sign_in = self.status == 302 and self.place.startswith(("/sign-in", "/setup", "/admin/"))
        return self.status == 401 or to_sign_in

    @property
    def word(self) -> str:
        """What a reader wants to know about it."""
        if self.refuses_a_stranger:
            return "sign in"
        named = {403: "refused", 404: "not there", 405: "–"}
        return named.get(self.status, "error" if self.status >= 500 else "answers")


class Asking:
    """A caller's way of asking: headers and cookies that go along."""

    def __init__(self, **headers: str) -> None:
        self._factory = RequestFactory(**headers)
        self._handler = BaseHandler()
        self._handler.load_middleware()

    def ask(self, method: str, path: str, *, watch: Watch = nothing) -> Answer:
        """`watch` is told what was changed before that is taken back."""
        with undone() as changed:
            answer = self._handler.get_response(_request(self._factory, method, path))
            said = _text(answer)
            with _connection_kept():
                answer.close()
            touched = watch(frozenset(changed)) if changed else frozenset()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        place = headers.get("location", "")
        return Answer(answer.status_code, place, said, frozenset(changed), touched, headers)


@contextmanager
def _connection_kept() -> Iterator[None]:
    """The end of a request closes the connection that the whole walk is a transaction of."""
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_finished.connect(close_old_connections)


@contextmanager
def undone() -> Iterator[set[str]]:
    """What was changed inside, which is taken back."""
    changed: set[str] = set()

    def notice(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        result = execute(sql, params, many, context)
        found = CHANGES.match(sql) if isinstance(sql, str) else None
        if found and context["cursor"].rowcount:
            changed.add(_named(sql, found[2]))
        return result

    # Not atomic(): what looks for slow work in transactions would count it.
    point, waiting = connection.savepoint(), len(connection.run_on_commit)
    with connection.execute_wrapper(notice):
        yield changed
    connection.needs_rollback = False
    connection.savepoint_rollback(point)
    del connection.run_on_commit[waiting:]


def _named(sql: str, table: str) -> str:
    column = UPDATED.match(sql)
    alone = column and sql.split(" WHERE ")[0].count(" = ") == 1
    return f"{table}.{column[1]}" if column and alone else table


def _request(factory: RequestFactory, method: str, path: str) -> WSGIRequest:
    content, kind = bodies.of(method, path)
    made = factory.generic(method, path, content, kind, headers={"Prefer": "wait=0"})
    # The test client's own word for "a form with the right token".
    made._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    return made


def _text(answer: Any) -> str:
    if answer.streaming and "text/event-stream" in answer.headers.get("Content-Type", ""):
        return ""
    content = answer.getvalue() if answer.streaming else answer.content
    said: str = content[:MOST_READ].decode(errors="replace")
    return said + str(answer.headers.get("Content-Disposition", ""))
