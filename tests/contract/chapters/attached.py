"""Notes and documents of a job."""

from __future__ import annotations

import base64

from orchestrator.models import Note
from tests import make
from tests.contract.chapters.jobs import JOB, of
from tests.contract.table import case, good
from tests.contract.world import Call, World

NOTE = f"{JOB}/notes/{{note_id}}"
DOCUMENTS = f"{JOB}/documents"
CONTENT = f"{DOCUMENTS}/{{document_id}}/content"
TEXT = {"title": "Call", "content": "They **rang**."}
FILE = {"fileName": "../../letter.txt", "mediaType": "text/plain"}


def noted(world: World) -> dict[str, str]:
    note = Note.objects.create(job=make.job(world.owner), **TEXT)
    return {**of(note.job), "note_id": str(note.pk)}


def letter() -> dict[str, str]:
    return {**FILE, "dataBase64": base64.b64encode(b"Dear all, hello.").decode()}


def filed(world: World) -> dict[str, str]:
    ids = of(make.job(world.owner))
    made = world.ask("POST", DOCUMENTS, Call(ids, body=letter())).json()["data"]
    return {**ids, "document_id": made["id"]}


@good("GET", f"{JOB}/notes")
def _(world: World) -> Call:
    return Call({"job_id": noted(world)["job_id"]})


@good("POST", f"{JOB}/notes")
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body=TEXT)


@good("PATCH", NOTE)
def _(world: World) -> Call:
    return Call(noted(world), body={**TEXT, "title": "Second call"})


@case("PATCH", NOTE, 400)
def _(world: World) -> Call:
    return Call(noted(world), body={"title": "  ", "content": "x"})


@good("DELETE", NOTE)
def _(world: World) -> Call:
    return Call(noted(world))


@good("POST", f"{NOTE}/restore")
def _(world: World) -> Call:
    return Call(noted(world))


@good("GET", DOCUMENTS)
def _(world: World) -> Call:
    return Call({"job_id": filed(world)["job_id"]})


@good("POST", DOCUMENTS)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body=letter())


@case("POST", DOCUMENTS, 400)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body={**FILE, "dataBase64": ""})


for method in ("GET", "HEAD"):

    @good(method, CONTENT)
    def _(world: World) -> Call:
        return Call(filed(world))

    @case(method, CONTENT, 206)
    def _(world: World) -> Call:
        return Call(filed(world), headers={"Range": "bytes=5-"})

    @case(method, CONTENT, 304)
    def _(world: World) -> Call:
        ids = filed(world)
        tag = world.ask("GET", CONTENT, Call(ids)).headers["etag"]
        return Call(ids, headers={"If-None-Match": tag})

    @case(method, CONTENT, 416)
    def _(world: World) -> Call:
        return Call(filed(world), headers={"Range": "bytes=99-"})


@good("DELETE", f"{DOCUMENTS}/{{document_id}}")
def _(world: World) -> Call:
    return Call(filed(world))
