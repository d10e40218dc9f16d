"""What doors call to save the owner's edits: the edit, and the rebuild it makes necessary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from orchestrator import preferences, setting_table
from orchestrator.jobs import facts, freshness
from orchestrator.models import Job, User
from orchestrator.pipeline import presets, refresh
from tailoring import library


def save(
    job: Job, changes: Mapping[str, Any], *, actor: str, expected: datetime | None = None
) -> Job:
    """Store `changes` (python field names); a ready job's PDF is rebuilt when an input moved."""

    def then(row: Job, changed: frozenset[str]) -> None:
        if row.inputs != job.inputs:
            refresh.ask_if_stale(row)

    return facts.edit(job, changes, actor=actor, expected=expected, then=then)


def save_preferences(owner: User, changes: Mapping[str, Any]) -> frozenset[str]:
    """Store settings; those that shape a page mark the PDFs made with the old ones as out of
    date.
    """
    with transaction.atomic():
        changed = preferences.save(owner, changes)
        if "timeZone" in changed:
            presets.zone_changed(owner)
        if any(setting_table.SETTINGS[key].renders for key in changed):
            freshness.renew_options(owner, options=library.page_options(owner))
            refresh.ask_for_stale(owner)
    return changed


def resume_changed(owner: User) -> int:
    """After a base was saved or chosen: ask for the PDFs that fell behind."""
    return refresh.ask_for_stale(owner)
