"""Deleting many, backups and starting over on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orchestrator.api.schemas.shared import Body, Shape


class RemovedOut(Shape):
    message: str
    count: int


class RemovedBelowOut(RemovedOut):
    threshold: int


class BackupOut(Shape):
    filename: str
    type: Literal["auto", "manual"]
    size: int
    created_at: str


class CheckedOut(Shape):
    """`faults` is empty for a sound one."""

    files: int
    faults: list[str]


class SamplesOut(Shape):
    message: str


class BackupsOut(Shape):
    backups: list[BackupOut]
    next_scheduled: str | None


class ClearBody(Body):
    """The word is asked for so that no slip of a finger clears anything."""

    confirm: Annotated[Literal["delete"], Field(description="The word delete.")]


class ClearedOut(Shape):
    message: str
    jobs_deleted: int
    runs_deleted: int
