"""One request, as a server would take it, and what came of it; nothing of it stays."""

from __future__ import annotations

import base64
import json
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

from tests import make
from tests.acceptance.outcomes.addresses import NOBODY

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
SAFE = ("GET", "HEAD", "OPTIONS")
MOST_READ = 2_000_000
FILE = base64.b64encode(make.PDF).decode()
# One body that fits every endpoint with a row in its address; its text leads nowhere outside.
BODY = {
    "title": "Mine now", "content": "Mine", "toStage": "offer", "outcome": None, "type": "prep",
    "fileName": "cv.pdf", "mediaType": "application/pdf", "dataBase64": FILE, "baseRevision": 1,
    "document": {"basics": {"name": "Ben"}}, "jobId": NOBODY,
    "mark": "known", "all": True, "decision": "leave_out", "question": "Why?", "answer": "Mine",
    "selectedNoteIds": [], "as": "note", "name": "Mine", "body": "Mine", "text": "http://[::1]/",
    "action": "snooze", "until": "2027-03-01T09:00:00+01:00", "into": NOBODY,
}  # fmt: skip
OF_LETTERS = {**BODY, "decision": "reopen"}
OF_INTERVIEWS = {
    **BODY,
    "type": "panel",
    "outcome": "pass",
    "scheduledAt": "2027-03-01T14:00:00+01:00",
}
# What is put is a row of a score.
ROW = {"scope": "skill", "importance": "must", "label": "met", "text": "Mine", "quote": "Mine",
       "address": "experience/one/description/0", "tags": ["Mine"]}  # fmt: skip
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
    is_api = path.startswith("/api/")
    if method in ("POST", "PATCH") and not is_api:
        content, kind = b"", "application/x-www-form-urlencoded"
    else:
        body = ROW if method == "PUT" else OF_LETTERS if "/cover-letters/" in path else BODY
        body = OF_INTERVIEWS if "/interviews" in path else body
        bare = method in (*SAFE, "DELETE")
        content, kind = b"" if bare else json.dumps(body).encode(), "application/json"
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
