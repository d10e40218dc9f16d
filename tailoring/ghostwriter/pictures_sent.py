"""Pictures of a message and of the newest ones before it, as parts of a request."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from tailoring.ghostwriter import attachments
from tailoring.models import ChatAttachment, ChatMessage

Part = dict[str, Any]


def newest(
    asked: ChatMessage, before: Sequence[UUID], *, owner_id: UUID
) -> Mapping[UUID, list[Part]]:
    """Parts by message: the asked one's first, then of the newest before it, three in all. A file
    that is gone is left out.
    """
    ids = [asked.pk, *reversed(before)]
    rows = ChatAttachment.objects.filter(message__in=ids).order_by("position", "id")
    by_message: dict[UUID, list[ChatAttachment]] = {}
    for row in rows:
        by_message.setdefault(row.message_id, []).append(row)
    found: dict[UUID, list[Part]] = {}
    left = attachments.MOST
    for one in ids:
        parts = [part for row in by_message.get(one, []) if (part := _part(row, owner_id))][:left]
        left -= len(parts)
        if parts:
            found[one] = parts
    return found


def content(text: str, parts: Sequence[Part]) -> str | list[Part]:
    """What a message holds: its text, and pictures where there are some."""
    return [{"type": "text", "text": text}, *parts] if parts else text


def _part(row: ChatAttachment, owner_id: UUID) -> Part | None:
    data = attachments.content(row, owner_id=owner_id)
    if data is None:
        return None
    packed = base64.b64encode(data).decode("ascii")
    return {"type": "image_url", "image_url": {"url": f"data:{row.media_type};base64,{packed}"}}
