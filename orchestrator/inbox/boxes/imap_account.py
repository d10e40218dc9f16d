"""The row of an account on a mail server: written only after signing in worked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobops.lib import redaction
from jobops.lib.secretbox import SecretBoxError
from orchestrator import bells, preferences
from orchestrator.inbox.boxes.imap import ImapMailbox
from orchestrator.inbox.boxes.imap_open import Server
from orchestrator.inbox.boxes.mailbox import MailError
from orchestrator.models import MailAccount, User

SECURITY = ("tls", "starttls", "plain")
MOST_FOLDERS = 5
# With number and UIDVALIDITY it has to fit into a mail's external id.
LONGEST_FOLDER = 160


@dataclass(frozen=True)
class Login:
    """What somebody typed to reach a mailbox."""

    host: str
    port: int
    security: str
    username: str
    password: str
    folders: tuple[str, ...] = ("INBOX",)

    def mailbox(self) -> ImapMailbox:
        server = Server(self.host, self.port, self.security, self.username)
        return ImapMailbox(
            server, self.password, folders=self.folders, address=_address(self.username)
        )


def tried(login: Login) -> list[str]:
    """Sign in, open each folder, change nothing; the folders there are. Raises MailError."""
    box = login.mailbox()
    try:
        box.check()
        return box.folders()
    finally:
        box.close()


def save(owner: User, *, key: str, login: Login, display_name: str) -> MailAccount:
    """Raises MailError with the step that failed; then nothing is stored."""
    tried(login)
    now = timezone.now()
    changes: dict[str, Any] = {
        "display_name": display_name[:120], "address": _address(login.username),
        "server": _server(login), "credentials": sealed(login.password), "status": "connected",
        "last_connected_at": now, "updated_at": now, "last_error": None, "failures": 0,
        "not_before": None, "is_enabled": True,
    }  # fmt: skip
    with transaction.atomic():
        row, is_new = MailAccount.objects.select_for_update().get_or_create(
            owner=owner, provider="imap", account_key=key, defaults=changes
        )
        if not is_new:
            cursor = row.cursor if _is_same(row.server, login) else {}
            MailAccount.objects.filter(pk=row.pk).update(cursor=cursor, **changes)
            row.refresh_from_db()
        bells.tell(owner.pk)
    return row


def mailbox(account: MailAccount) -> ImapMailbox:
    """Raises MailError login when the stored password cannot be opened any more."""
    return _login(account.server, password(account)).mailbox()


def password(account: MailAccount) -> str:
    try:
        found: str = json.loads(preferences.box().open(account.credentials or ""))["password"]
    except SecretBoxError as lost:
        raise MailError("login", step="login") from lost
    redaction.remember([found])
    return found


def sealed(password: str) -> str:
    redaction.remember([password])
    return preferences.box().seal(json.dumps({"password": password}))


def _login(server: dict[str, Any], password: str) -> Login:
    return Login(
        host=server["host"],
        port=server["port"],
        security=server["security"],
        username=server["username"],
        password=password,
        folders=tuple(server["folders"]),
    )


def _server(login: Login) -> dict[str, Any]:
    return {
        "host": login.host,
        "port": login.port,
        "security": login.security,
        "username": login.username,
        "folders": list(login.folders),
    }


def _is_same(server: dict[str, Any], login: Login) -> bool:
    """Numbers of mails are those of one mailbox on one server."""
    now = _server(login)
    return all(server.get(key) == now[key] for key in ("host", "port", "username"))


def _address(username: str) -> str:
    return username.lower()[:320] if "@" in username else ""


def folders(given: Sequence[str]) -> tuple[str, ...]:
    """Names without blanks and repeats."""
    found = dict.fromkeys(name for one in given if (name := one.strip()))
    return tuple(found)[:MOST_FOLDERS] or ("INBOX",)
