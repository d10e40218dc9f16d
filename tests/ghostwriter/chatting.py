"""A chat with turns in it, without queue or worker, and what would be asked of a model."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from orchestrator import preferences
from orchestrator.jobs import documents, notes
from orchestrator.models import Job, User
from tailoring import library
from tailoring.ghostwriter import prompt
from tailoring.ghostwriter.prompt import Asked
from tailoring.models import ChatMessage, ChatRun, ChatThread
from tests import make

MARKER = re.compile(r"DATA-[0-9a-f]{32}")


def thread(owner: User, **fields: Any) -> ChatThread:
    return ChatThread.objects.create(job=make.job(owner, **fields))


def turn(
    chat: ChatThread, content: str, *, after: ChatMessage | None = None, **fields: Any
) -> ChatMessage:
    """The person's after a reply, a reply after the person's."""
    asked = after is None or after.role == "assistant"
    values = {"role": "user" if asked else "assistant", "origin": "user" if asked else "model"}
    return ChatMessage.objects.create(
        thread=chat, content=content, parent=after, **{**values, **fields}
    )


def said(chat: ChatThread, *contents: str) -> ChatMessage:
    """Turns in a row; the last of them."""
    last = None
    for content in contents:
        last = turn(chat, content, after=last)
    assert last is not None
    return last


def run(asked: ChatMessage, **options: Any) -> ChatRun:
    """One that would answer this message."""
    reply = turn(asked.thread, "", after=asked, role="assistant", origin="model", status="partial")
    owner = asked.thread.job.owner
    return ChatRun.objects.create(
        thread=asked.thread, owner=owner, message=reply, options=options, status="completed"
    )


def ask(asked: ChatMessage, **options: Any) -> Asked:
    return prompt.assembled(run(asked, **options))


def request(job_or_chat: ChatThread, content: str = "Write a cover letter.") -> Asked:
    return ask(turn(job_or_chat, content))


def contents(asked: Asked) -> list[str]:
    return [str(message["content"]) for message in asked.messages]


def roles(asked: Asked) -> list[str]:
    return [str(message["role"]) for message in asked.messages]


def data(asked: Asked) -> str:
    """The message that holds the blocks."""
    return str(asked.messages[1]["content"])


def block(asked: Asked, kind: str) -> str:
    """The words of one block without their prefixes; kind as it stands on the opening line."""
    marker = MARKER.findall(data(asked))[0]
    pieces = data(asked).split(f"{marker} {kind}")
    assert len(pieces) > 1, f"no block {kind}"
    lines = pieces[1].split(f"\n{marker}")[0].split("\n")[1:]
    return "\n".join(line.removeprefix("| ") for line in lines)


def outside_the_fences(asked: Asked) -> list[str]:
    """Lines of the data message that belong to no block."""
    marker = MARKER.findall(data(asked))[0]
    found, inside = [], False
    for line in data(asked).splitlines():
        if line.startswith(marker):
            inside = not inside
        elif not inside:
            found.append(line)
        else:
            assert line.startswith("| "), line
    assert not inside
    return found


def note(job: Job, content: str, *, title: str = "Note") -> str:
    return str(notes.add(job, title=title, content=content, actor="user").pk)


def file(job: Job, content: bytes, name: str, media_type: str = "") -> str:
    row = documents.add(job, content, file_name=name, media_type=media_type, actor="user")
    return str(row.pk)


def mail(job: Job, text: str, *, kept: str = "", linked: bool = True, **fields: Any) -> str:
    """One that is linked to the job, or only suggested; `kept` is its whole text, sealed."""
    body = preferences.box().seal(kept) if kept else None
    about = {"job": job, "status": "manual_linked"} if linked else {"suggested": job}
    return str(make.mail(job.owner, snippet=text, body=body, **about, **fields).pk)


def choose(
    chat: ChatThread,
    *,
    notes: Sequence[str] = (),
    mails: Sequence[str] = (),
    files: Sequence[str] = (),
) -> ChatThread:
    chat.selected_note_ids, chat.selected_document_ids = list(notes), list(files)
    chat.selected_email_ids = list(mails)
    chat.save()
    return chat


def wish(owner: User, **values: Any) -> None:
    preferences.save(owner, values)


def resume(owner: User, raw: Mapping[str, Any]) -> None:
    """Any document as the owner's base, whatever is in it."""
    original = json.dumps(raw).encode()
    library.add(owner, raw, source="v5", original=original, report={})
