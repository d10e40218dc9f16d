"""Where several things are wrong with a request, the first check in the order of docs/api.md
answers; and what nobody reads of a body is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests import make
from tests.contract import chapters
from tests.contract.table import GOOD, LARGER, Endpoint, promised
from tests.contract.world import NOBODY, Answer, Call, World
from tests.work import working
from tests.worker.harness import REAL_ROWS

assert chapters.ALL
PROMISED = promised()
# The cases of signing in and inviting ask everybody to sign in; their bodies are for nobody.
SENT = sorted(
    endpoint
    for endpoint, answers in PROMISED.items()
    if 415 in answers and not endpoint[1].startswith(("/api/auth/", "/api/invitations"))
)
STREAMED = [endpoint for endpoint in SENT if endpoint[1].endswith("/stream")]
WORKED = sorted(endpoint for endpoint, answers in PROMISED.items() if {404, 503} <= answers.keys())
LARGE = {"raw": bytes(LARGER), "kind": "text/plain"}


def nowhere(call: Call, **changes: Any) -> Call:
    """The same for rows that are not there."""
    return replace(call, **{"ids": dict.fromkeys(call.ids, NOBODY), "body": None, **changes})


def statuses(
    world: World, endpoints: list[Endpoint], sent: Callable[[Call], Call]
) -> dict[Endpoint, int]:
    return {one: world.ask(*one, sent(GOOD[one](world))).status for one in endpoints}


def everywhere(endpoints: list[Endpoint], status: int) -> dict[Endpoint, int]:
    return dict.fromkeys(endpoints, status)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        (LARGE, 413),
        ({"raw": b"a=1", "kind": "text/plain"}, 415),
        ({"raw": b"{}", "kind": "application/json; charset=latin-1"}, 415),
        ({"raw": b"[]"}, 400),
        ({"raw": b'{"title": "\\ud800"}'}, 400),
        ({"raw": b'{"title": "\\u0000"}'}, 400),
    ],
    ids=["size", "type", "charset", "shape", "surrogate", "null"],
)
@REAL_ROWS
def test_a_body_is_checked_by_size_type_and_text_before_its_row_is_looked_for(
    world: World, changes: dict[str, Any], status: int
) -> None:
    found = statuses(world, SENT, lambda call: nowhere(call, **changes))
    assert found == everywhere(SENT, status)


@REAL_ROWS
def test_no_body_is_read_before_the_caller_is_known(world: World) -> None:
    calls = {one: nowhere(GOOD[one](world), **LARGE) for one in SENT}
    world.settings.AUTH = "required"
    found = {one: world.ask(*one, call).status for one, call in calls.items()}
    foreign = {"Sec-Fetch-Site": "cross-site"}
    elsewhere = {
        one: world.ask(*one, replace(call, headers=foreign)).status for one, call in calls.items()
    }
    assert found == everywhere(SENT, 401)
    assert elsewhere == everywhere(SENT, 403)


@REAL_ROWS
def test_a_missing_row_is_told_before_a_missing_worker(world: World) -> None:
    with working():
        calls = {one: replace(GOOD[one](world), ids={}) for one in WORKED}
    paths = {one: (one[0], re.sub(r"\{\w+\}", NOBODY, one[1])) for one in WORKED}
    make.heartbeat(age=timedelta(hours=1))
    found = {one: world.ask(*paths[one], call).status for one, call in calls.items()}
    assert found == everywhere(WORKED, 404)


@pytest.mark.parametrize(
    "endpoint", [one for one in SENT if one not in STREAMED], ids=lambda one: " ".join(one)
)
@REAL_ROWS
def test_keys_nobody_reads_are_named_and_change_nothing(world: World, endpoint: Endpoint) -> None:
    call = GOOD[endpoint](world)
    more = {f"colour{number:02}": "red" for number in range(25)}
    with working():
        answer: Answer = world.ask(*endpoint, replace(call, body={**(call.body or {}), **more}))
    assert answer.status in (200, 201), answer.content
    assert answer.json()["meta"]["ignoredFields"] == sorted([*more, *unread(call.body)])[:20]


def unread(body: Any) -> list[str]:
    """The key that some good calls carry on purpose."""
    return [name for name in body or {} if name == "colour"]
