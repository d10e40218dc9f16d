"""What of a chat is shown: its messages with their branches, the selection, the active run."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from orchestrator.api import wire_chat
from orchestrator.api.wire import iso
from tailoring.ghostwriter import runs, threads
from tailoring.ghostwriter.selection import Selected
from tailoring.ghostwriter.threads import Branch, Page
from tailoring.models import ChatMessage, ChatRun, ChatThread


def page(thread: ChatThread, *, limit: int, offset: int) -> dict[str, Any]:
    # The run first: one that ends in between has its whole text in the messages.
    run = runs.active(thread)
    found = threads.messages(thread, limit=limit, offset=offset)
    return {
        **_branches(found, thread.job_id),
        "total": found.total,
        **selection(threads.selection(thread)),
        "activeRun": _active(run, found.messages) if run else None,
    }


def branches(thread: ChatThread) -> dict[str, Any]:
    return _branches(threads.messages(thread), thread.job_id)


def selection(found: Selected) -> dict[str, Any]:
    return {
        "selectedNoteIds": list(found.notes),
        "selectedEmailIds": list(found.emails),
        "selectedDocumentIds": list(found.documents),
    }


def thread(row: ChatThread) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "jobId": str(row.job_id),
        "title": row.title or None,
        "lastMessageAt": iso(row.last_message_at) if row.last_message_at else None,
        "createdAt": iso(row.created_at),
        "updatedAt": iso(row.updated_at),
    }


def _active(run: ChatRun, messages: list[ChatMessage]) -> dict[str, Any]:
    """Its cursor is where the text in this very answer ends, so that nothing is missed after it."""
    reply = next((one for one in messages if one.pk == run.message_id), run.message)
    return {
        "runId": str(run.pk), "messageId": str(reply.pk), "cursor": len(reply.content),
    }  # fmt: skip


def _branches(found: Page, job_id: UUID) -> dict[str, Any]:
    messages = [
        wire_chat.message(one, job_id=job_id, attachments=list(one.attachments.all()))
        for one in found.messages
    ]
    return {"messages": messages, "branches": [_branch(one) for one in found.branches]}


def _branch(one: Branch) -> dict[str, Any]:
    return {
        "messageId": str(one.message),
        "siblingIds": [str(sibling) for sibling in one.siblings],
        "activeIndex": one.active,
    }
