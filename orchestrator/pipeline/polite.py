"""The way out of every source: its own hosts, https, one request at a time, within its limits."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from jobops.lib import http
from jobops.lib.http import OutboundError, Policy, Reply
from jobops.version import version
from orchestrator.pipeline import feeds_kept, turns
from orchestrator.pipeline.turns import Patience
from orchestrator.sources.base import Answer, SourceError
from orchestrator.sources.registry import Source

REQUEST_SECONDS = 20.0
CONNECT_SECONDS = 5.0
MOST_BYTES = 25 * 1024 * 1024
REDIRECTS = 3
RETRIES, FIRST_PAUSE, JITTER = 2, 0.5, 0.25
NOT_MODIFIED, TOO_MANY = 304, 429
WORTH_ANOTHER_TRY = frozenset({502, 503, 504})
KINDS: Mapping[int, str] = {
    401: "refused", 402: "refused", 403: "refused", 451: "refused", 404: "not_found",
    408: "timeout", 410: "not_found", TOO_MANY: "rate_limited",
}  # fmt: skip
# How the pages begin that want to see a person.
WALLS = (
    b"challenge-platform",
    b"cf-chl",
    b"just a moment",
    b"captcha",
    b"_incapsula_",
    b"datadome",
)
WALLED = frozenset({403, 429, 503})
ELSEWHERE = "The source leads to an address that is not its own. JobOps did not follow."
WALL = "The source wants to see a person. JobOps does not get around that."
KEY_REFUSED = "The source refused the key. Check it in the settings."
GONE = "The source is not at its address any more."


@dataclass(frozen=True)
class _Asked:
    """`url` is what the adapter named, `host` whose turn it takes."""

    method: http.Method
    url: str
    host: str
    params: Mapping[str, str] | None = None
    headers: Mapping[str, str] | None = None
    body: object = None


class Polite:
    """A SourceHttp. `scope` names whose limits are used up; `deadline` is monotonic time."""

    def __init__(
        self, source: Source, *, scope: str, deadline: float, cancelled: Callable[[], bool]
    ) -> None:
        self.requests = 0
        self._source = source
        self._scope = scope
        self._patience = Patience(deadline, cancelled)

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        asked = _Asked("GET", url, self._host(url), params=params, headers=headers)
        return self._feed(asked) if self._source.poll else self._fetched(asked)

    def post(self, url: str, *, body: object) -> Answer:
        return self._fetched(_Asked("POST", url, self._host(url), body=body))

    def _feed(self, asked: _Asked) -> Answer:
        key = feeds_kept.key_of(asked.url, asked.params)
        self._patience.check()
        if stored := feeds_kept.fresh(self._source, key):
            return feeds_kept.opened(stored, url=asked.url)
        return self._fetched(asked, key=key)

    def _fetched(self, asked: _Asked, *, key: str = "") -> Answer:
        """The answer after as many attempts as are due."""
        failures, has_waited = 0, False
        while True:
            reply, failure = self._attempt(asked, key=key)
            if isinstance(reply, Answer):
                return reply
            wait = None if reply is None or has_waited else _wait_asked_for(reply)
            if wait is not None and wait <= self._patience.left:
                has_waited = True
                self._patience.pause(wait)
            elif _is_worth_another_try(reply, failure) and failures < RETRIES:
                self._patience.pause(FIRST_PAUSE * 2**failures + random.uniform(0, JITTER))
                failures += 1
            else:
                raise self._problem(reply, failure)

    def _attempt(
        self, asked: _Asked, *, key: str
    ) -> tuple[Answer | Reply | None, OutboundError | None]:
        """One request in its turn: an answer, a reply that is none, or why there is no reply."""
        self._patience.check()
        with turns.turn(asked.host, gap=self._source.gap, patience=self._patience):
            if key and (stored := feeds_kept.fresh(self._source, key)):
                return feeds_kept.opened(stored, url=asked.url), None
            self._patience.check()
            turns.spend(self._scope, self._source.limits)
            try:
                reply = self._send(asked, conditions=feeds_kept.conditions(key) if key else {})
            except OutboundError as error:
                return None, error
            # Within the turn: whoever waits for it finds the feed kept.
            return self._read(reply, asked, key=key), None

    def _read(self, reply: Reply, asked: _Asked, *, key: str) -> Answer | Reply:
        if key and reply.status == NOT_MODIFIED and (stored := feeds_kept.unchanged(key)):
            return feeds_kept.opened(stored, url=asked.url)
        if not reply.ok:
            return reply
        answer = Answer(body=reply.body, headers=reply.headers, url=_direct(reply.url))
        if key:
            feeds_kept.keep(self._source, key, answer)
        return answer

    def _send(self, asked: _Asked, *, conditions: Mapping[str, str]) -> Reply:
        self.requests += 1
        said = {"Accept": "application/json", **(asked.headers or {}), **conditions}
        return http.request(
            asked.method,
            _relayed(asked.url),
            policy=self._policy(),
            headers={**said, "User-Agent": user_agent()},
            params=asked.params,
            json=asked.body,
        )

    def _policy(self) -> Policy:
        left = max(self._patience.left, 0.01)
        relay = urlsplit(settings.SOURCE_RELAY_URL)
        return Policy(
            # The administrator named the relay; it may stand in the own network.
            private_ok=bool(relay.hostname),
            hosts=(relay.hostname,) if relay.hostname else self._source.hosts,
            ports=(relay.port or _port(relay.scheme),) if relay.hostname else (443,),
            redirects=REDIRECTS,
            connect=CONNECT_SECONDS,
            total=min(REQUEST_SECONDS, left),
            max_bytes=MOST_BYTES,
        )

    def _host(self, url: str) -> str:
        """Raises SourceError for an address the registry row does not name."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise SourceError("unsupported") from None
        plain = parts.scheme == "https" and port in (None, 443) and "@" not in parts.netloc
        if not plain or not http.is_listed(host, self._source.hosts):
            raise SourceError("refused", ELSEWHERE)
        return host

    def _problem(self, reply: Reply | None, failure: OutboundError | None) -> SourceError:
        if failure is not None:
            return _not_answered(failure)
        assert reply is not None, "neither a reply nor a failure"
        if _is_wall(reply):
            return SourceError("refused", WALL)
        if reply.status == TOO_MANY:
            return SourceError("rate_limited", retry_after=_seconds_said(reply))
        kind = KINDS.get(reply.status, "unreachable" if reply.status >= 500 else "changed_shape")
        return SourceError(kind, self._sentence(kind))

    def _sentence(self, kind: str) -> str | None:
        if kind == "not_found" and self._source.kind != "board":
            return GONE
        return KEY_REFUSED if kind == "refused" and self._source.needs else None


