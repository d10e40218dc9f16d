"""Deleting many, backups, starting over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door
from orchestrator.api.schemas.maintenance import (
    BackupOut,
    BackupsOut,
    CheckedOut,
    ClearBody,
    ClearedOut,
    RemovedBelowOut,
    RemovedOut,
)
from orchestrator.api.wire import iso
from orchestrator.jobs import removal
from orchestrator.ops import backups, files, starting_over
from orchestrator.ops.backups import Backup
from orchestrator.templatetags.ui import plural

router = Router(tags=["Maintenance"])


@door.route(router, "DELETE", "/jobs/status/{str:status}", data=RemovedOut, errors=(400,))
def delete_jobs_by_status(request: HttpRequest, status: str) -> HttpResponse:
    """Delete every job in one status; those being worked on stay."""
    owner = access.owner(request)
    jobs = removal.in_status(owner, status)
    count = removal.remove(owner, jobs, actor="user", discard=files.discard)
    return door.answer(request, {"message": f"Deleted {plural(count, 'job')}.", "count": count})


@door.route(router, "DELETE", "/jobs/score/{str:threshold}", data=RemovedBelowOut, errors=(400,))
def delete_jobs_by_score(request: HttpRequest, threshold: str) -> HttpResponse:
    """Delete the jobs that score less; never unscored or applied ones."""
    owner = access.owner(request)
    jobs = removal.scored_below(owner, threshold)
    count = removal.remove(owner, jobs, actor="user", discard=files.discard)
    said = f"Deleted {plural(count, 'job')} below {int(threshold)}."
    return door.answer(request, {"message": said, "count": count, "threshold": int(threshold)})


@door.route(router, "GET", "/backups", needs="full", data=BackupsOut, errors=(403,))
def list_backups(request: HttpRequest) -> HttpResponse:
    """Backups in the data folder, newest first, and when the next one is made by itself."""
    access.require_staff(request)
    due = backups.next_scheduled()
    shown = [_shown(one) for one in backups.listed()]
    return door.answer(request, {"backups": shown, "nextScheduled": iso(due) if due else None})


@door.route(router, "POST", "/backups", needs="full", data=BackupOut, status=201, errors=(409, 503))
def create_backup(request: HttpRequest) -> HttpResponse:
    """Make one now. It answers when the file is whole and was read back."""
    access.require_staff(request)
    made = backups.create("manual", actor="user")
    return door.answer(request, _shown(made), status=201)


@door.route(router, "DELETE", "/backups/{str:filename}", needs="full", data=None, errors=(400, 404))
def delete_backup(request: HttpRequest, filename: str) -> HttpResponse:
    """Delete one file for good."""
    found = backups.find(filename)
    access.require_staff(request)
    backups.remove(found)
    return door.answer(request, None)


@door.route(
    router, "POST", "/backups/{str:filename}/check", needs="full", data=CheckedOut,
    errors=(400, 404),
)  # fmt: skip
def check_backup(request: HttpRequest, filename: str) -> HttpResponse:
    """Read one file back whole."""
    found = backups.find(filename)
    access.require_staff(request)
    result = backups.check(found)
    return door.answer(request, {"files": result.files, "faults": list(result.faults)})


@door.route(
    router, "DELETE", "/database", needs="full", data=ClearedOut, body=ClearBody,
    errors=(409, 503),
)  # fmt: skip
def clear_database(request: HttpRequest, body: ClearBody) -> HttpResponse:
    """Delete everything the caller has here, after a backup. The account stays."""
    access.require_staff(request)
    found = starting_over.clear(access.owner(request), actor="user")
    gone = f"{plural(found.jobs, 'job')} and {plural(found.runs, 'run')}"
    said = f"Deleted {gone}. {found.backup} holds them."
    shown = {"message": said, "jobsDeleted": found.jobs, "runsDeleted": found.runs}
    return door.answer(request, shown, **door.ignored(body))


def _shown(one: Backup) -> dict[str, Any]:
    return {
        "filename": one.filename,
        "type": one.kind,
        "size": one.size,
        "createdAt": iso(one.created_at),
    }
