"""One call to Google: which hosts, how long, and what an answer that is not one means."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from jobops.lib import http
from jobops.lib.http import OutboundError, Policy, Reply
from jobops.lib.waiting import retry_after
from orchestrator.inbox.boxes.mailbox import COMMAND_SECONDS, CONNECT_SECONDS, MailError

HOSTS = ("accounts.google.com", "oauth2.googleapis.com", "gmail.googleapis.com")
MOST_BYTES = 8 * 1024 * 1024
# Seconds between tries of one call; a longer wait is the next run's.
PAUSES = (0.5, 1.5, 4.0)
LONGEST_WAIT = 10.0
SHORTEST_AFTER, LONGEST_AFTER = 60, 6 * 3600
TOO_FAST = frozenset(
    {"rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded"}
)


class Unauthorized(MailError):
    """The access token is not taken any more."""


class Missing(MailError):
    """There is nothing at this address of the API."""


class TooLong(MailError):
    """The answer is longer than is read."""


def policy(url: str, *, seconds: float = COMMAND_SECONDS) -> Policy:
    """Google's hosts only, or the one the administrator's environment names."""
    host = urlsplit(url).hostname or ""
    return Policy(
        private_ok=host not in HOSTS,
        connect=CONNECT_SECONDS,
        total=seconds,
        max_bytes=MOST_BYTES,
        types=("application/json",),
        hosts=(host,),
    )


def get(path: str, *, token: str, params: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """A read of the Gmail API; slow-downs and outages are waited for a little.

    Raises MailError, three kinds of it by class: Unauthorized, Missing, TooLong.
    """
    url = f"{settings.GMAIL_API_URL}/gmail/v1/users/me/{path}"
    if params:
        url = f"{url}?{urlencode(params)}"
    for pause in (*PAUSES, None):
        reply = _asked("GET", url, headers={"Authorization": f"Bearer {token}"})
        if reply.ok:
            return _read(reply)
        wait = _wait(reply, pause)
        time.sleep(wait)
    raise AssertionError("the last try has no pause")


def post(url: str, form: Mapping[str, str], *, seconds: float = COMMAND_SECONDS) -> Reply:
    """A form to one of the sign-in addresses. Raises MailError."""
    return _asked(
        "POST",
        url,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        data=urlencode(form).encode(),
        seconds=seconds,
    )


def said(reply: Reply) -> dict[str, Any]:
    """The object in an answer, empty when there is none."""
    try:
        found = json.loads(reply.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def after(reply: Reply) -> int:
    """Seconds until a later run may try."""
    asked = retry_after(reply.headers) or SHORTEST_AFTER
    return int(min(max(asked, SHORTEST_AFTER), LONGEST_AFTER))


def _asked(
    method: http.Method,
    url: str,
    *,
    headers: Mapping[str, str],
    data: bytes | None = None,
    seconds: float = COMMAND_SECONDS,
) -> Reply:
    try:
        found = policy(url, seconds=seconds)
        return http.request(method, url, policy=found, headers=headers, data=data)
    except OutboundError as error:
        if error.kind == "too_big":
            raise TooLong("protocol") from error
        raise MailError(_kind(error)) from error


def _kind(error: OutboundError) -> str:
    if error.details.get("step") == "tls":
        return "certificate"
    known = {"timeout": "timeout", "unreachable": "connect", "private_address": "resolve"}
    return known.get(error.kind, "protocol")


def _read(reply: Reply) -> dict[str, Any]:
    found = said(reply)
    if not found:
        raise MailError("protocol")
    return found


def _wait(reply: Reply, pause: float | None) -> float:
    """How long to wait before the same call is made again. Raises what makes that useless."""
    if reply.status == 401:
        raise Unauthorized("revoked")
    if reply.status in (404, 410):
        raise Missing("gone")
    too_fast = reply.status == 429 or (reply.status == 403 and _reasons(reply) & TOO_FAST)
    if not too_fast and reply.status < 500:
        raise MailError("not_allowed" if reply.status == 403 else "protocol")
    asked = retry_after(reply.headers) or 0.0
    if pause is None or asked > LONGEST_WAIT:
        raise MailError("rate_limited", retryAfter=after(reply))
    # Not all at the same moment again.
    return max(asked, random.uniform(pause / 2, pause))


def _reasons(reply: Reply) -> set[str]:
    error = said(reply).get("error")
    rows = error.get("errors", ()) if isinstance(error, dict) else ()
    return {str(one.get("reason")) for one in rows if isinstance(one, dict)}
