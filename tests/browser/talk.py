"""A chat in every state, with words as long as words get."""

from __future__ import annotations

from typing import Any

from orchestrator.models import Job
from tailoring.ghostwriter import threads
from tailoring.models import ChatMessage, ChatRun, ChatThread

MANIFEST = [
    {"kind": kind, "id": "", "label": label, "available": 9412, "sent": 3000, "trimmed": True}
    for kind, label in (("job", ""), ("posting", ""), ("document", "Donau" * 40))
]


def chatted(job: Job, ready: Job, *, words: str) -> dict[str, object]:
    """Versions, marks, a stopped and a running reply with one job; a failed one with the other."""
    thread = ChatThread.objects.create(job=job)
    asked = said(thread, words)
    first = said(thread, "One.", after=asked)
    marks = [
        {"kind": kind, "start": 0, "end": 20, "text": words[:20], "why": words[:300], "state": ""}
        for kind in ("claim", "avoid", "filler")
    ]
    told = said(
        thread, words, after=asked, version=2, replaces=first.pk, marks=marks, truncated=True
    )
    ran(told, status="completed", manifest=MANIFEST, model="Donau" * 40)
    again = said(thread, "Shorter.", after=told)
    stopped = said(thread, "Half a", after=again, status="cancelled", origin="computed")
    more = said(thread, "And now?", after=stopped)
    live = said(thread, words, after=more, status="partial")
    threads.switch(thread, live)
    # Nobody writes it, and nobody ends it while it is looked at.
    run = ran(live, status="queued")
    other = ChatThread.objects.create(job=ready)
    failed = said(other, "", after=said(other, "Why me?"), status="failed")
    ran(failed, status="failed", error_message=words[:300], error_details={"cause": "auth"})
    return {"said": asked.pk, "told": told.pk, "chat_run": run.pk}


def said(
    thread: ChatThread, content: str, *, after: ChatMessage | None = None, **fields: Any
) -> ChatMessage:
    asked = after is None or after.role == "assistant"
    values = {"role": "user" if asked else "assistant", "origin": "user" if asked else "model"}
    return ChatMessage.objects.create(
        thread=thread, content=content, parent=after, **{**values, **fields}
    )


def ran(reply: ChatMessage, **fields: Any) -> ChatRun:
    return ChatRun.objects.create(
        thread=reply.thread, owner=reply.thread.job.owner, message=reply, **fields
    )
