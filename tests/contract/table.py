"""The table of every endpoint and every status the OpenAPI document promises for it.

A chapter (tests/contract/chapters/) gives each endpoint one good call; refusals that are the same
everywhere are made from it. What only this endpoint answers has a case of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from orchestrator.api import urls
from orchestrator.api.openapi import document
from tests.contract.world import NOBODY, Answer, Call, World

Endpoint = tuple[str, str]
Maker = Callable[[World], Call]
Case = Callable[[World], Answer]

assert urls.urlpatterns  # the document is made from what is registered
GOOD: dict[Endpoint, Maker] = {}
CASES: dict[tuple[str, str, int], Case] = {}
SUCCESSES = (200, 201, 204, 206)
LARGER = 22 * 1024 * 1024


def good(method: str, path: str) -> Callable[[Maker], Maker]:
    """The call that succeeds; its status is the first success of the document."""

    def register(make: Maker) -> Maker:
        assert (method, path) not in GOOD, f"two good calls for {method} {path}"
        GOOD[method, path] = make
        return make

    return register


def case(method: str, path: str, status: int) -> Callable[[Maker], Maker]:
    """The call that is answered with `status`."""

    def register(make: Maker) -> Maker:
        CASES[method, path, status] = lambda world: world.ask(method, path, make(world))
        return make

    return register


def promised() -> dict[Endpoint, dict[int, Any]]:
    """Every endpoint of the document with its answers by status."""
    return {
        (method.upper(), path): {int(status): one for status, one in op["responses"].items()}
        for path, methods in document()["paths"].items()
        for method, op in methods.items()
    }


def find(endpoint: Endpoint, status: int) -> Case | None:
    """The case of one cell: its own, or the one made from the good call."""
    own = CASES.get((*endpoint, status))
    if own or endpoint not in GOOD:
        return own
    make, method, path = GOOD[endpoint], *endpoint
    first = next(s for s in promised()[endpoint] if s in SUCCESSES)
    if status == first:
        return lambda world: world.ask(method, path, make(world))
    made = {
        202: _impatient, 304: _unchanged, 400: _malformed, 401: _unknown, 403: _elsewhere,
        404: _nobodys, 413: _too_large, 415: _of_another_kind,
    }.get(status)  # fmt: skip
    return (lambda world: made(world, endpoint, make(world))) if made else None


def _impatient(world: World, endpoint: Endpoint, call: Call) -> Answer:
    return world.ask(*endpoint, replace(call, headers={"Prefer": "wait=0"}))


def _unchanged(world: World, endpoint: Endpoint, call: Call) -> Answer:
    tag = world.ask(*endpoint, call).headers["etag"]
    return world.ask(*endpoint, replace(call, headers={"If-None-Match": tag}))


def _malformed(world: World, endpoint: Endpoint, call: Call) -> Answer:
    """Half a JSON object; without a body, a query parameter given twice."""
    if call.body is not None:
        return world.ask(*endpoint, replace(call, body=None, raw=b'{"a": '))
    method, path = endpoint
    known = document()["paths"][path][method.lower()].get("parameters", [])
    name = next((one["name"] for one in known if one["in"] == "query"), None)
    query = f"{name}=1&{name}=1" if name else ""
    return world.ask(*endpoint, replace(call, query=query))


def _unknown(world: World, endpoint: Endpoint, call: Call) -> Answer:
    world.settings.AUTH = "required"
    try:
        return world.ask(*endpoint, call)
    finally:
        world.settings.AUTH = "local"


def _elsewhere(world: World, endpoint: Endpoint, call: Call) -> Answer:
    """From another site, and with a token of another scope."""
    method, path = endpoint
    if method not in ("GET", "HEAD"):
        answer = world.ask(*endpoint, replace(call, headers={"Sec-Fetch-Site": "cross-site"}))
        assert answer.status == 403, answer.content
    needed = document()["paths"][path][method.lower()]["x-scope"]
    return answer if needed == "any" else _beyond(world, endpoint, call, needed)


def _beyond(world: World, endpoint: Endpoint, call: Call, needed: str) -> Answer:
    scope = "import" if needed == "read" else "read"
    world.settings.AUTH = "required"
    try:
        headers = world.token(world.owner, scope=scope)
        answer = world.ask(*endpoint, replace(call, headers=headers))
    finally:
        world.settings.AUTH = "local"
    if endpoint[0] != "HEAD":
        details = answer.json()["error"]["details"]
        assert details == {"reason": "scope_missing", "needed": needed}
    return answer


def _nobodys(world: World, endpoint: Endpoint, call: Call) -> Answer:
    """Missing and foreign are one answer; each id of the path is tried by itself."""
    world.settings.AUTH = "required"
    try:
        foreign = replace(call, headers=world.token(world.stranger))
        answers = [world.ask(*endpoint, foreign)]
    finally:
        world.settings.AUTH = "local"
    for name in call.ids:
        missing = replace(call, ids={**call.ids, name: NOBODY})
        answers.append(world.ask(*endpoint, missing))
    assert {one.status for one in answers} == {404}, [one.content for one in answers]
    return answers[-1]


def _too_large(world: World, endpoint: Endpoint, call: Call) -> Answer:
    """More than any endpoint takes."""
    return world.ask(*endpoint, replace(call, body=None, raw=bytes(LARGER)))


def _of_another_kind(world: World, endpoint: Endpoint, call: Call) -> Answer:
    return world.ask(*endpoint, replace(call, body=None, raw=b"a=1", kind="text/plain"))
