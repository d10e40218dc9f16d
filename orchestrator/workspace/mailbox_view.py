"""A mailbox as its pages show it: no secret is among what they get."""

from __future__ import annotations

from dataclasses import dataclass

from orchestrator.models import MailAccount
from orchestrator.templatetags.ui import plural

HOME = "/tracking-inbox/accounts"
PROVIDERS = {"gmail": "Gmail", "imap": "Mail server"}
SECURITY = {"tls": "TLS", "starttls": "STARTTLS", "plain": "not encrypted, this machine only"}


@dataclass(frozen=True)
class Box:
    """`state` in words, `kind` of its chip; `trouble`: what happened and what to do, or empty."""

    row: MailAccount
    state: str
    kind: str
    trouble: str

    @property
    def url(self) -> str:
        return f"{HOME}/{self.row.pk}"

    @property
    def name(self) -> str:
        return self.row.display_name or self.row.address or self.provider

    @property
    def provider(self) -> str:
        return PROVIDERS[self.row.provider]

    @property
    def is_google(self) -> bool:
        return self.row.provider == "gmail"

    @property
    def server(self) -> str:
        """Where it is, for who typed it; empty at Gmail."""
        found = self.row.server
        if self.is_google or not found:
            return ""
        return (
            f"{found['username']} at {found['host']}:{found['port']}, {SECURITY[found['security']]}"
        )

    @property
    def folders(self) -> str:
        return ", ".join(self.row.server.get("folders", ()))

    @property
    def rhythm(self) -> str:
        if not self.row.is_enabled:
            return "switched off"
        return every(self.row.interval) if self.row.interval else "only when you ask"


def box(row: MailAccount) -> Box:
    error = row.last_error or {}
    trouble = str(error.get("message") or "")
    if row.status == "error":
        return Box(row, "Needs a look", "danger", trouble)
    if row.status == "disconnected":
        return Box(row, "Disconnected", "", "")
    if not row.is_enabled:
        return Box(row, "Switched off", "", trouble)
    return Box(row, "Connected", "warn" if trouble else "good", trouble)


def every(minutes: int) -> str:
    """ "every 15 minutes", "every 2 hours"."""
    if minutes % 60 or minutes < 60:
        return f"every {plural(minutes, 'minute')}"
    return "every hour" if minutes == 60 else f"every {minutes // 60} hours"
