"""How tests talk to the API, and what every answer is held against."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client
from pydantic import BaseModel

ENVELOPE = {"ok", "data", "meta"}


def get(client: Client, path: str, **headers: str) -> HttpResponse:
    return client.get(f"/api{path}", headers=_named(headers))


def send(client: Client, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
    """A request with a JSON body, or with none at all."""
    if body is None:
        return client.generic(method, f"/api{path}", headers=_named(headers))
    return client.generic(
        method, f"/api{path}", json.dumps(body), "application/json", headers=_named(headers)
    )


def post(client: Client, path: str, body: Any = None, **headers: str) -> HttpResponse:
    return send(client, "POST", path, body, **headers)


def patch(client: Client, path: str, body: Any, **headers: str) -> HttpResponse:
    return send(client, "PATCH", path, body, **headers)


def data(response: HttpResponse, status: int = 200) -> Any:
    """The data of a good answer in its envelope."""
    body = response.json()
    assert response.status_code == status, body
    assert set(body) == ENVELOPE
    assert body["ok"] is True
    assert body["meta"]["requestId"] == response["X-Request-Id"]
    return body["data"]


def error(response: HttpResponse, status: int) -> dict[str, Any]:
    """The error of a refusal; `details` is added when there was none."""
    body = response.json()
    assert response.status_code == status, body
    assert body["ok"] is False
    assert response["Cache-Control"] == "no-store"
    assert len(body["error"]["message"]) <= 200
    return {"details": {}, **body["error"]}


def fits(shape: type[BaseModel], value: Any) -> Any:
    """`value`, after the response model accepted exactly its keys and types."""
    shape.model_validate(value, strict=True)
    return value


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
