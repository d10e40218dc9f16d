"""The right to work on a row, with a time limit. One swap takes it, one renews it, one gives it
back.

A job has three slots (tailor, render, score); each is a lease of its own. Processing holds tailor
and render under one token. A worker that lost its token ends without writing.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psutil
from django.db import models

from jobops.lib.errors import Problem

PICK_UP = timedelta(seconds=300)
RUNNING = timedelta(seconds=60)
RENEW_EVERY = 20.0

SLOTS = ("tailor", "render", "score")
FIRST, REGENERATION, AUTOMATIC, SUMMARIZE, RESCORE = (
    "first", "regeneration", "automatic", "summarize", "rescore",
)  # fmt: skip


class Busy(Problem):
    """Another attempt holds the slot; `operation` says which."""

    SENTENCES = {"busy": "Another attempt is working on this job. Wait for it, or cancel it first."}


class Superseded(Problem):
    """The lease was given away meanwhile. Stop, and write nothing."""

    SENTENCES = {
        "superseded": "The job changed hands meanwhile; its status and PDF were left alone."
    }


class Slots(models.Model):
    """The three leases of a job, as columns, so that one conditional update decides a race."""

    tailor_token = models.UUIDField(null=True, editable=False)
    tailor_kind = models.CharField(max_length=12, null=True, editable=False)
    tailor_operation = models.UUIDField(null=True, editable=False)
    tailor_worker = models.CharField(max_length=120, null=True, editable=False)
    tailor_started_at = models.DateTimeField(null=True, editable=False)
    tailor_expires_at = models.DateTimeField(null=True, editable=False)
    render_token = models.UUIDField(null=True, editable=False)
    render_kind = models.CharField(max_length=12, null=True, editable=False)
    render_operation = models.UUIDField(null=True, editable=False)
    render_worker = models.CharField(max_length=120, null=True, editable=False)
    render_started_at = models.DateTimeField(null=True, editable=False)
    render_expires_at = models.DateTimeField(null=True, editable=False)
    score_token = models.UUIDField(null=True, editable=False)
    score_kind = models.CharField(max_length=12, null=True, editable=False)
    score_operation = models.UUIDField(null=True, editable=False)
    score_worker = models.CharField(max_length=120, null=True, editable=False)
    score_started_at = models.DateTimeField(null=True, editable=False)
    score_expires_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


def held(
    slots: Iterable[str], *, kind: str, operation: UUID | None, at: datetime
) -> dict[str, Any]:
    """Column values of a new pick-up lease over `slots`, all under one token."""
    token = uuid4()
    values: dict[str, Any] = {}
    for slot in slots:
        values |= {
            f"{slot}_token": token,
            f"{slot}_kind": kind,
            f"{slot}_operation": operation,
            f"{slot}_worker": None,
            f"{slot}_started_at": at,
            f"{slot}_expires_at": at + PICK_UP,
        }
    return values


def freed(*slots: str) -> dict[str, Any]:
    """Column values that give `slots` back."""
    parts = ("token", "kind", "operation", "worker", "started_at", "expires_at")
    return {f"{slot}_{part}": None for slot in slots for part in parts}


def running(slots: Iterable[str], *, at: datetime) -> dict[str, Any]:
    """Column values of a lease that this process works under from now on."""
    values: dict[str, Any] = {}
    for slot in slots:
        values |= {f"{slot}_worker": worker_name(), f"{slot}_expires_at": at + RUNNING}
    return values


def slots_under(row: Slots, token: UUID) -> tuple[str, ...]:
    """The slots of `row` that `token` holds."""
    return tuple(slot for slot in SLOTS if getattr(row, f"{slot}_token") == token)


def is_dead(row: Slots, slot: str, *, at: datetime, group: str | None) -> bool:
    """Whether the lease on `slot` has run out or its worker is known to be gone.

    `group` is the only worker group that may be alive (SQLite: holder of the folder's lock), or
    None when other groups may exist.
    """
    expires, worker = getattr(row, f"{slot}_expires_at"), getattr(row, f"{slot}_worker")
    if expires is None:
        return False
    return expires <= at or (worker is not None and is_gone(worker, group=group))


_group = ""


def join_group(group: str) -> None:
    """Called once by a worker command, before it forks: its children work under this name."""
    global _group
    _group = group


def worker_name() -> str:
    """`host/group/pid/start`: enough for anybody on the same host to know whether we still live."""
    pid = os.getpid()
    return f"{socket.gethostname()[:60]}/{_group or 'none'}/{pid}/{_started(pid)}"


def is_gone(worker: str, *, group: str | None) -> bool:
    host, its_group, pid, started = worker.split("/")
    if group is not None and its_group not in (group, "none"):
        return True
    return host == socket.gethostname()[:60] and _started(int(pid)) != started


def lives_here(worker: str, *, group: str | None) -> bool:
    """Whether a worker of this host is certainly alive, whatever a clock says."""
    here = worker.split("/")[0] == socket.gethostname()[:60]
    return here and not is_gone(worker, group=group)


def busy_operation(row: Slots) -> dict[str, Any]:
    """What holds the row, in the words of the API: id, kind, since when."""
    slot = next((one for one in SLOTS if getattr(row, f"{one}_token")), "tailor")
    return {
        "id": str(getattr(row, f"{slot}_operation") or ""),
        "kind": getattr(row, f"{slot}_kind"),
        "startedAt": getattr(row, f"{slot}_started_at"),
    }


def _started(pid: int) -> str:
    """When the process began, in whole seconds; empty when there is none or it is a zombie."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return ""
        return str(int(process.create_time()))
    except psutil.Error:
        return ""
