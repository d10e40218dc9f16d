"""Every endpoint × every status it promises, answered by a running server as documented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from orchestrator.api.openapi import document
from tests.contract import chapters, table
from tests.contract.table import Endpoint, find, promised
from tests.contract.world import Answer, World
from tests.work import working
from tests.worker.harness import REAL_ROWS

assert chapters.ALL
ENDPOINTS = sorted(promised())


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=" ".join)
@REAL_ROWS
def test_an_endpoint_answers_each_promised_status_as_described(
    world: World, endpoint: Endpoint
) -> None:
    found = {}
    with working():
        for status, case in _cases(endpoint):
            answer = case(world)
            found[status] = (answer.status, _fault(answer, *endpoint, status))
    assert found == {status: (status, "") for status in found}


def test_every_promise_has_a_case() -> None:
    missing = [
        f"{method} {path} {status}"
        for (method, path), answers in promised().items()
        for status in answers
        if find((method, path), status) is None
    ]
    assert missing == []


def test_every_case_is_promised() -> None:
    known = promised()
    own = [key for key in table.CASES if key[2] not in known.get(key[:2], {})]
    unknown = [key for key in table.GOOD if key not in known]
    assert own == []
    assert unknown == []


def _cases(endpoint: Endpoint) -> Iterator[tuple[int, table.Case]]:
    for status in sorted(promised()[endpoint]):
        if case := find(endpoint, status):
            yield status, case


def _fault(answer: Answer, method: str, path: str, status: int) -> str:
    """What the answer has that the document does not describe; empty when nothing."""
    if answer.status != status:
        return answer.content[:300].decode(errors="replace")
    if path.startswith("/api/") and not answer.headers.get("x-request-id"):
        return "no X-Request-Id"
    described = promised()[method, path][status].get("content", {})
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if not answer.content or method == "HEAD" or not described:
        return "" if not answer.content or method == "HEAD" else f"undescribed {kind}"
    if "*/*" in described:
        return ""
    if kind not in described:
        return f"{kind} is not described"
    if kind != "application/json":
        return ""
    return _misfit(json.loads(answer.content), described[kind]["schema"])


def _misfit(value: Any, schema: dict[str, Any]) -> str:
    errors = [error.message for error in _validator(json.dumps(schema)).iter_errors(value)]
    return "; ".join(errors)[:500]


@cache
def _validator(schema: str) -> Any:
    whole = {**json.loads(schema), "components": document()["components"]}
    return jsonschema_rs.Draft202012Validator(whole)
