"""The chat of a job on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from orchestrator.api.schemas.shared import Body, Parameters, Shape, Whole
from orchestrator.api.schemas.texts import text, trimmed
from tailoring.ghostwriter.attachments import MOST, NAME_LIMIT, URL_LIMIT
from tailoring.ghostwriter.sending import LIMIT

Draft = Literal["cover_letter", "outreach", "interview_questions", "follow_up", "thank_you"]
Ids = list[Annotated[str, Field(max_length=100)]]
TITLE_LIMIT = 120
CORRECTION_LIMIT = 2000
CURSOR = r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:)?[0-9]{1,9}$"


class AttachmentOut(Shape):
    id: str
    name: str
    media_type: str
    byte_size: int
    url: str
    data_url: str


class MessageOut(Shape):
    id: str
    thread_id: str
    job_id: str
    role: Literal["system", "user", "assistant", "tool"]
    content: str
    status: Literal["complete", "partial", "cancelled", "failed"]
    origin: Literal["user", "model", "computed"]
    tokens_in: int | None
    tokens_out: int | None
    tokens_estimated: bool
    version: int
    replaces_message_id: str | None
    parent_message_id: str | None
    active_child_id: str | None
    attachments: list[AttachmentOut]
    truncated: bool
    error_code: str | None
    draft: str | None
    language: str | None
    marks: list[dict[str, Any]]
    created_at: str
    updated_at: str


class BranchOut(Shape):
    message_id: str
    sibling_ids: list[str]
    active_index: int


class ActiveRun(Shape):
    run_id: str
    message_id: str
    cursor: int


class SelectionOut(Shape):
    selected_note_ids: list[str]
    selected_email_ids: list[str]
    selected_document_ids: list[str]


class BranchesOut(Shape):
    messages: list[MessageOut]
    branches: list[BranchOut]


class MessagesOut(BranchesOut, SelectionOut):
    total: int
    active_run: ActiveRun | None


class RegeneratedOut(Shape):
    run_id: str
    assistant_message: MessageOut


class SentOut(RegeneratedOut):
    user_message: MessageOut


class ChatRunOut(Shape):
    run_id: str
    message_id: str
    status: Literal["queued", "running", "completed", "cancelled", "failed"]
    cursor: int
    error_code: str | None
    error_message: str | None
    context_manifest: list[dict[str, Any]]
    usage: dict[str, Any]


class RunStopped(Shape):
    cancelled: bool
    already_finished: bool


class ResetOut(Shape):
    deleted_messages: int
    deleted_runs: int


class SavedOut(Shape):
    kind: Literal["note", "cover_letter"]
    id: str
    url: str


class ThreadOut(Shape):
    id: str
    job_id: str
    title: str | None
    last_message_at: str | None
    created_at: str
    updated_at: str


class ThreadsOut(Shape):
    threads: list[ThreadOut]


class OneThreadOut(Shape):
    thread: ThreadOut


class SelectionBody(Body):
    """Absent or null leaves what is chosen."""

    selected_note_ids: Ids | None = None
    selected_email_ids: Ids | None = None
    selected_document_ids: Ids | None = None


class AttachmentBody(Body):
    id: Annotated[str, Field(max_length=80)] | None = None
    name: Annotated[str, Field(min_length=1, max_length=NAME_LIMIT)]
    media_type: Literal["image/png", "image/jpeg", "image/webp"]
    data_url: Annotated[str, Field(max_length=URL_LIMIT)]


class RegenerateBody(SelectionBody):
    stream: bool = False
    engine: Literal["auto", "computed"] = "auto"
    draft: Draft | None = None
    correction: Annotated[
        str | None,
        text(CORRECTION_LIMIT),
        WithJsonSchema({"type": ["string", "null"], "maxLength": CORRECTION_LIMIT}),
    ] = None


class MessageBody(SelectionBody):
    content: Annotated[
        str,
        trimmed(LIMIT),
        WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LIMIT, "pattern": r"\S"}),
    ]
    attachments: Annotated[list[AttachmentBody], Field(max_length=MOST)] | None = None
    stream: bool = False
    engine: Literal["auto", "computed"] = "auto"
    draft: Draft | None = None


class SaveBody(Body):
    kind: Annotated[Literal["note", "cover_letter"], Field(alias="as")]
    title: Annotated[
        str | None,
        text(TITLE_LIMIT),
        WithJsonSchema({"type": ["string", "null"], "maxLength": TITLE_LIMIT}),
    ] = None


class ThreadBody(Body):
    title: Annotated[
        str | None,
        text(TITLE_LIMIT),
        WithJsonSchema({"type": ["string", "null"], "maxLength": TITLE_LIMIT}),
    ] = None


class MessagesQuery(Parameters):
    limit: Annotated[Whole, Field(ge=1, le=500)] = 200
    offset: Annotated[Whole, Field(ge=0, le=10_000)] = 0


class StreamQuery(Parameters):
    cursor: Annotated[str, Field(pattern=CURSOR)] = ""
