"""The tokens of a Gmail account: sealed, renewed in time, and stored by whoever renewed them
first.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.conf import settings

from jobops.lib import redaction
from jobops.lib.http import Reply
from jobops.lib.secretbox import SecretBoxError
from orchestrator import preferences
from orchestrator.inbox.boxes import gmail_http
from orchestrator.inbox.boxes.mailbox import MailError
from orchestrator.models import MailAccount, User

# Seconds a token must still hold to be used.
SPARE = 60


@dataclass(frozen=True)
class Tokens:
    """`expires_at` in seconds since 1970."""

    refresh: str
    access: str = ""
    expires_at: float = 0.0

    @property
    def is_fresh(self) -> bool:
        return bool(self.access) and self.expires_at - time.time() >= SPARE


@dataclass(frozen=True)
class Granted:
    """What Google gives for a code or a refresh token."""

    access: str
    expires_in: float
    refresh: str
    scopes: frozenset[str]


def sealed(tokens: Tokens) -> str:
    redaction.remember([tokens.refresh, tokens.access])
    return preferences.box().seal(json.dumps(asdict(tokens)))


def opened(text: str | None) -> Tokens:
    """Raises MailError revoked when there are none, or the key they were sealed with is gone."""
    try:
        found = Tokens(**json.loads(preferences.box().open(text or "")))
    except SecretBoxError as lost:
        raise MailError("revoked") from lost
    redaction.remember([found.refresh, found.access])
    return found


def usable(account_id: UUID, owner: User, *, refused: str = "") -> str:
    """An access token that holds for a while yet; `refused` is one that was not taken any more.

    Two workers may renew at once: what was stored first is what both use.
    """
    stored = _stored(account_id)
    tokens = opened(stored)
    if tokens.is_fresh and tokens.access != refused:
        return tokens.access
    granted = grant(owner, {"grant_type": "refresh_token", "refresh_token": tokens.refresh})
    renewed = replace(
        tokens, access=granted.access, expires_at=time.time() + granted.expires_in,
        refresh=granted.refresh or tokens.refresh,
    )  # fmt: skip
    mine = MailAccount.objects.filter(pk=account_id, credentials=stored)
    if mine.update(credentials=sealed(renewed)):
        return renewed.access
    return opened(_stored(account_id)).access


def grant(owner: User, form: dict[str, str]) -> Granted:
    """Ask Google for tokens. Raises MailError: revoked when it gives none for what it was shown."""
    mine = preferences.of(owner)
    client = {"client_id": mine["gmailClientId"], "client_secret": mine["gmailClientSecret"] or ""}
    reply = gmail_http.post(settings.GMAIL_TOKEN_URL, {**client, **form})
    if not reply.ok:
        raise _refusal(reply)
    return _granted(gmail_http.said(reply))


def _granted(said: dict[str, Any]) -> Granted:
    access, seconds = said.get("access_token"), said.get("expires_in", 3600)
    if not isinstance(access, str) or not isinstance(seconds, int | float):
        raise MailError("protocol")
    redaction.remember([access, str(said.get("refresh_token") or "")])
    return Granted(
        access=access,
        expires_in=float(seconds),
        refresh=str(said.get("refresh_token") or ""),
        scopes=frozenset(str(said.get("scope", "")).split()),
    )


def _refusal(reply: Reply) -> MailError:
    """400 with invalid_grant: the permission has ended. A wrong client is as final."""
    error = gmail_http.said(reply).get("error")
    if reply.status == 429 or reply.status >= 500:
        return MailError("rate_limited", retryAfter=gmail_http.after(reply))
    if error in ("invalid_grant", "invalid_client", "unauthorized_client"):
        return MailError("revoked" if error == "invalid_grant" else "not_allowed")
    return MailError("protocol")


def _stored(account_id: UUID) -> str | None:
    rows = MailAccount.objects.filter(pk=account_id).values_list("credentials", flat=True)
    return rows.first()
