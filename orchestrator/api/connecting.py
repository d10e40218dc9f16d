"""What the doors of mailboxes share: which account is meant, and connecting it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from jobops.lib.errors import Invalid, Refused
from orchestrator import access
from orchestrator.api import wire_mailboxes
from orchestrator.api.schemas.mailboxes import ConnectBody
from orchestrator.inbox import accounts
from orchestrator.inbox.boxes import oauth
from orchestrator.models import MailAccount

NEEDED = ("host", "username", "password")


def find(request: HttpRequest, provider: str, key: str) -> MailAccount | None:
    return accounts.find(access.owner(request), provider=provider, key=key)


def there(request: HttpRequest, provider: str, key: str) -> MailAccount:
    """Raises Refused mail_not_connected."""
    row = find(request, provider, key)
    if row is None:
        raise Refused("mail_not_connected")
    return row


def connected(request: HttpRequest, provider: str, body: ConnectBody) -> dict[str, Any]:
    """Raises Invalid, MailError, Refused mail_not_configured."""
    if provider == "gmail":
        url, row = google(request, body.account_key), find(request, provider, body.account_key)
        message = "Open authorizationUrl in a browser to give the permission."
    else:
        url, row, message = None, _server(request, body), "Connected."
    return wire_mailboxes.action(
        "connect", provider=provider, key=body.account_key, row=row, message=message, url=url
    )


def google(request: HttpRequest, key: str) -> str:
    base = request.build_absolute_uri("/")
    return oauth.start(access.owner(request), key=key, request_base=base)


def standing(row: MailAccount | None) -> str:
    if row is None or row.status == "disconnected":
        return "Not connected."
    return str((row.last_error or {}).get("message") or "Connected.")


def _server(request: HttpRequest, body: ConnectBody) -> MailAccount:
    missing = [name for name in NEEDED if not getattr(body, name).strip()]
    if missing:
        raise Invalid({name: ["This is needed for a mail server."] for name in missing})
    return accounts.connect_imap(
        access.owner(request),
        key=body.account_key,
        host=body.host,
        port=body.port,
        security=body.security,
        username=body.username,
        password=body.password,
        folders=body.folders,
        display_name=body.display_name,
    )
