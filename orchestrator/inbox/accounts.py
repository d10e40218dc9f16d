"""The mailboxes of an owner: connecting, changing, giving up. Start here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator import bells
from orchestrator.inbox import ending, leasing
from orchestrator.inbox.boxes import gmail_account, imap_account
from orchestrator.inbox.boxes.gmail import GmailMailbox
from orchestrator.inbox.boxes.imap_account import Login
from orchestrator.inbox.boxes.mailbox import Mailbox
from orchestrator.models import MailAccount, SyncRun, User

NOT_REVOKED = (
    "Google could not be told. The permission is gone here; remove it under “third-party access”"
    " of your Google account too."
)


def of(owner: User) -> list[MailAccount]:
    """Those that are connected or were, but for those given up; oldest first."""
    mine = MailAccount.objects.filter(owner=owner).exclude(status="disconnected")
    return list(mine.order_by("pk"))


def one(owner: User, pk: UUID) -> MailAccount:
    row = MailAccount.objects.filter(owner=owner, pk=pk).select_related("owner").first()
    if row is None:
        raise Http404
    return row


def find(owner: User, *, provider: str, key: str) -> MailAccount | None:
    mine = MailAccount.objects.filter(owner=owner, provider=provider, account_key=key)
    return mine.select_related("owner").first()


def readings(account: MailAccount) -> QuerySet[SyncRun]:
    """Newest first."""
    return SyncRun.objects.filter(account=account).order_by("-pk")


def free_key(owner: User, provider: str) -> str:
    """A key for one more account."""
    mine = MailAccount.objects.filter(owner=owner, provider=provider)
    taken = set(mine.exclude(status="disconnected").values_list("account_key", flat=True))
    if "default" not in taken:
        return "default"
    return next(key for number in range(2, 1000) if (key := f"account-{number}") not in taken)


def open_mailbox(account: MailAccount) -> Mailbox:
    """Raises Refused mail_not_connected, MailError."""
    if account.status == "disconnected" or not account.credentials:
        raise Refused("mail_not_connected")
    if account.provider == "gmail":
        return GmailMailbox(account)
    return imap_account.mailbox(account)


def connect_imap(
    owner: User,
    *,
    key: str,
    host: str,
    port: int,
    security: str,
    username: str,
    password: str,
    folders: Sequence[str],
    display_name: str = "",
) -> MailAccount:
    """Sign in, then store. Raises MailError whose `step` failed; then nothing is stored."""
    login = Login(host, port, security, username, password, imap_account.folders(folders))
    return imap_account.save(owner, key=key, login=login, display_name=display_name)


def change(account: MailAccount, **values: Any) -> MailAccount:
    """`interval` in minutes (0: never by itself), `is_enabled`, `display_name`."""
    MailAccount.objects.filter(pk=account.pk).update(updated_at=timezone.now(), **values)
    bells.tell(account.owner_id)
    account.refresh_from_db()
    return account


def disconnect(account: MailAccount) -> str:
    """Forget how to get in and how far it was read; linked mail stays. A warning when the provider
    could not be told, else empty. Doing it twice is no mistake.
    """
    is_told = account.provider != "gmail" or gmail_account.revoke(account)
    gone: dict[str, Any] = {
        "status": "disconnected", "credentials": None, "cursor": {}, "last_error": None,
        "failures": 0, "not_before": None, "updated_at": timezone.now(),
    }  # fmt: skip
    with transaction.atomic():
        MailAccount.objects.filter(pk=account.pk).update(**gone)
        bells.tell(account.owner_id)
    for run in leasing.under_way().filter(account=account):
        ending.cancelled(run)
    account.refresh_from_db()
    return "" if is_told else NOT_REVOKED


def status(account: MailAccount) -> dict[str, Any]:
    """What a door may show: whether there are secrets, never one of them or a part."""
    is_gmail, has_secret = account.provider == "gmail", bool(account.credentials)
    server: Mapping[str, Any] | None = None if is_gmail else account.server
    return {
        "id": str(account.pk),
        "provider": account.provider,
        "account_key": account.account_key,
        "display_name": account.display_name,
        "address": account.address,
        "status": account.status,
        "is_enabled": account.is_enabled,
        "interval": account.interval,
        "has_refresh_token": is_gmail and has_secret,
        "has_password": not is_gmail and has_secret,
        "server": server,
        "last_error": account.last_error,
        "last_connected_at": account.last_connected_at,
        "last_synced_at": account.last_synced_at,
    }
