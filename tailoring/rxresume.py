"""Reading from a Reactive Resume server: its list and its documents, nothing kept, nothing written.

Two generations of paths are spoken; which one a server understands is remembered while we run.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any, ClassVar, Literal
from urllib.parse import quote, urlsplit

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from jobops.lib import http
from jobops.lib.errors import Problem
from jobops.lib.http import OutboundError, Policy, Reply
from jobops.lib.place import here
from jobops.lib.waiting import retry_after

POLICY = Policy(
    private_ok=True,
    redirects=2,
    same_host_redirects=True,
    connect=5,
    total=20,
    max_bytes=10 * 1024 * 1024,
)
Generation = Literal["new", "old"]
LIST_PATHS: Mapping[Generation, str] = {"new": "/resumes", "old": "/resume/list"}
ONE_PATHS: Mapping[Generation, str] = {"new": "/resumes/{}", "old": "/resume/{}"}
MARKS = frozenset({"basics", "sections", "metadata"})
STEPS = {
    "address": "its address is not allowed here",
    "dns": "its name is not known",
    "connect": "no connection was made",
    "tls": "its certificate was not accepted",
    "read": "it did not answer in full",
    "answer": "it reported a fault of its own",
}
_generations: dict[str, Generation] = {}


class RxResumeError(Problem):
    """`details` may hold upstreamStatus, retryAfter (seconds), step and where (container, machine);
    never an address, a key or a text of the server."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "not_connected": "Not connected. Give the address and a key of your Reactive Resume.",
        "refused_key": "Reactive Resume refused the key. Make a new one there and save it here.",
        "not_rxresume": "This is not the address of a Reactive Resume. Check it in Settings.",
        "gone": "This résumé is no longer there. Your copy here is unchanged.",
        "other_status": "Reactive Resume refused the request. Your copies here are unchanged.",
        "busy": "Reactive Resume is busy. Your copies here are unchanged; try again later.",
        "unreachable": "Reactive Resume could not be reached. Your copies here are unchanged.",
        "timeout": "Reactive Resume took too long. Your copies here are unchanged.",
        "too_big": "The answer is larger than 10 MB. Your copies here are unchanged.",
    }
    PERMANENT: ClassVar[frozenset[str]] = frozenset(
        {"not_connected", "refused_key", "not_rxresume", "gone", "too_big"}
    )


@dataclass(frozen=True)
class Listed:
    """`updated_at` as the server wrote it, an ISO time or empty."""

    id: str
    name: str
    updated_at: str


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str = Field(min_length=1, max_length=200)
    name: str = Field(default="", validation_alias=AliasChoices("name", "title"), max_length=2000)
    updated_at: str = Field(
        default="", validation_alias=AliasChoices("updatedAt", "updated_at"), max_length=60
    )


class _List(BaseModel):
    data: list[_Row]


class Server:
    """One server and the keys to try there, in this order."""

    def __init__(
        self,
        base_url: str,
        keys: Sequence[str],
        *,
        policy: Policy = POLICY,
        within: float | None = None,
    ) -> None:
        """`within`: seconds for everything that is asked of it, retries included."""
        self._base = _base(base_url)
        self._keys = tuple(key.strip() for key in keys if key.strip())
        self._policy = policy
        self._until = time.monotonic() + within if within else None

    def list_resumes(self) -> list[Listed]:
        """Raises RxResumeError."""
        reply = self._ask(LIST_PATHS)
        if reply.status == 404:
            raise RxResumeError("not_rxresume", upstreamStatus=404)
        found = _json(reply)
        try:
            rows = _List.model_validate(found if isinstance(found, dict) else {"data": found}).data
        except ValidationError:
            raise RxResumeError("not_rxresume") from None
        return [Listed(id=row.id, name=row.name, updated_at=row.updated_at) for row in rows]

    def get(self, pk: str) -> dict[str, Any]:
        """The document itself, in whatever dialect the server keeps. Raises RxResumeError."""
        reply = self._ask(
            {name: path.format(quote(pk, safe="")) for name, path in ONE_PATHS.items()}
        )
        if reply.status == 404:
            raise RxResumeError("gone", upstreamStatus=404)
        return _document(_json(reply))

    def _ask(self, paths: Mapping[Generation, str]) -> Reply:
        """The answer of the path this server understands; a 404 only when none of them is."""
        if not self._base or not self._keys:
            raise RxResumeError("not_connected")
        known = _generations.get(self._base)
        # A server known for its new paths says 404 of a document that is gone, and means it.
        only_new = known == "new" and paths is not LIST_PATHS
        order: tuple[Generation, ...] = ("old", "new") if known == "old" else ("new", "old")
        for generation in order[:1] if only_new else order:
            reply = self._with_keys(paths[generation])
            if reply.status != 404:
                _generations[self._base] = generation
                return reply
        return reply

    def _with_keys(self, path: str) -> Reply:
        for key in self._keys:
            # A key no header can carry is one no server accepts.
            if not (key.isascii() and key.isprintable()):
                continue
            reply = self._twice(path, key=key)
            if reply.status != 401:
                return _accepted(reply)
        raise RxResumeError("refused_key", upstreamStatus=401)

    def _twice(self, path: str, *, key: str) -> Reply:
        """One retry where another attempt may meet a server that has come back."""
        try:
            reply = self._once(path, key=key)
        except OutboundError as error:
            if error.kind != "unreachable":
                raise _problem(error) from error
        else:
            if reply.status not in (502, 503, 504):
                return reply
        try:
            return self._once(path, key=key)
        except OutboundError as error:
            raise _problem(error) from error

    def _once(self, path: str, *, key: str) -> Reply:
        headers = {"x-api-key": key, "Accept": "application/json"}
        url = f"{self._base}/api/openapi{path}"
        return http.request("GET", url, policy=self._in_time(), headers=headers)

    def _in_time(self) -> Policy:
        if self._until is None:
            return self._policy
        left = self._until - time.monotonic()
        if left <= 0:
            raise OutboundError("timeout", step="read")
        return replace(self._policy, total=min(left, self._policy.total))


