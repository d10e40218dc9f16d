"""A chat as one Markdown text, to keep or to take elsewhere: what is shown, and who or what wrote
it.
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestrator.models import Job
from tailoring.ghostwriter import threads
from tailoring.ghostwriter.drafts.kinds import BADGE, spoken
from tailoring.models import ChatMessage

ENDS = {"cancelled": "Stopped.", "failed": "This reply was not finished.", "partial": "Unfinished."}
WHOLE = 1_000_000


def of(job: Job) -> str:
    page = threads.messages(threads.of(job), limit=WHOLE)
    parts = [f"# Ghostwriter: {job.title}, {job.employer}", *map(_turn, page.messages)]
    return "\n\n".join(parts) + "\n"


def _turn(message: ChatMessage) -> str:
    name = "You" if message.role == "user" else "Ghostwriter"
    return "\n\n".join([f"## {name}, {message.created_at:%Y-%m-%d %H:%M} UTC", *_said(message)])


def _said(message: ChatMessage) -> Iterator[str]:
    if message.origin == "computed":
        yield f"*{BADGE[spoken(message.language)]}*"
    if message.content:
        yield message.content
    if end := ENDS.get(message.status):
        yield f"*{end}*"
    for picture in message.attachments.all():
        yield f"*Picture: {picture.name}*"
