"""Notes and documents on the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import WithJsonSchema

from orchestrator.api.schemas.shared import Body, Shape
from orchestrator.api.schemas.texts import trimmed
from orchestrator.jobs.notes import CONTENT_LIMIT, TITLE_LIMIT


def _required(limit: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "minLength": 1, "maxLength": limit, "pattern": r"\S"})


class NoteOut(Shape):
    id: str
    job_id: str
    title: str
    content: str
    created_at: str
    updated_at: str


class NoteBody(Body):
    title: Annotated[str, trimmed(TITLE_LIMIT), _required(TITLE_LIMIT)]
    content: Annotated[str, trimmed(CONTENT_LIMIT), _required(CONTENT_LIMIT)]


class DocumentOut(Shape):
    id: str
    job_id: str
    file_name: str
    media_type: str | None
    byte_size: int
    created_at: str
    updated_at: str
