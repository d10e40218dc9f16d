"""Trying the addresses of webhooks with values that are not saved yet."""

from __future__ import annotations

from collections.abc import Sequence

from orchestrator import outbox
from orchestrator.models import User
from orchestrator.ops import webhooks
from orchestrator.ops.connections import Found, Trial, spot, unreached

PRIVATE = (
    "{there} is in a private network, and nobody who runs this installation named it.",
    "Name the host in JOBOPS_WEBHOOK_PRIVATE_HOSTS, then start again.",
)


def trial(owner: User, urls: Sequence[str], *, secret: str, bearer: bool) -> Trial:
    """Send each address one message that says it is a test."""
    if not urls:
        found = Found(False, "No address is given.", "Type one, then test again.")
        return Trial(found, "Nothing was asked", 0)
    message = outbox.unstored(owner.pk, "job", outbox.TEST, {})
    made = [webhooks.attempt(message, url=url, secret=secret, bearer=bearer) for url in urls]
    told = [_found(url, one) for url, one in zip(urls, made, strict=True)]
    fixes = dict.fromkeys(one.fix for one in told if one.fix)
    found = Found(
        all(one.fine for one in told), " ".join(one.said for one in told), " ".join(fixes)
    )
    asked = "; ".join(f"POST webhook.test to {spot(url)}" for url in urls)
    return Trial(found, asked, sum(one.duration_ms for one in made))


def _found(url: str, made: webhooks.Attempt) -> Found:
    there = spot(url)
    if made.fine:
        return Found(True, f"{there} took it (status {made.status}).")
    if made.status:
        said = f"{there} refused it (status {made.status})."
        return Found(False, said, "Check the path, and what it expects.")
    if made.reason == "private_address":
        return Found(False, PRIVATE[0].format(there=there), PRIVATE[1])
    return unreached(url, kind=made.reason, step=made.step or "connect")
