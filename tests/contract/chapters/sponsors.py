"""A job's employer in the registers of visa sponsors."""

from __future__ import annotations

from orchestrator.models import SponsorRegister
from orchestrator.sponsors import loading
from tests import make
from tests.contract.chapters.jobs import of
from tests.contract.table import case, good
from tests.contract.world import Call, World
from tests.sponsors import files

CHECK = "/api/jobs/{job_id}/check-sponsor"


def loaded(world: World, employer: str) -> Call:
    loading.take(loading.register_of("gb"), files.gb("Crumb Ltd"), address="register.csv")
    return Call(of(make.job(world.owner, employer=employer)))


@good("POST", CHECK)
def _(world: World) -> Call:
    return loaded(world, "Crumb")


@case("POST", CHECK, 400)
def _(world: World) -> Call:
    return loaded(world, " ")


@case("POST", CHECK, 503)
def _(world: World) -> Call:
    SponsorRegister.objects.update(load=None, digest="")
    return Call(of(make.job(world.owner)))
