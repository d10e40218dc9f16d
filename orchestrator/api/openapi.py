"""The OpenAPI document and the page made from it; neither loads anything from another host."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from ninja import Router

from orchestrator.accounts import door as gate
from orchestrator.api import door, health

router = Router(tags=["Documentation"])
TEXT = {"responses": {200: {"content": {"text/html": {"schema": {"type": "string"}}}}}}
BOUNDS = {"ge": "minimum", "le": "maximum"}
ANY = {"responses": {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}}


@dataclass(frozen=True)
class Line:
    """One row of a table on the page."""

    name: str
    kind: str
    note: str


@dataclass(frozen=True)
class Entry:
    """One endpoint as the page shows it."""

    method: str
    path: str
    summary: str
    parameters: tuple[Line, ...]
    fields: tuple[Line, ...]
    answers: tuple[Line, ...]


@dataclass(frozen=True)
class Chapter:
    title: str
    entries: tuple[Entry, ...]


@door.route(router, "GET", "/openapi.json", raw=True, public=True, extra=ANY)
def read_openapi(request: HttpRequest) -> HttpResponse:
    """This document."""
    return JsonResponse(document(), headers={"Cache-Control": "public, max-age=60"})


@door.route(router, "GET", "/docs", raw=True, public=True, extra=TEXT)
def read_docs(request: HttpRequest) -> HttpResponse:
    """The same as a page."""
    return render(request, "api/docs.html", {"chapters": chapters(document())})


@cache
def document() -> dict[str, Any]:
    """OpenAPI 3.1 of every endpoint there is."""
    found = dict(door.api.get_openapi_schema(path_prefix="/api/"))
    shapes = found["components"]["schemas"]
    for operation in _operations(found["paths"]):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            # A model inside a body belongs to the components, where references point.
            shapes |= content["schema"].pop("$defs", {})
    _spell_bounds(found)
    found["paths"] = {**found["paths"], **health.PATHS}
    found["components"]["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
    }
    # So it is where sign-in is required; an installation without it asks nobody for anything.
    found["security"] = [{"bearer": []}, {"session": []}]
    for path, methods in found["paths"].items():
        for operation in methods.values() if gate.is_public(path) else ():
            operation["security"] = []
    return found


def _spell_bounds(found: Any) -> None:
    """Behind a check of our own pydantic leaves bounds in its own words, which no reader knows."""
    if isinstance(found, list):
        for one in found:
            _spell_bounds(one)
    if isinstance(found, dict):
        for ours, said in BOUNDS.items():
            if isinstance(found.get(ours), (int, float)):
                found[said] = found.pop(ours)
        for one in found.values():
            _spell_bounds(one)


def chapters(found: dict[str, Any]) -> list[Chapter]:
    """The document, grouped by subject."""
    groups: dict[str, list[Entry]] = {}
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_entry(method, path, operation))
    return [Chapter(title, tuple(entries)) for title, entries in groups.items()]


def _entry(method: str, path: str, operation: dict[str, Any]) -> Entry:
    content = operation.get("requestBody", {}).get("content", {})
    return Entry(
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        parameters=tuple(
            Line(one["name"], _kind(one["schema"]), one["in"])
            for one in operation.get("parameters", ())
        ),
        fields=tuple(
            Line(name, _kind(schema), media)
            for media, body in content.items()
            for name, schema in body["schema"].get("properties", {}).items()
        ),
        answers=tuple(
            Line(str(status), answer.get("description", ""), "")
            for status, answer in operation["responses"].items()
        ),
    )


def _kind(schema: dict[str, Any]) -> str:
    """A few words for a schema: its type, its choices, its limits."""
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(str(one) for one in schema["enum"])
    kind = schema.get("type", schema.get("const", "any"))
    words = [" or ".join(kind) if isinstance(kind, list) else str(kind)]
    limits = ("format", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")
    return ", ".join(words + [f"{name} {schema[name]}" for name in limits if name in schema])


def _operations(paths: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in paths.values():
        yield from cast("dict[str, dict[str, Any]]", methods).values()
