"""What happened to mail since a page was drawn, to be said once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from orchestrator.models import User
from orchestrator.pipeline import mail_notices
from orchestrator.pipeline.notice import Notice
from orchestrator.workspace import notices
from orchestrator.workspace.said import Said


def ended(owner: User, *, since: datetime) -> Iterator[Said]:
    """What is new to this page is one heap, however long ago its owner looked at notices."""
    for notice in mail_notices.read(owner, oldest=since, seen=since - timedelta(days=1)):
        yield said(notice)


def said(notice: Notice) -> Said:
    line = notices.line(notice)
    text = f"{notice.text}. {notice.detail}".strip()
    return Said(text, key(notice), undo=line.undo, url="" if line.undo else line.url)


def key(notice: Notice) -> str:
    """The mails it is about, so that each is told once; else what it is about."""
    mails = " ".join(f"mail-{job.mail}" for job in notice.jobs if job.mail)
    return mails or f"{notice.kind}:{notice.subject_id or notice.at.timestamp()}"
