"""Cover letters of a job and their PDFs."""

from __future__ import annotations

from datetime import timedelta

from pdfs import letters as paper
from pdfs import render
from tailoring import letters
from tailoring.models import ChatMessage, CoverLetter
from tests import chats, make
from tests.contract.chapters.commands import equipped
from tests.contract.chapters.jobs import JOB, of
from tests.contract.table import case, good
from tests.contract.world import Call, World

LETTERS = f"{JOB}/cover-letters"
ONE = f"{LETTERS}/{{letter_id}}"
PDF = f"{ONE}/pdf"
HONEST = {"text": "Dear Ms Lee,\n\nI like trains.\n\nKind regards\nSam"}
OPEN = {"text": "Dear Ms Lee,\n\n[why you]\n\nKind regards\nSam"}


def ids(letter: CoverLetter) -> dict[str, str]:
    return {**of(letter.job), "letter_id": str(letter.pk)}


def saved(world: World, text: str = HONEST["text"]) -> dict[str, str]:
    return ids(letters.save(make.job(world.owner), text))


def printed(world: World) -> dict[str, str]:
    equipped(world)
    letter = letters.save(make.job(world.owner), HONEST["text"])
    paper.keep(letter)
    return ids(letter)


@good("GET", LETTERS)
def _(world: World) -> Call:
    return Call({"job_id": saved(world)["job_id"]})


@good("POST", LETTERS)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body=HONEST)


@case("POST", LETTERS, 400)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body={"language": "de"})


@case("POST", LETTERS, 409)
def _(world: World) -> Call:
    turn = chats.turn(make.job(world.owner))
    ChatMessage.objects.filter(pk=turn.reply.pk).update(status="partial")
    return Call(of(turn.thread.job), body={"messageId": str(turn.reply.pk)})


@good("GET", ONE)
def _(world: World) -> Call:
    return Call(saved(world))


@good("PATCH", ONE)
def _(world: World) -> Call:
    return Call(saved(world), body=OPEN)


@case("PATCH", ONE, 400)
def _(world: World) -> Call:
    return Call(saved(world), body={"text": " "})


@good("POST", ONE)
def _(world: World) -> Call:
    return Call(saved(world), body={"decision": "confirm"})


@case("POST", ONE, 400)
def _(world: World) -> Call:
    return Call(saved(world), body={"decision": "confirm_claim"})


@case("POST", ONE, 409)
def _(world: World) -> Call:
    return Call(saved(world), body={"decision": "confirm_claim", "claim": 99})


@case("POST", ONE, 422)
def _(world: World) -> Call:
    return Call(saved(world, OPEN["text"]), body={"decision": "confirm"})


@good("DELETE", ONE)
def _(world: World) -> Call:
    return Call(saved(world))


for method in ("GET", "HEAD"):

    @good(method, PDF)
    def _(world: World) -> Call:
        return Call(printed(world))

    @case(method, PDF, 206)
    def _(world: World) -> Call:
        return Call(printed(world), headers={"Range": "bytes=5-"})

    @case(method, PDF, 304)
    def _(world: World) -> Call:
        found = printed(world)
        tag = world.ask("GET", PDF, Call(found)).headers["etag"]
        return Call(found, headers={"If-None-Match": tag})

    @case(method, PDF, 416)
    def _(world: World) -> Call:
        return Call(printed(world), headers={"Range": "bytes=99999999-"})


@good("POST", PDF)
def _(world: World) -> Call:
    equipped(world)
    return Call(saved(world))


@case("POST", PDF, 408)
def _(world: World) -> Call:
    equipped(world)
    world.browser("exec sleep 60")
    usual = render.LAUNCH
    world.settings.PRINT_SECONDS, render.LAUNCH = 1, 1.0

    def restore() -> None:
        world.settings.PRINT_SECONDS, render.LAUNCH = 30, usual

    world.later.append(restore)
    return Call(saved(world))


@case("POST", PDF, 422)
def _(world: World) -> Call:
    equipped(world)
    return Call(saved(world, OPEN["text"]))


@case("POST", PDF, 500)
def _(world: World) -> Call:
    equipped(world)
    world.browser("exit 3")
    return Call(saved(world))


@case("POST", PDF, 503)
def _(world: World) -> Call:
    make.resume(world.owner)
    make.heartbeat(age=timedelta(hours=1))
    return Call(saved(world))
