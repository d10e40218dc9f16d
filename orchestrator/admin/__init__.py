"""The operations console: stock Django, read-only rows, verbs as actions."""

from orchestrator.admin import discovery, jobs, kept, mailboxes, ops, sources, webhooks, work

__all__ = ["discovery", "jobs", "kept", "mailboxes", "ops", "sources", "webhooks", "work"]
