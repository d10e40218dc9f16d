"""The chat of a job as the wire knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from jobops.web import problems
from orchestrator.api.wire import iso
from tailoring.models import ChatAttachment, ChatMessage, ChatRun

# Why a reply was not written → the status of the refusal.
FAILED: Mapping[str, int] = {
    "model_failed": 502,
    "timeout": 408,
    "interrupted": 503,
    "worker_unavailable": 503,
    "images_unsupported": 400,
    "context_too_large": 422,
    "budget_exhausted": 422,
}


def message(
    row: ChatMessage, *, job_id: UUID, attachments: Sequence[ChatAttachment] = ()
) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "threadId": str(row.thread_id),
        "jobId": str(job_id),
        "role": row.role,
        "content": row.content,
        "status": row.status,
        "origin": row.origin,
        "tokensIn": row.tokens_in,
        "tokensOut": row.tokens_out,
        "tokensEstimated": row.tokens_estimated,
        "version": row.version,
        "replacesMessageId": _id(row.replaces),
        "parentMessageId": _id(row.parent_id),
        "activeChildId": _id(row.active_child),
        "attachments": [attachment(one, job_id=job_id) for one in attachments],
        "truncated": row.truncated,
        "errorCode": row.error_code or None,
        "draft": row.draft or None,
        "language": row.language or None,
        "marks": row.marks,
        "createdAt": iso(row.created_at),
        "updatedAt": iso(row.updated_at),
    }


def attachment(row: ChatAttachment, *, job_id: UUID) -> dict[str, Any]:
    """`dataUrl` is the same address as `url`: a picture element takes either."""
    place = f"/api/jobs/{job_id}/chat/messages/{row.message_id}/attachments/{row.pk}"
    return {
        "id": str(row.pk),
        "name": row.name,
        "mediaType": row.media_type,
        "byteSize": row.byte_size,
        "url": place,
        "dataUrl": place,
    }


def run(row: ChatRun) -> dict[str, Any]:
    """With its message."""
    return {
        "runId": str(row.pk),
        "messageId": str(row.message_id),
        "status": row.status,
        "cursor": len(row.message.content),
        "errorCode": row.error_code or None,
        "errorMessage": row.error_message or None,
        "contextManifest": row.manifest,
        "usage": row.usage,
    }


def refusal(row: ChatRun) -> problems.Answer:
    """Why a run failed, as the answer of whoever waited for it."""
    status = FAILED.get(row.error_code, 502)
    reason = row.error_code if row.error_code in FAILED else "model_failed"
    sentence = row.error_message or "The reply was not written. Your message is kept; try again."
    return problems.Answer(status, sentence, {"reason": reason, **row.error_details})


def ending(row: ChatRun, *, job_id: UUID) -> dict[str, Any]:
    """The last frame of a run that is over."""
    known = {"runId": str(row.pk), "messageId": str(row.message_id)}
    if row.status == "failed":
        return {"type": "error", **known, **refusal(row).error()}
    kind = "completed" if row.status == "completed" else "cancelled"
    return {"type": kind, **known, "message": message(row.message, job_id=job_id)}


def _id(value: UUID | None) -> str | None:
    return str(value) if value else None
