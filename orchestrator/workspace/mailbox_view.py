"""A mailbox as its pages show it: no secret is among what they get."""

from __future__ import annotations

from dataclasses import dataclass

from jobops.lib.words import later, later_each, say
from orchestrator.models import MailAccount
from orchestrator.templatetags.ui import plural

HOME = "/tracking-inbox/accounts"
PROVIDERS = later_each({"gmail": "Gmail", "imap": "Mail server"})
SECURITY = {
    "tls": "TLS",
    "starttls": "STARTTLS",
    "plain": later("not encrypted, this machine only"),
}


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
        return say(
            "{username} at {host}:{port}, {security}",
            username=found["username"],
            host=found["host"],
            port=found["port"],
            security=SECURITY[found["security"]],
        )

    @property
    def folders(self) -> str:
        return ", ".join(self.row.server.get("folders", ()))

    @property
    def rhythm(self) -> str:
        if not self.row.is_enabled:
            return say("switched off")
        return every(self.row.interval) if self.row.interval else say("only when you ask")


def box(row: MailAccount) -> Box:
    error = row.last_error or {}
    trouble = str(error.get("message") or "")
    if row.status == "error":
        return Box(row, say("Needs a look"), "danger", trouble)
    if row.status == "disconnected":
        return Box(row, say("Disconnected"), "", "")
    if not row.is_enabled:
        return Box(row, say("Switched off"), "", trouble)
    return Box(row, say("Connected"), "warn" if trouble else "good", trouble)


def every(minutes: int) -> str:
    """ "every 15 minutes", "every 2 hours"."""
    if minutes % 60 or minutes < 60:
        return say("every {minutes}", minutes=plural(minutes, "minute"))
    return (
        say("every hour") if minutes == 60 else say("every {minutes} hours", minutes=minutes // 60)
    )
