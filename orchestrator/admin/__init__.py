"""The operations console: stock Django, read-only rows, verbs as actions."""

from orchestrator.admin import (
    accounts,
    discovery,
    jobs,
    kept,
    mailboxes,
    ops,
    sources,
    sponsors,
    webhooks,
    work,
)

__all__ = [
    "accounts", "discovery", "jobs", "kept", "mailboxes", "ops", "sources",
    "sponsors", "webhooks", "work",
]  # fmt: skip
