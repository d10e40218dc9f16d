"""Fetching is the permission check: the caller's own row, or nothing there."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest

from orchestrator.models import Job, JobEvent, Operation, PipelineRun, User

Row = TypeVar("Row")


def owner(request: HttpRequest) -> User:
    """Whose rows this request is about; the middleware has let nobody else through."""
    assert isinstance(request.user, User)
    return request.user


def job(user: User, pk: UUID) -> Job:
    found: Job | None = Job.objects.filter(owner=user, pk=pk).first()
    return _own(found)


def operation(user: User, pk: UUID) -> Operation:
    return _own(Operation.objects.filter(owner=user, pk=pk).first())


def run(user: User, pk: UUID) -> PipelineRun:
    return _own(PipelineRun.objects.filter(owner=user, pk=pk).first())


def event(user: User, pk: UUID) -> JobEvent:
    return _own(
        JobEvent.objects.filter(owner=user, pk=pk, job__isnull=False).select_related("job").first()
    )


def _own(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