def list_path(base_url: str) -> str:
    """The path its list is asked at first."""
    return urlsplit(f"{_base(base_url)}/api/openapi{LIST_PATHS['new']}").path


def _base(url: str) -> str:
    return url.strip().rstrip("/").removesuffix("/openapi").removesuffix("/api").rstrip("/")


def _accepted(reply: Reply) -> Reply:
    """The reply, when it is one we can read or a 404, which its caller understands."""
    if reply.ok or reply.status == 404:
        return reply
    if reply.status == 403:
        raise RxResumeError("refused_key", upstreamStatus=403)
    if reply.status == 429:
        wait = retry_after(reply.headers)
        details = {} if wait is None else {"retryAfter": round(wait)}
        raise _with(RxResumeError("busy"), upstreamStatus=429, **details)
    if reply.status >= 500:
        raise _unreached("unreachable", step="answer", upstreamStatus=reply.status)
    sentence = f"Reactive Resume refused the request with status {reply.status}. "
    sentence += "Your copies here are unchanged."
    raise RxResumeError("other_status", sentence, upstreamStatus=reply.status)


def _problem(error: OutboundError) -> RxResumeError:
    if error.kind == "too_big":
        return RxResumeError("too_big")
    if error.kind == "bad_status":
        return _with(RxResumeError("other_status"), **error.details)
    if error.kind == "timeout":
        return _unreached("timeout", step=str(error.details.get("step", "read")))
    step = "address" if error.kind == "private_address" else error.details.get("step", "read")
    return _unreached("unreachable", step=str(step))


def _unreached(
    kind: Literal["unreachable", "timeout"], *, step: str, **details: object
) -> RxResumeError:
    where = here()
    failed = "took too long to answer" if kind == "timeout" else "could not be reached"
    sentence = (
        f"Reactive Resume {failed}, seen from this {where}: {STEPS.get(step, STEPS['read'])}. "
        "Your copies here are unchanged."
    )
    return _with(RxResumeError(kind, sentence), step=step, where=where, **details)


def _with(error: RxResumeError, **details: object) -> RxResumeError:
    error.details.update(details)
    return error


def _json(reply: Reply) -> object:
    try:
        return _loaded(reply.body)
    except (ValueError, RecursionError):
        raise RxResumeError("not_rxresume") from None


def _loaded(text: str | bytes) -> object:
    """Without NaN and infinities, which JSON does not know and no database keeps."""
    found: object = json.loads(text, parse_constant=_finite, parse_float=_finite)
    return found


def _finite(written: str) -> float:
    value = float(written)
    if not isfinite(value):
        raise ValueError(written)
    return value


def _document(found: object) -> dict[str, Any]:
    """Servers answer {data: {…, data: {basics}}}, {…, data: "json"} or the document alone."""
    for _ in range(4):
        if isinstance(found, str):
            try:
                found = _loaded(found)
            except (ValueError, RecursionError):
                break
        if not isinstance(found, dict):
            break
        if MARKS & found.keys() or "data" not in found:
            break
        found = found["data"]
    if isinstance(found, dict) and MARKS & found.keys():
        return found
    raise RxResumeError("not_rxresume")
