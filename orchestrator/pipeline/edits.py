"""What doors call to save the owner's edits: the edit, and the rebuild it makes necessary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from jobops.lib.errors import Refused
from orchestrator import preferences, setting_table
from orchestrator.jobs import facts, freshness
from orchestrator.models import Job, User
from orchestrator.pipeline import earlier, presets, refresh
from tailoring import doubting, library, versions
from tailoring import edits as proposals
from tailoring import facts as statements
from tailoring.models import Edit, Fact, Tailoring


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
        changed = preferences.save(owner, earlier.kept(owner, changes))
        if "timeZone" in changed:
            presets.zone_changed(owner)
        if any(setting_table.SETTINGS[key].renders for key in changed):
            freshness.renew_options(owner, options=library.page_options(owner))
            refresh.ask_for_stale(owner)
    return changed


def resume_changed(owner: User) -> int:
    """After a base was saved or chosen: ask for the PDFs that fell behind."""
    return refresh.ask_for_stale(owner)


def decide(
    edit: Edit, decision: str, *, actor: str, text: str = "", claim: int | None = None
) -> Edit:
    """accept, reject, undo or leave_out; rewrite with `text`; confirm with the number of a claim.
    Raises what tailoring.edits raises.
    """
    acts: Mapping[str, Callable[[], object]] = {
        "accept": lambda: proposals.accept(edit, actor=actor),
        "reject": lambda: proposals.reject(edit, actor=actor),
        "leave_out": lambda: proposals.leave_out(edit, actor=actor),
        "undo": lambda: proposals.undo(edit, actor=actor),
        "rewrite": lambda: proposals.rewrite(edit, text, actor=actor),
        "confirm": lambda: proposals.confirm(edit, claim or 0, actor=actor),
    }
    with followed(edit.job):
        acts[decision]()
    return Edit.objects.select_related("job").get(pk=edit.pk)


def decide_all(job: Job, decision: str, *, actor: str) -> int:
    """accept_supported, or leave_out of all blocked ones; how many."""
    with followed(job):
        act = (
            proposals.accept_supported
            if decision == "accept_supported"
            else proposals.leave_out_all
        )
        return act(job, actor=actor)


def own_bullet(job: Job, address: str, text: str, *, actor: str) -> Edit:
    with followed(job):
        return proposals.own(job, address, text, actor=actor)


def hide_bullet(job: Job, address: str, *, actor: str) -> Edit:
    with followed(job):
        return proposals.hide(job, address, actor=actor)


def show_bullet(job: Job, address: str, *, actor: str) -> None:
    with followed(job):
        proposals.show(job, address, actor=actor)


def restore(job: Job, version: Tailoring, *, actor: str) -> Job:
    with followed(job):
        return versions.restore(job, version, actor=actor)


def undo_last(job: Job, *, actor: str) -> Job:
    with followed(job):
        return versions.undo_last(job, actor=actor)


def remove_fact(fact: Fact) -> None:
    """PDFs of ready jobs that rest on it are made anew without what lost its support."""
    with transaction.atomic():
        for job in statements.remove(fact):
            refresh.ask_if_stale(job)


def restore_fact(fact: Fact) -> None:
    with transaction.atomic():
        for job in statements.restore(fact):
            refresh.ask_if_stale(job)


def require_decided(job: Job) -> None:
    """What Finalize in the browser asks first. Raises Refused(undecided_claims) with the list."""
    waiting = doubting.waiting(job)
    if waiting:
        raise Refused("undecided_claims", edits=[str(edit.pk) for edit in waiting])


@contextmanager
def followed(job: Job) -> Iterator[None]:
    """A ready job's PDF is asked for when an input moved inside."""
    with transaction.atomic():
        yield
        row = Job.objects.select_related("owner").get(pk=job.pk)
        if row.inputs != job.inputs:
            refresh.ask_if_stale(row)
