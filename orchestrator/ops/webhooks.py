"""Sends what the outbox holds: signed, one attempt at a time, retried, and not for ever."""

from __future__ import annotations

import hashlib
import hmac
import logging
import random
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.http import Http404
from django.utils import timezone
from django.utils.http import parse_http_date_safe

from jobops import logs
from jobops.lib import http, redaction
from jobops.lib.errors import Problem
from jobops.lib.http import OutboundError, Policy
from jobops.version import version
from orchestrator import outbox, preferences
from orchestrator.models import Delivery, Tally, User, Webhook
from orchestrator.ops import own_network
from orchestrator.queue import enqueue

logger = logging.getLogger(__name__)

WAITS = (30, 120, 600, 3600, 6 * 3600)
SPREAD = 0.2
LONGEST_ASKED = 3600
# A worker that died while sending: the receiver knows the delivery by its id.
LOST_AFTER = timedelta(seconds=60)
KEPT_SWITCHED_OFF = timedelta(days=7)
GIVE_UP_AFTER, GIVE_UP_SPAN = 20, timedelta(hours=24)
GONE = 410
EXCERPT = 200
POLICY = Policy(redirects=0, connect=3, total=7, max_bytes=4096, cut=True)


@dataclass(frozen=True)
class Attempt:
    """`status` of the answer, or none; `reason` and `step` as in OutboundError; `wait` in seconds
    as the receiver asked for.
    """

    at: datetime
    status: int | None
    duration_ms: int
    reason: str = ""
    excerpt: str = ""
    wait: float = 0
    step: str = ""

    @property
    def fine(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    def logged(self) -> dict[str, Any]:
        at = self.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {
            "at": at,
            "status": self.status,
            "durationMs": self.duration_ms,
            "reason": self.reason,
            "excerpt": self.excerpt,
        }


class WebhookProblem(Problem):
    SENTENCES: ClassVar[Mapping[str, str]] = {
        "no_address": "No address is set for these messages. Save one first.",
        "waiting": "This message is still waiting for its next attempt.",
    }


@dataclass(frozen=True)
class Standing:
    """One kind of message: whether it has an address, and what trouble there is with it."""

    kind: str
    configured: bool
    hook: Webhook | None


def known(kind: str) -> str:
    """Raises Http404 for what is no kind of message."""
    if kind not in outbox.ADDRESSES:
        raise Http404
    return kind


def standing(owner: User) -> list[Standing]:
    wanted = preferences.of(owner)
    hooks = {hook.kind: hook for hook in Webhook.objects.filter(owner=owner)}
    return [
        Standing(kind, bool(wanted[key]), hooks.get(kind)) for kind, key in outbox.ADDRESSES.items()
    ]


def newest(owner: User, *, most: int = 50) -> list[Delivery]:
    return list(Delivery.objects.filter(owner=owner).order_by("-created_at")[:most])


def start_due() -> int:
    """Queue every message whose next attempt is due, and those a dead worker left; how many."""
    now = timezone.now()
    _take_up_lost(now)
    _let_go_of_old(now)
    due = Delivery.objects.filter(state="pending", attempts__gt=0, next_at__lte=now)
    unheard = Delivery.objects.filter(
        state="pending", attempts=0, next_at__lte=now - timedelta(seconds=10)
    )
    heard = (due | unheard).filter(owner__is_active=True)
    found = list(heard.exclude(_switched_off()).order_by("next_at")[:100])
    for one in found:
        enqueue("deliver", one.pk)
    return len(found)


def _take_up_lost(now: datetime) -> None:
    """What a dead worker was sending may have arrived or not: the receiver knows it by its id."""
    lost = Delivery.objects.filter(state="sending", next_at__lt=now - LOST_AFTER)
    lost.filter(attempts__gt=len(WAITS)).update(state="failed", finished_at=now)
    lost.update(state="pending")


def _let_go_of_old(now: datetime) -> None:
    """What waits for an address that is switched off waits for a week."""
    old = Delivery.objects.filter(state="pending", created_at__lt=now - KEPT_SWITCHED_OFF)
    old.filter(_switched_off()).update(state="cancelled", finished_at=now)


def deliver(delivery_id: UUID | str, *, though_off: bool = False) -> Delivery | None:
    """One attempt, if wanted `though_off`, the address being switched off. Twice at once or late is
    safe: a swap decides who sends.
    """
    now = timezone.now()
    waiting = Delivery.objects.filter(pk=delivery_id, state="pending", next_at__lte=now)
    allowed = waiting if though_off else waiting.exclude(_switched_off())
    if not allowed.update(state="sending", next_at=now, attempts=F("attempts") + 1):
        return None
    delivery = Delivery.objects.select_related("owner").get(pk=delivery_id)
    with logs.bind(requestId=delivery.request_id or None):
        made = _attempt(delivery)
        _note(delivery, made)
    return delivery


def send_test(owner: User, kind: str) -> Delivery:
    """Send a message that says it is a test, at once; its one attempt is in its log.

    Raises WebhookProblem(no_address).
    """
    if not preferences.of(owner)[outbox.ADDRESSES[kind]]:
        raise WebhookProblem("no_address")
    delivery = outbox.test(owner, kind)
    # Of one that is switched off somebody wants to see whether it is well again.
    deliver(delivery.pk, though_off=True)
    delivery.refresh_from_db()
    if delivery.state == "pending":
        Delivery.objects.filter(pk=delivery.pk).update(state="failed", finished_at=timezone.now())
        delivery.refresh_from_db()
    return delivery


def send_again(delivery: Delivery) -> Delivery:
    """Offer a finished message once more, with the id and the body it has. Raises
    WebhookProblem(waiting).
    """
    again = Delivery.objects.filter(pk=delivery.pk, state__in=("failed", "delivered"))
    with transaction.atomic():
        if not again.update(state="pending", next_at=timezone.now(), finished_at=None, attempts=0):
            raise WebhookProblem("waiting")
        enqueue("deliver", delivery.pk)
    delivery.refresh_from_db()
    return delivery


def turn_on(owner: User, kind: str) -> int:
    """Take a switched-off address up again; how many kept messages go out now."""
    Webhook.objects.filter(owner=owner, kind=kind).update(
        disabled_at=None, failures=0, failing_since=None
    )
    kept = Delivery.objects.filter(owner=owner, kind=kind, state="pending")
    for one in kept:
        enqueue("deliver", one.pk)
    return len(kept)


def signature(secret: str, *, timestamp: int, body: bytes) -> str:
    """What a receiver compares: v1= and the hex HMAC-SHA256 of `timestamp.body`."""
    signed = f"{timestamp}.".encode() + body
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _switched_off() -> Exists:
    return Exists(
        Webhook.objects.filter(
            owner=OuterRef("owner"), kind=OuterRef("kind"), disabled_at__isnull=False
        )
    )


def _attempt(delivery: Delivery) -> Attempt:
    wanted = preferences.of(delivery.owner)
    url, secret = wanted[outbox.ADDRESSES[delivery.kind]], wanted["webhookSecret"] or ""
    if not url:
        return Attempt(timezone.now(), None, 0, reason="no_address")
    return attempt(delivery, url=url, secret=secret, bearer=wanted["webhookSendBearer"])


def attempt(delivery: Delivery, *, url: str, secret: str, bearer: bool) -> Attempt:
    """Send it there once, and say how it went; nothing is written down."""
    begun, at, body = time.monotonic(), timezone.now(), delivery.body.encode()
    carried = bool(secret) and bearer and _may_carry(url)
    headers = _headers(delivery, body, secret=secret, bearer=carried, at=at)
    policy = replace(POLICY, private_ok=own_network.private_ok(url))
    try:
        reply = http.request("POST", url, policy=policy, headers=headers, data=body)
    except OutboundError as error:
        took = round(1000 * (time.monotonic() - begun))
        step = str(error.details.get("step", ""))
        return Attempt(at, None, took, reason=error.kind, step=step)
    text = redaction.scrub_text(
        reply.body.decode("utf-8", "replace"), limit=EXCERPT, secrets=[secret] if secret else ()
    )
    return Attempt(
        at, reply.status, round(1000 * (time.monotonic() - begun)),
        reason="" if reply.ok else "bad_status", excerpt=text, wait=_asked(reply.headers),
    )  # fmt: skip


def _headers(
    delivery: Delivery, body: bytes, *, secret: str, bearer: bool, at: datetime
) -> dict[str, str]:
    timestamp = int(at.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"JobOps/{version()}",
        "X-JobOps-Event": delivery.event,
        "X-JobOps-Delivery": str(delivery.pk),
        "X-JobOps-Timestamp": str(timestamp),
    }
    if delivery.request_id:
        headers["X-Request-Id"] = delivery.request_id
    if secret:
        headers["X-JobOps-Signature"] = signature(secret, timestamp=timestamp, body=body)
    if bearer:
        headers["Authorization"] = f"Bearer {secret}"
    return headers


def _note(delivery: Delivery, made: Attempt) -> None:
    """Write down how it went, and when to try again."""
    delivery.attempts_log = [*delivery.attempts_log, made.logged()][-20:]
    ended = made.fine or made.status == GONE or delivery.attempts > len(WAITS)
    if made.fine:
        delivery.state = "delivered"
    elif ended:
        delivery.state = "failed"
    else:
        delivery.state = "pending"
        delivery.next_at = timezone.now() + _wait(delivery.attempts, asked=made.wait)
    delivery.finished_at = timezone.now() if ended else None
    # Somebody who took this for lost has sent it meanwhile, and knows better how it went.
    if not _is_still_ours(delivery):
        return
    _judge(delivery, made)
    meta = {"delivery": str(delivery.pk), "event": delivery.event, "attempt": delivery.attempts}
    logger.info("webhook sent", extra={"meta": {**meta, **made.logged(), "excerpt": None}})


def _is_still_ours(delivery: Delivery) -> bool:
    ours = Delivery.objects.filter(pk=delivery.pk, state="sending", attempts=delivery.attempts)
    names = ("attempts_log", "state", "next_at", "finished_at")
    return bool(ours.update(**{name: getattr(delivery, name) for name in names}))


def _judge(delivery: Delivery, made: Attempt) -> None:
    """Twenty failures in a row over a day switch the address off."""
    hook, _ = Webhook.objects.get_or_create(owner=delivery.owner, kind=delivery.kind)
    if made.fine:
        if hook.failures:
            Webhook.objects.filter(pk=hook.pk).update(failures=0, failing_since=None)
        return
    since = hook.failing_since or made.at
    failures = hook.failures + (1 if delivery.finished_at else 0)
    off = failures >= GIVE_UP_AFTER and made.at - since >= GIVE_UP_SPAN
    Webhook.objects.filter(pk=hook.pk).update(
        failures=failures,
        failing_since=since,
        disabled_at=hook.disabled_at or (made.at if off else None),
    )
    if off and hook.disabled_at is None:
        Tally.objects.raised(delivery.owner_id)


def _wait(attempts: int, *, asked: float) -> timedelta:
    planned = WAITS[attempts - 1] * random.uniform(1 - SPREAD, 1 + SPREAD)
    return timedelta(seconds=max(planned, min(asked, LONGEST_ASKED)))


def _asked(headers: Mapping[str, str]) -> float:
    """`Retry-After` in seconds, whether it states these or a moment."""
    said = headers.get("retry-after", "")
    with suppress(ValueError):
        return max(0.0, float(said))
    moment = parse_http_date_safe(said)
    return max(0.0, moment - time.time()) if moment else 0.0


def _may_carry(url: str) -> bool:
    """A secret does not travel in the clear through the public network."""
    return urlsplit(url).scheme == "https" or own_network.is_inside(url)
