"""The only door outwards: checked addresses, no proxies, a size and a time that really end.

Start with `request`. It returns whatever status the other side sends; `require_ok` refuses the
ones that are not 2xx.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Literal
from urllib.parse import urljoin, urlsplit

from jobops.lib.exchange import Exchange, Head
from jobops.lib.network import OutboundError, Private

__all__ = ["OutboundError", "Policy", "Reply", "request", "require_ok"]

Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
# What must not reach a host it was not meant for.
CONFIDENTIAL = ("authorization", "cookie", "x-api-key", "proxy-authorization")


@dataclass(frozen=True)
class Policy:
    """One row of the table of outbound uses. Times in seconds, sizes in bytes after unpacking.

    `types` lists accepted content types of a 2xx answer ("text/html", or "image/" for all of them);
    `hosts` and `ports` bound every hop; `cut` keeps the beginning of a larger answer instead of
    refusing it. With no redirects allowed, a redirect is the answer.
    """

    private_ok: Private = False
    redirects: int = 0
    connect: float = 5
    total: float = 15
    max_bytes: int = 2 * 1024 * 1024
    types: tuple[str, ...] | None = None
    same_host_redirects: bool = False
    hosts: tuple[str, ...] | None = None
    ports: tuple[int, ...] | None = None
    cut: bool = False


@dataclass(frozen=True)
class Reply:
    """`headers` by lower-case name; `url` is the address that answered, after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def content_type(self) -> str:
        return _content_type(self.headers)


def request(
    method: Method,
    url: str,
    *,
    policy: Policy,
    headers: Mapping[str, str] | None = None,
    json: object = None,
    params: Mapping[str, str] | None = None,
    data: bytes | None = None,
) -> Reply:
    """Raises OutboundError; its cause is for the log and never for a page."""
    deadline = time.monotonic() + policy.total
    head = Head(method, url, headers=dict(headers or {}), params=params, json=json, data=data)
    for hop in range(policy.redirects + 1):
        _check_address(head.url, policy)
        reply = _exchange(head, policy, deadline=deadline)
        target = _target(reply)
        if target is None or policy.redirects == 0:
            return reply
        if hop < policy.redirects:
            head = _next_hop(head, reply, target=target, policy=policy)
    raise OutboundError("bad_status", upstreamStatus=reply.status, step="redirect")


def require_ok(reply: Reply) -> Reply:
    if not reply.ok:
        raise OutboundError("bad_status", upstreamStatus=reply.status)
    return reply


def _exchange(head: Head, policy: Policy, *, deadline: float) -> Reply:
    with Exchange(head, private_ok=policy.private_ok, deadline=deadline) as exchange:
        answer = exchange.open(connect=policy.connect)
        found = {name.lower(): value for name, value in answer.headers.items()}
        is_good = 200 <= answer.status_code < 300
        if is_good and policy.types is not None and not _fits(found, policy.types):
            raise OutboundError("bad_type", upstreamStatus=answer.status_code)
        body = exchange.read(limit=policy.max_bytes, cut=policy.cut)
    return Reply(status=answer.status_code, headers=found, body=body, url=answer.url or head.url)


def _check_address(url: str, policy: Policy) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise OutboundError("private_address") from None
    host = (parts.hostname or "").rstrip(".")
    allowed = (
        parts.scheme in ("http", "https")
        and host
        and not (parts.username or parts.password)
        and (policy.ports is None or port in policy.ports)
        and (policy.hosts is None or is_listed(host, policy.hosts))
    )
    if not allowed:
        raise OutboundError("private_address")


def is_listed(host: str, hosts: tuple[str, ...]) -> bool:
    """An entry ".example.org" stands for every host below it."""
    return any(host == each or (each.startswith(".") and host.endswith(each)) for each in hosts)


def _target(reply: Reply) -> str | None:
    if reply.status not in (301, 302, 303, 307, 308) or "location" not in reply.headers:
        return None
    return urljoin(reply.url, reply.headers["location"])


def _next_hop(head: Head, reply: Reply, *, target: str, policy: Policy) -> Head:
    here, there = urlsplit(reply.url), urlsplit(target)
    same_host = here.hostname == there.hostname
    if policy.same_host_redirects and not same_host:
        raise OutboundError("bad_status", upstreamStatus=reply.status, step="redirect")
    headers = head.headers
    downgraded = here.scheme == "https" and there.scheme != "https"
    if not same_host or downgraded or (here.scheme == there.scheme and here.port != there.port):
        headers = {k: v for k, v in headers.items() if k.lower() not in CONFIDENTIAL}
    changed = reply.status == HTTPStatus.SEE_OTHER or (
        reply.status in (301, 302) and head.method == "POST"
    )
    if changed and head.method != "HEAD":
        return Head("GET", target, headers=headers)
    return replace(head, url=target, headers=headers, params=None)


def _content_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _fits(headers: Mapping[str, str], types: tuple[str, ...]) -> bool:
    kind = _content_type(headers)
    return any(kind == each or (each.endswith("/") and kind.startswith(each)) for each in types)
