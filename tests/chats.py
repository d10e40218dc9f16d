"""Chats for tests: a turn that is asked for, and runs in any state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from orchestrator.models import Job
from tailoring.ghostwriter import runs
from tailoring.models import ChatMessage, ChatRun, ChatThread


@dataclass(frozen=True)
class Turn:
    """One question and the place of its answer."""

    thread: ChatThread
    asked: ChatMessage
    reply: ChatMessage


def turn(job: Job, *, content: str = "Write me a letter.") -> Turn:
    thread = ChatThread.objects.get_or_create(job=job)[0]
    asked = ChatMessage.objects.create(thread=thread, role="user", origin="user", content=content)
    reply = ChatMessage.objects.create(
        thread=thread, role="assistant", origin="model", status="partial", parent=asked
    )
    return Turn(thread, asked, reply)


def begun(job: Job, *, content: str = "Write me a letter.", **options: Any) -> ChatRun:
    """A queued run, with its task in the queue. Needs a heartbeat."""
    found = turn(job, content=content)
    with transaction.atomic():
        return runs.begin(found.thread, found.reply, options=options)


def claimed(job: Job, **options: Any) -> ChatRun:
    """A run this process writes."""
    run = runs.claim(begun(job, **options).pk)
    assert run is not None
    return run
