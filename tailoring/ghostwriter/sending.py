"""The four ways to ask for a reply. Each is one transaction: the turn, the place of its reply and
the run that will write it, or nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from jobops.lib.errors import Invalid
from jobops.lib.text import clean_control
from orchestrator.models import Job
from tailoring.ghostwriter import attachments as pictures
from tailoring.ghostwriter import branches, prompt, runs, selection, threads, tree
from tailoring.ghostwriter.attachments import Picture
from tailoring.ghostwriter.drafts.kinds import KINDS
from tailoring.ghostwriter.selection import Choice
from tailoring.ghostwriter.tree import Pointers, Tree
from tailoring.models import ChatMessage, ChatRun, ChatThread

LIMIT = 20_000
ENGINES = ("auto", "computed")
CONTINUE = "Continue exactly where your last reply ended. Do not repeat anything."
USER, ASSISTANT = "user", "assistant"


@dataclass(frozen=True)
class Sent:
    """What was asked, the reply that will be written, and by what."""

    user: ChatMessage
    reply: ChatMessage
    run: ChatRun


@dataclass(frozen=True)
class Wish:
    """What a run is told beside the turn itself; also the options of its row. Raises Invalid."""

    engine: str = "auto"
    draft: str = ""
    correction: str = ""
    continues: bool = False
    select: Choice = field(default_factory=Choice)

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise Invalid({"engine": ["Give auto or computed."]})
        if self.draft and self.draft not in KINDS:
            raise Invalid({"draft": [f"Give one of {', '.join(KINDS)}."]})

    def options(self) -> dict[str, Any]:
        told = {"engine": self.engine, "draft": self.draft, "correction": self.correction}
        return {**told, "continues": self.continues}


def send(
    job: Job,
    content: str,
    *,
    draft: str = "",
    engine: str = "auto",
    attachments: Sequence[Picture] = (),
    select: Choice | None = None,
) -> Sent:
    """Ask at the end of what is shown. Raises Invalid, SelectionRefused and what runs.begin does;
    then nothing was written.
    """
    said, wish = _content(content), Wish(engine, draft, select=select or Choice())
    return _asked(threads.of(job), said, wish, new=attachments)


def resume(job: Job, message: ChatMessage) -> Sent:
    """Ask for the rest of a reply that was cut."""
    _require(message, role=ASSISTANT)
    if not message.truncated:
        raise Invalid({"messageId": ["This reply is whole."]})
    thread = _thread(message, job)
    return _asked(thread, CONTINUE, Wish(continues=True), after=message)


def edit(
    job: Job,
    message: ChatMessage,
    content: str,
    *,
    draft: str = "",
    engine: str = "auto",
    attachments: Sequence[Picture] | None = None,
    select: Choice | None = None,
) -> Sent:
    """Ask in other words, in the place of `message`. None leaves its pictures with it."""
    _require(message, role=USER)
    thread = _thread(message, job)
    wish = Wish(engine, draft, select=select or Choice())
    return _asked(thread, _content(content), wish, new=attachments, instead_of=message)


def regenerate(
    job: Job,
    message: ChatMessage,
    *,
    correction: str = "",
    engine: str = "auto",
    draft: str = "",
    select: Choice | None = None,
) -> Sent:
    """Have a reply written again beside the old one."""
    _require(message, role=ASSISTANT)
    thread = _thread(message, job)
    asked = message.parent
    assert asked is not None
    wish = Wish(engine, draft or asked.draft, correction, select=select or Choice())
    pictures.require_taken(job.owner, list(asked.attachments.all()), engine=engine)
    with transaction.atomic():
        branches.hold(thread)
        reply = _reply(thread, asked, version=message.version + 1, replaces=message.pk)
        run = _begin(thread, asked, reply, wish=wish)
        grown = branches.shown(thread)
        branches.point(thread, tree.switched(grown, reply.pk))
    return Sent(asked, reply, run)


def _asked(
    thread: ChatThread,
    content: str,
    wish: Wish,
    *,
    new: Sequence[Picture] | None = (),
    after: ChatMessage | None = None,
    instead_of: ChatMessage | None = None,
) -> Sent:
    """A new turn at the end of what is shown, after a turn, or in the place of one."""
    kept = list(instead_of.attachments.all()) if instead_of and new is None else []
    pictures.require_taken(thread.job.owner, [*(new or ()), *kept], engine=wish.engine)
    with _stored(thread.job, new or ()) as digests, transaction.atomic():
        branches.hold(thread)
        grown = branches.shown(thread)
        parent = _parent(grown, after=after, instead_of=instead_of)
        asked = ChatMessage.objects.create(
            thread=thread,
            role=USER,
            origin=USER,
            content=content,
            parent_id=parent,
            draft=wish.draft,
            replaces=instead_of.pk if instead_of else None,
            version=instead_of.version + 1 if instead_of else 1,
        )
        pictures.attach(asked, new or (), digests, kept=kept)
        reply = _reply(thread, asked)
        run = _begin(thread, asked, reply, wish=wish)
        branches.point(thread, _way_to(grown, parent, asked))
    return Sent(asked, reply, run)


def _parent(
    grown: Tree, *, after: ChatMessage | None, instead_of: ChatMessage | None
) -> UUID | None:
    if instead_of is not None:
        return instead_of.parent_id
    if after is not None:
        return after.pk
    line = tree.path(grown)
    return line[-1] if line else None


def _way_to(grown: Tree, parent: UUID | None, asked: ChatMessage) -> Pointers:
    before = {} if parent is None else tree.switched(grown, parent)
    return {**before, parent: asked.pk}


def _reply(
    thread: ChatThread, asked: ChatMessage, *, version: int = 1, replaces: UUID | None = None
) -> ChatMessage:
    return ChatMessage.objects.create(
        thread=thread,
        role=ASSISTANT,
        origin="model",
        status="partial",
        parent=asked,
        version=version,
        replaces=replaces,
    )


def _begin(thread: ChatThread, asked: ChatMessage, reply: ChatMessage, *, wish: Wish) -> ChatRun:
    selection.change(thread, wish.select)
    if wish.engine == "auto":
        prompt.require_room(thread.job.owner, asked.content)
    run = runs.begin(thread, reply, options=wish.options())
    # The thread comes after the run, in the order in which the worker locks them.
    thread.last_message_at = reply.created_at
    branches.save(thread, "last_message_at", *selection.FIELDS)
    return run


@contextmanager
def _stored(job: Job, new: Sequence[Picture]) -> Iterator[tuple[str, ...]]:
    """Pictures are stored before the transaction, and taken away again when it is refused."""
    digests, wanted = pictures.keep(job.owner_id, new), False
    try:
        yield digests
        wanted = True
    finally:
        if not wanted:
            pictures.forget(job.owner_id, digests)


def _thread(message: ChatMessage, job: Job) -> ChatThread:
    thread = message.thread
    thread.job = job
    return thread


def _content(given: str) -> str:
    content = clean_control(given).strip()
    if not 1 <= len(content) <= LIMIT:
        raise Invalid({"content": ["Write 1 to 20,000 characters."]})
    return content


def _require(message: ChatMessage, *, role: str) -> None:
    if message.role != role:
        said = "Only your own messages can be edited."
        raise Invalid({"messageId": [said if role == USER else "This is no reply."]})
