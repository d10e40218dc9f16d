"""Notices on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orchestrator.api.schemas.shared import Body, Moment, Shape


class NoticeJob(Shape):
    id: str | None
    name: str


class NoticeOut(Shape):
    kind: str
    subject: Literal[
        "job", "run", "actions", "search", "board", "mail", "mail_run", "mailbox", "model"
    ]
    subject_id: str | None
    text: str
    detail: str
    at: str
    unread: bool
    outcome: Literal["good", "bad", "neutral"]
    count: Annotated[int, Field(ge=0)]
    jobs: list[NoticeJob]


class NoticesOut(Shape):
    unread: Annotated[int, Field(ge=0)]
    seen_at: str
    notices: list[NoticeOut]


class SeenBody(Body):
    until: Moment | None = None


class SeenOut(Shape):
    seen_at: str
