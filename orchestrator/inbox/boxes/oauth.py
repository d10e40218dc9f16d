"""Signing in at Google: leaving with a state and a challenge, and coming back with a code.

Nothing is kept in memory, so it survives a restart; a state is used once, by whoever began it.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from jobops.lib import redaction
from jobops.lib.errors import Problem, Refused
from orchestrator import preferences
from orchestrator.inbox.boxes import gmail_account, gmail_tokens
from orchestrator.inbox.boxes.mailbox import MailError
from orchestrator.models import MailAccount, OAuthState, User

SCOPE = "https://www.googleapis.com/auth/gmail.readonly"
CALLBACK = "/oauth/gmail/callback"
VALID = timedelta(minutes=10)
LONGEST_STATE = 200


class GmailSignInError(Problem):
    """Signing in at Google did not end with an account. Nothing was changed."""

    SENTENCES: ClassVar = {
        "state": "This sign-in was begun by somebody else, is older than ten minutes, or was used"
        " already. Nothing was changed; begin again.",
        "declined": "Google was not given the permission. Nothing was changed; begin again if that"
        " was not meant.",
        "code": "Google did not accept this sign-in. Nothing was changed; begin again.",
        "scope": "Reading mail was not among what you allowed. Nothing was changed; begin again"
        " and leave that box ticked.",
        "no_refresh_token": "Google gave no lasting permission. Remove JobOps under “third-party"
        " access” of your Google account, then begin again.",
        "unreachable": "Google could not be reached, or did not answer as expected. Nothing was"
        " changed; begin again.",
    }


def is_configured(owner: User) -> bool:
    mine = preferences.of(owner)
    return bool(mine["gmailClientId"] and mine["gmailClientSecret"])


def redirect_uri(owner: User, request_base: str) -> str:
    """The address Google has to know: as set, else where this installation is reached."""
    chosen: str = preferences.of(owner)["gmailRedirectUri"]
    base = settings.PUBLIC_BASE_URL or request_base
    return chosen or f"{base.rstrip('/')}{CALLBACK}"


def start(owner: User, *, key: str, request_base: str) -> str:
    """The address at Google to go to. Raises Refused mail_not_configured."""
    if not is_configured(owner):
        raise Refused("mail_not_configured")
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    OAuthState.objects.filter(expires_at__lt=timezone.now() - VALID).delete()
    OAuthState.objects.create(
        owner=owner,
        account_key=key,
        digest=_digest(state),
        redirect_uri=redirect_uri(owner, request_base)[:500],
        verifier=preferences.box().seal(verifier),
        expires_at=timezone.now() + VALID,
    )
    return f"{settings.GMAIL_SIGN_IN_URL}?{urlencode(_asked(owner, state, verifier, request_base))}"


def finish(owner: User, *, state: str, code: str) -> MailAccount:
    """The account that was signed in. Raises GmailSignInError."""
    row = _taken(owner, state)
    verifier = preferences.opened(row.verifier)
    redaction.remember([code])
    try:
        granted = gmail_tokens.grant(
            owner,
            {"grant_type": "authorization_code", "code": code, "code_verifier": verifier,
             "redirect_uri": row.redirect_uri},
        )  # fmt: skip
    except MailError as refused:
        kind = "code" if refused.kind in ("revoked", "not_allowed") else "unreachable"
        raise GmailSignInError(kind) from refused
    if granted.scopes and SCOPE not in granted.scopes:
        raise GmailSignInError("scope")
    if not granted.refresh:
        raise GmailSignInError("no_refresh_token")
    try:
        return gmail_account.save(owner, key=row.account_key, granted=granted)
    except MailError as failed:
        raise GmailSignInError("unreachable") from failed


def declined(owner: User, state: str) -> None:
    """Somebody came back without a code; the state is used up. Raises GmailSignInError."""
    _taken(owner, state)
    raise GmailSignInError("declined")


def _taken(owner: User, state: str) -> OAuthState:
    """The state's row, which is from now on used: of two who come at once, one gets it."""
    now = timezone.now()
    mine = OAuthState.objects.filter(
        owner=owner, digest=_digest(state), used_at=None, expires_at__gt=now
    )
    row = mine.first()
    if row is None or not mine.filter(pk=row.pk).update(used_at=now):
        raise GmailSignInError("state")
    return row


def _asked(owner: User, state: str, verifier: str, request_base: str) -> dict[str, str]:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    return {
        "client_id": preferences.of(owner)["gmailClientId"],
        "redirect_uri": redirect_uri(owner, request_base)[:500],
        "response_type": "code",
        "scope": SCOPE,
        "access_type": "offline",
        "prompt": "consent",
        "state": state,
        "code_challenge": challenge.decode().rstrip("="),
        "code_challenge_method": "S256",
    }


def _digest(state: str) -> str:
    return hashlib.sha256(state[:LONGEST_STATE].encode()).hexdigest()
