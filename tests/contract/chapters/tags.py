"""Tags, snoozing and saved views."""

from __future__ import annotations

import itertools
from datetime import timedelta

from django.utils import timezone

from orchestrator.jobs import saved_views, tags
from tests import make
from tests.contract.chapters.jobs import JOB, of
from tests.contract.table import case, good
from tests.contract.world import Call, World

_number = itertools.count(1)
TAGS, VIEWS = "/api/tags", "/api/views"
TAG, VIEW = f"{TAGS}/{{tag_id}}", f"{VIEWS}/{{view_id}}"


def tag(world: World, name: str = "dream") -> dict[str, str]:
    return {"tag_id": str(tags.make(world.owner, name).pk)}


def view(world: World) -> dict[str, str]:
    made = saved_views.save(world.owner, f"View {next(_number)}", tab="all", query="")
    return {"view_id": str(made.pk)}


@good("GET", TAGS)
def _(world: World) -> Call:
    tag(world)
    return Call()


@good("POST", TAGS)
def _(world: World) -> Call:
    return Call(body={"name": "dream"})


@good("PATCH", TAG)
def _(world: World) -> Call:
    return Call(tag(world), body={"name": "far"})


@good("POST", f"{TAG}/merge")
def _(world: World) -> Call:
    return Call(tag(world), body={"into": tag(world, "far")["tag_id"]})


@good("DELETE", TAG)
def _(world: World) -> Call:
    return Call(tag(world))


@good("PUT", f"{JOB}/tags")
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body={"tags": ["dream", "far"]})


@good("POST", f"{JOB}/snooze")
def _(world: World) -> Call:
    until = timezone.now() + timedelta(days=3)
    return Call(of(make.job(world.owner)), body={"until": until.isoformat()})


@case("POST", f"{JOB}/snooze", 409)
def _(world: World) -> Call:
    until = timezone.now() + timedelta(days=3)
    return Call(of(make.job(world.owner, status="applied")), body={"until": until.isoformat()})


@good("POST", f"{JOB}/wake")
def _(world: World) -> Call:
    return Call(of(make.job(world.owner, snoozed_until=timezone.now() + timedelta(days=3))))


@good("GET", VIEWS)
def _(world: World) -> Call:
    view(world)
    return Call()


@good("POST", VIEWS)
def _(world: World) -> Call:
    name = f"View {next(_number)}"
    return Call(body={"name": name, "tab": "discovered", "query": "workplace=remote"})


@good("PATCH", VIEW)
def _(world: World) -> Call:
    return Call(view(world), body={"name": f"View {next(_number)}"})


@good("DELETE", VIEW)
def _(world: World) -> Call:
    return Call(view(world))


@good("POST", f"{VIEW}/restore")
def _(world: World) -> Call:
    return Call(view(world))
