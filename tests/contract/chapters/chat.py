"""The chat of a job, its replies and saved prompts."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from jobops.lib.llm_stream import StreamLimits
from jobops.web import streaming
from orchestrator import preferences
from orchestrator.models import Heartbeat, Job
from tailoring.ghostwriter import attachments, prompts_kept, replying, runs
from tailoring.ghostwriter.attachments import Given
from tailoring.models import ChatMessage, ChatRun, ChatThread
from tests import chats, make
from tests.contract.chapters.jobs import JOB, of
from tests.contract.table import case, good
from tests.contract.world import Call, World
from tests.outside.model import hanging, status

CHAT = f"{JOB}/chat"
MESSAGES = f"{CHAT}/messages"
MESSAGE = f"{MESSAGES}/{{message_id}}"
PICTURE = f"{MESSAGE}/attachments/{{attachment_id}}"
RUN = f"{CHAT}/runs/{{run_id}}"
THREADS = f"{CHAT}/threads"
THREAD = f"{THREADS}/{{thread_id}}"
PROMPTS = "/api/saved-prompts"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(40)).decode()
WORDS: dict[str, Any] = {"content": "Write me a letter.", "draft": "cover_letter"}


def ready(world: World, *, model: bool = False) -> Job:
    """A job nobody writes about, a worker, and a model only when it is asked for."""
    for run in ChatRun.objects.filter(owner=world.owner):
        runs.cancel(run)
    make.heartbeat()
    world.connect_model(None if model else "")
    preferences.save(world.owner, {"ghostwriterContextChars": None})
    return make.job(world.owner)


def thread(job: Job) -> str:
    return str(ChatThread.objects.get_or_create(job=job)[0].pk)


def held(job: Job) -> ChatRun:
    """A run somebody writes, who is not the worker of this test."""
    turn = chats.turn(job)
    return ChatRun.objects.create(
        thread=turn.thread, owner=job.owner, message=turn.reply, status="running",
        lease_token=uuid4(), lease_expires_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip


def talked(job: Job) -> dict[str, str]:
    """Ids of a question and its finished reply."""
    run = held(job)
    runs.append(run, "Dear Acme")
    runs.complete(run, message={})
    return {
        **of(job), "thread_id": thread(job), "run_id": str(run.pk),
        "message_id": str(run.message_id), "asked_id": str(run.message.parent_id),
    }  # fmt: skip


def some(ids: dict[str, str], path: str, **renamed: str) -> dict[str, str]:
    """Those the address names; `renamed` takes one for another."""
    known = {**ids, **{name: ids[other] for name, other in renamed.items()}}
    return {name: value for name, value in known.items() if f"{{{name}}}" in path}


def asking(path: str, job: Job) -> Call:
    """A call that asks for a reply, on a job with a finished one."""
    ids = talked(job)
    if path.endswith("/edit"):
        ids = {**ids, "message_id": ids["asked_id"]}
    return Call(some(ids, path), body={"engine": "auto"} if "regenerate" in path else dict(WORDS))


ASKING = (
    MESSAGES, f"{MESSAGE}/edit", f"{MESSAGE}/regenerate", f"{THREAD}/messages",
    f"{THREAD}/messages/{{message_id}}/regenerate",
)  # fmt: skip
for path in ASKING:

    @good("POST", path)
    def _(world: World, path: str = path) -> Call:
        return asking(path, ready(world))

    @case("POST", path, 408)
    def _(world: World, path: str = path) -> Call:
        hurried = StreamLimits(connect=1, first=0.2, idle=0.2, total=1)
        world.monkeypatch.setattr(replying, "PATIENCE", hurried)
        call = asking(path, ready(world, model=True))
        world.model.forget().next(*[hanging()] * 4)
        return call

    @case("POST", path, 409)
    def _(world: World, path: str = path) -> Call:
        job = ready(world)
        call = asking(path, job)
        held(job)
        return call

    @case("POST", path, 422)
    def _(world: World, path: str = path) -> Call:
        call = asking(path, ready(world))
        preferences.save(world.owner, {"ghostwriterContextChars": 8000})
        ChatMessage.objects.filter(role="user").update(content="a" * 9000)
        return replace(call, body=call.body | {"content": "a" * 9000})

    @case("POST", path, 429)
    def _(world: World, path: str = path) -> Call:
        call = asking(path, ready(world))
        for _ in range(4):
            held(make.job(world.owner))
        return call

    @case("POST", path, 502)
    def _(world: World, path: str = path) -> Call:
        call = asking(path, ready(world, model=True))
        world.model.forget().next(*[status(401)] * 4)
        return call

    @case("POST", path, 503)
    def _(world: World, path: str = path) -> Call:
        call = asking(path, ready(world))
        Heartbeat.objects.all().delete()
        return call


for path in (MESSAGES, f"{THREAD}/messages"):

    @good("GET", path)
    def _(world: World, path: str = path) -> Call:
        return Call(some(talked(ready(world)), path))


@good("PATCH", f"{CHAT}/context")
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body={"selectedNoteIds": []})


@good("POST", f"{MESSAGE}/switch-branch")
def _(world: World) -> Call:
    return Call(some(talked(ready(world)), MESSAGE))


@good("POST", f"{CHAT}/reset")
def _(world: World) -> Call:
    return Call(some(talked(ready(world)), CHAT))


@good("POST", f"{MESSAGE}/save")
def _(world: World) -> Call:
    return Call(some(talked(ready(world)), MESSAGE), body={"as": "note"})


@case("POST", f"{MESSAGE}/save", 409)
def _(world: World) -> Call:
    job = ready(world)
    run = held(job)
    return Call({**of(job), "message_id": str(run.message_id)}, body={"as": "note"})


@good("GET", RUN)
@good("GET", f"{RUN}/stream")
@good("POST", f"{RUN}/cancel")
def _(world: World) -> Call:
    return Call(some(talked(ready(world)), RUN))


@case("GET", f"{RUN}/stream", 400)
def _(world: World) -> Call:
    return Call(some(talked(ready(world)), RUN), query="cursor=far")


@case("GET", f"{RUN}/stream", 503)
def _(world: World) -> Call:
    class Full:
        def acquire(self, blocking: bool = True) -> bool:
            return False

    world.monkeypatch.setattr(streaming, "CHAT_SEATS", Full())
    world.later.append(world.monkeypatch.undo)
    return Call(some(talked(ready(world)), RUN))


@good("POST", f"{THREAD}/runs/{{run_id}}/cancel")
def _(world: World) -> Call:
    return Call(some(talked(ready(world)), f"{THREAD}{RUN}"))


@good("GET", THREADS)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)))


@good("POST", THREADS)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body={"title": "Acme"})


def pictured(world: World) -> dict[str, str]:
    ids = talked(ready(world))
    asked = ChatMessage.objects.get(pk=UUID(ids["asked_id"]))
    pictures = attachments.read([Given("a.png", "image/png", f"data:image/png;base64,{PNG}")])
    digests = attachments.keep(world.owner.pk, pictures)
    with transaction.atomic():
        attachments.attach(asked, pictures, digests)
    ids["attachment_id"] = str(asked.attachments.get().pk)
    return some(ids, PICTURE, message_id="asked_id")


for method in ("GET", "HEAD"):

    @good(method, PICTURE)
    def _(world: World) -> Call:
        return Call(pictured(world))

    @case(method, PICTURE, 206)
    def _(world: World) -> Call:
        return Call(pictured(world), headers={"Range": "bytes=5-"})

    @case(method, PICTURE, 304)
    def _(world: World) -> Call:
        ids = pictured(world)
        tag = world.ask("GET", PICTURE, Call(ids)).headers["etag"]
        return Call(ids, headers={"If-None-Match": tag})

    @case(method, PICTURE, 416)
    def _(world: World) -> Call:
        return Call(pictured(world), headers={"Range": "bytes=999-"})


@good("GET", PROMPTS)
def _(world: World) -> Call:
    return Call()


@good("POST", PROMPTS)
def _(world: World) -> Call:
    return Call(body={"name": "Shorter", "body": "Say it in {{employer}}'s words."})


def kept(world: World) -> dict[str, str]:
    return {"key": prompts_kept.save(world.owner, name="Mine", body="Write.").key}


@good("PATCH", f"{PROMPTS}/{{key}}")
def _(world: World) -> Call:
    return Call(kept(world), body={"name": "Yours", "position": 0})


@good("DELETE", f"{PROMPTS}/{{key}}")
def _(world: World) -> Call:
    return Call(kept(world))


@good("POST", f"{PROMPTS}/{{key}}/restore")
def _(world: World) -> Call:
    return Call({"key": "outreach"})


@case("POST", f"{PROMPTS}/{{key}}/restore", 404)
def _(world: World) -> Call:
    return Call(kept(world))