def user_agent() -> str:
    """Who asks: the product, its version, and where to complain when the administrator says so."""
    contact = f"+{settings.CONTACT_URL}" if settings.CONTACT_URL else "self-hosted job search"
    return f"JobOps/{version()} ({contact})"


def _relayed(url: str) -> str:
    relay = settings.SOURCE_RELAY_URL
    return f"{relay.rstrip('/')}/{url.removeprefix('https://')}" if relay else url


def _direct(url: str) -> str:
    """The address as the source has it, without the relay before it."""
    relay = settings.SOURCE_RELAY_URL.rstrip("/")
    inside = url.removeprefix(f"{relay}/") if relay else url
    return url if inside == url else f"https://{inside}"


def _port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _not_answered(failure: OutboundError) -> SourceError:
    if failure.kind in ("private_address", "bad_status"):
        return SourceError("refused", ELSEWHERE)
    kinds = {"timeout": "timeout", "too_big": "too_big", "bad_type": "changed_shape"}
    return SourceError(kinds.get(failure.kind, "unreachable"))


def _is_worth_another_try(reply: Reply | None, failure: OutboundError | None) -> bool:
    if reply is not None:
        return reply.status in WORTH_ANOTHER_TRY and not _is_wall(reply)
    assert failure is not None, "neither a reply nor a failure"
    was_connected = failure.details.get("step") not in ("dns", "connect")
    return failure.kind == "unreachable" or (failure.kind == "timeout" and not was_connected)


def _is_wall(reply: Reply) -> bool:
    if reply.status not in WALLED:
        return False
    start = reply.body[:100_000].lower()
    return "cf-mitigated" in reply.headers or any(sign in start for sign in WALLS)


def _wait_asked_for(reply: Reply) -> float | None:
    is_asked = reply.status == TOO_MANY and not _is_wall(reply)
    return _seconds_said(reply) if is_asked else None


def _seconds_said(reply: Reply) -> float | None:
    """Seconds, from a number or an HTTP date; None when nothing usable was said."""
    said = reply.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdecimal():
        return float(said[:9])
    with suppress(ValueError, TypeError):
        moment = parsedate_to_datetime(said)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max((aware - timezone.now()).total_seconds(), 0.0)
    return None
