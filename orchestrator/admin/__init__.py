"""The operations console: stock Django, read-only rows, verbs as actions."""

from orchestrator.admin import jobs, kept, ops, work

__all__ = ["jobs", "kept", "ops", "work"]
