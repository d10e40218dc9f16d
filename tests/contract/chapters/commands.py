"""Commands on one job, each with what can go wrong in the worker."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from orchestrator import leases, lifecycle
from pdfs import render
from tests import make
from tests.contract.chapters.jobs import JOB, of
from tests.contract.table import case, good
from tests.contract.world import Call, World
from tests.outside.model import hanging, status

WORK = ("process", "summarize", "generate-pdf", "rescore")


def equipped(world: World) -> None:
    """A résumé and a worker; the model is only there for who asks for one."""
    world.connect_model(address="")
    world.browser()
    make.resume(world.owner)
    make.heartbeat()


def with_model(world: World, *script: Any) -> None:
    """A résumé, a worker, and a model that does this next and then the same again."""
    equipped(world)
    world.connect_model()
    world.model.forget().next(*script)


for name in WORK:

    @good("POST", f"{JOB}/{name}")
    def _(world: World) -> Call:
        equipped(world)
        return Call(of(make.job(world.owner)))

    @case("POST", f"{JOB}/{name}", 503)
    def _(world: World) -> Call:
        make.resume(world.owner)
        make.heartbeat(age=timedelta(hours=1))
        return Call(of(make.job(world.owner)))


for name in WORK[:3]:

    @case("POST", f"{JOB}/{name}", 409)
    def _(world: World) -> Call:
        equipped(world)
        return Call(of(make.job(world.owner, status="processing")))

    @case("POST", f"{JOB}/{name}", 422)
    def _(world: World) -> Call:
        make.heartbeat()
        world.without_resume()
        return Call(of(make.job(world.owner)))


for name in WORK[:2]:

    @case("POST", f"{JOB}/{name}", 502)
    def _(world: World) -> Call:
        with_model(world, *[status(500, retry_after=0)] * 4)
        return Call(of(make.job(world.owner)))

    @case("POST", f"{JOB}/{name}", 408)
    def _(world: World) -> Call:
        world.settings.MODEL_CALL_SECONDS = 1
        with_model(world, *[hanging()] * 4)
        return Call(of(make.job(world.owner)))


for name in ("process", "generate-pdf"):

    @case("POST", f"{JOB}/{name}", 500)
    def _(world: World) -> Call:
        equipped(world)
        world.browser("exit 3")
        return Call(of(make.job(world.owner)))


@case("POST", f"{JOB}/generate-pdf", 408)
def _(world: World) -> Call:
    equipped(world)
    world.browser("exec sleep 60")
    usual = render.LAUNCH
    world.settings.PRINT_SECONDS, render.LAUNCH = 1, 1.0

    def restore() -> None:
        world.settings.PRINT_SECONDS, render.LAUNCH = 30, usual

    world.later.append(restore)
    return Call(of(make.job(world.owner)))


@case("POST", f"{JOB}/rescore", 400)
def _(world: World) -> Call:
    equipped(world)
    return Call(of(make.job(world.owner, status="processing")))


@case("POST", f"{JOB}/rescore", 409)
def _(world: World) -> Call:
    equipped(world)
    held = leases.held(("score",), kind="rescore", operation=uuid4(), at=timezone.now())
    return Call(of(make.job(world.owner, **held)))


@good("POST", f"{JOB}/apply")
def _(world: World) -> Call:
    return Call(of(make.job(world.owner, status="ready")))


@good("POST", f"{JOB}/skip")
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)))


@case("POST", f"{JOB}/skip", 400)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner, status="applied")))


@good("POST", f"{JOB}/undo")
def _(world: World) -> Call:
    skipped, _ = lifecycle.move(make.job(world.owner), "skip", actor="user")
    return Call(of(skipped), body={})


@case("POST", f"{JOB}/undo", 409)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body={})
