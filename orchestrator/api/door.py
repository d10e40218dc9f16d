"""How a handler becomes an endpoint: what came with it, one envelope, caching, OpenAPI."""

from __future__ import annotations

import hashlib
import inspect
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from ninja import NinjaAPI, Router
from pydantic import BaseModel
from pydantic_core import to_json

from orchestrator.accounts import scopes
from orchestrator.api import bodies
from orchestrator.api.bodies import Room, Upload
from orchestrator.api.schemas.shared import Body, Failed, Parameters, Success
from orchestrator.api.schemas.uploads import UPLOAD

JSON = "application/json; charset=utf-8"
REFERENCE = "#/components/schemas/{model}"
Endpoint = Callable[..., HttpResponseBase]
SAFE = scopes.SAFE
# The key of the OpenAPI document under which an operation says what it needs.
SCOPE = "x-scope"

api = NinjaAPI(
    title="JobOps",
    version="1",
    description="From a found posting to a signed application.",
    openapi_url=None,
    docs_url=None,
)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """The middleware answers, in one shape for every door."""
    raise error


def route(
    router: Router,
    method: str,
    path: str,
    *,
    data: Any = None,
    status: int | tuple[int, ...] = 200,
    query: type[Parameters] | None = None,
    body: type[Body] | None = None,
    optional: bool = False,
    limit: int = bodies.JSON_LIMIT,
    upload: Room | None = None,
    errors: Sequence[int] = (),
    waits: bool = False,
    raw: bool = False,
    public: bool = False,
    needs: str = "",
    extra: Mapping[str, Any] | None = None,
) -> Callable[[Endpoint], Endpoint]:
    """Register a handler, which gets what it declares here, checked: an `optional` body may be
    missing, and `limit` is in bytes. `data` is the type of the answer's data, `waits` adds 202,
    `raw` has no envelope, `public` needs no sign-in, `needs` is the scope a token must hold.
    """
    scope = "" if public else needs or scopes.usual(method)
    good = dict.fromkeys(_successes(status, waits=waits), None if raw else Success[data])
    also = _refusals(method, scope=scope, cached=not raw, query=query, sent=body or upload)
    answers = {**good, **_failed({*errors, *also})}
    read = partial(bodies.read, limit=limit, optional=optional)
    said = _described(query, body, upload=upload, optional=optional, extra=extra)

    def register(handler: Endpoint) -> Endpoint:
        run = _runner(handler, path=path, query=query, body=body, read=read, upload=upload)
        name, summary = handler.__name__, inspect.getdoc(handler)
        router.api_operation(
            method.split(), path, response=answers, by_alias=True, operation_id=name,
            summary=summary or name, openapi_extra={SCOPE: scope or scopes.ANY, **said},
        )(run)  # fmt: skip
        return handler

    return register


def _failed(statuses: Collection[int]) -> dict[int, Any]:
    return {one: None if one == 304 else Failed for one in sorted(statuses)}


def _successes(status: int | tuple[int, ...], *, waits: bool) -> tuple[int, ...]:
    usual = status if isinstance(status, tuple) else (status,)
    return (*usual, 202) if waits else usual


def _refusals(
    method: str, *, scope: str, cached: bool, query: object, sent: object
) -> Iterator[int]:
    """What an endpoint of this kind may answer instead, whatever it is for; a public one has no
    scope.
    """
    read_only = SAFE.issuperset(method.split())
    if read_only and cached:
        yield 304
    if scope:
        yield 401
    if not read_only or scope not in ("", scopes.ANY):
        yield 403
    if query or sent:
        yield 400
    if sent:
        yield from (413, 415)


def _runner(
    handler: Endpoint,
    *,
    path: str,
    query: type[Parameters] | None,
    body: type[Body] | None,
    read: Callable[[HttpRequest], dict[str, Any]],
    upload: Room | None,
) -> Endpoint:
    """What the router calls: everything is read and checked, then the handler runs."""

    def run(request: HttpRequest, **values: Any) -> HttpResponseBase:
        raw = read(request) if body else None
        if upload:
            values["upload"] = bodies.read_upload(request, room=upload)
        if query:
            values["query"] = bodies.parameters(request, query)
        if body and raw is not None:
            values["body"] = bodies.checked(body, raw)
        return handler(request, **values)

    run.__name__, run.__module__ = handler.__name__, handler.__module__
    places = re.findall(r"{(uuid|str):(\w+)}", path)
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            _parameter("request", HttpRequest),
            *(_parameter(name, UUID if kind == "uuid" else str) for kind, name in places),
        ]
    )
    return run


def answer(
    request: HttpRequest,
    data: Any,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **meta: Any,
) -> HttpResponse:
    """The envelope around `data`. A GET carries a weak ETag over the data and may become 304."""
    packed = to_json(data)
    mark = json.dumps({"requestId": request.request_id, **meta})  # type: ignore[attr-defined]
    content = b'{"ok":true,"data":' + packed + b',"meta":' + mark.encode() + b"}"
    response = HttpResponse(content, status=status, content_type=JSON, headers=dict(headers or {}))
    if request.method == "GET":
        _make_cacheable(request, response, packed)
    else:
        response["Cache-Control"] = "no-store"
    return response


def ignored(body: Body | Upload) -> dict[str, Any]:
    """The `meta` entry that names keys nobody reads here, at most twenty."""
    more = body.unread if isinstance(body, Upload) else body.model_extra
    names = sorted(more or ())[:20]
    return {"ignoredFields": names} if names else {}


def _make_cacheable(request: HttpRequest, response: HttpResponse, packed: bytes) -> None:
    tag = f'W/"{hashlib.blake2b(packed, digest_size=16).hexdigest()}"'
    response["Cache-Control"], response["ETag"] = "private, no-cache", tag
    given = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in given or any(one.removeprefix("W/") == tag.removeprefix("W/") for one in given):
        response.status_code, response.content = 304, b""
        del response["Content-Type"]


def _parameter(name: str, kind: type) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=kind)


def _described(
    query: type[Parameters] | None,
    body: type[Body] | None,
    *,
    upload: Room | None,
    optional: bool,
    extra: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Query and body for the OpenAPI document, from the same models that check them."""
    found: dict[str, Any] = {**(UPLOAD if upload else {}), **(extra or {})}
    if query:
        properties = _schema(query)["properties"]
        found["parameters"] = [
            {"name": name, "in": "query", "required": False, "schema": schema}
            for name, schema in properties.items()
        ]
    if body:
        content = {"application/json": {"schema": _schema(body)}}
        found["requestBody"] = {"required": not optional, "content": content}
    return found


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True, ref_template=REFERENCE)
