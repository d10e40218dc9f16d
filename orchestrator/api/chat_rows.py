"""Rows of a job's chat: this job's own, or nothing there."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from orchestrator.models import Job
from tailoring.models import ChatAttachment, ChatMessage, ChatRun, ChatThread


def thread(job: Job, pk: UUID) -> ChatThread:
    row = ChatThread.objects.filter(job=job, pk=pk).first()
    if row is None:
        raise Http404
    row.job = job
    return row


def message(job: Job, pk: UUID) -> ChatMessage:
    rows = ChatMessage.objects.select_related("thread", "parent")
    row = rows.filter(thread__job=job, pk=pk).first()
    if row is None:
        raise Http404
    row.thread.job = job
    return row


def run(job: Job, pk: UUID) -> ChatRun:
    row = ChatRun.objects.select_related("message").filter(thread__job=job, pk=pk).first()
    if row is None:
        raise Http404
    return row


def attachment(job: Job, pk: UUID, *, message_id: UUID) -> ChatAttachment:
    rows = ChatAttachment.objects.filter(message__thread__job=job)
    row = rows.filter(message_id=message_id, pk=pk).first()
    if row is None:
        raise Http404
    return row
