"""Mailboxes as the wire shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from orchestrator.api import mail_runs
from orchestrator.api.wire import milliseconds
from orchestrator.inbox import accounts
from orchestrator.models import MailAccount, SyncRun


def account(row: MailAccount) -> dict[str, Any]:
    shown = accounts.status(row)
    error = shown["last_error"]
    return {
        "id": shown["id"],
        "provider": shown["provider"],
        "accountKey": shown["account_key"],
        "displayName": shown["display_name"],
        "address": shown["address"],
        "status": shown["status"],
        "isEnabled": shown["is_enabled"],
        "interval": shown["interval"],
        "hasRefreshToken": shown["has_refresh_token"],
        "hasPassword": shown["has_password"],
        "server": shown["server"] or None,
        "lastError": error and {key: error.get(key) for key in ("code", "message", "at")},
        "lastConnectedAt": _at(shown["last_connected_at"]),
        "lastSyncedAt": _at(shown["last_synced_at"]),
    }


def action(
    name: str,
    *,
    provider: str,
    key: str,
    row: MailAccount | None,
    message: str,
    warning: str = "",
    url: str | None = None,
    run: SyncRun | None = None,
) -> dict[str, Any]:
    connected = row is not None and row.status != "disconnected"
    shown = account(row) if row is not None and connected else None
    standing = {"provider": provider, "accountKey": key, "connected": connected}
    return {
        "provider": provider,
        "action": name,
        "accountKey": key,
        "status": {**standing, "integration": shown},
        "message": message,
        "warning": warning or None,
        "authorizationUrl": url,
        "syncRun": mail_runs.shown([run])[0] if run else None,
    }


def _at(at: datetime | None) -> int | None:
    return milliseconds(at) if at else None
