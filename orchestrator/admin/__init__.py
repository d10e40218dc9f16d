"""The operations console: stock Django, read-only rows, verbs as actions."""

from orchestrator.admin import jobs, ops, work

__all__ = ["jobs", "ops", "work"]
