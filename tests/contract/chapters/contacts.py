"""The people of an application."""

from __future__ import annotations

from orchestrator.models import Contact
from tests import make
from tests.contract.chapters.jobs import JOB, of
from tests.contract.table import case, good
from tests.contract.world import Call, World

CONTACTS = f"{JOB}/contacts"
ONE = f"{CONTACTS}/{{contact_id}}"


def known(world: World) -> dict[str, str]:
    row = Contact.objects.create(job=make.job(world.owner), name="Mx Lee")
    return {**of(row.job), "contact_id": str(row.pk)}


@good("GET", CONTACTS)
def _(world: World) -> Call:
    return Call({"job_id": known(world)["job_id"]})


@good("POST", CONTACTS)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body={"name": "Mx Lee", "email": "lee@acme.example"})


@case("POST", CONTACTS, 400)
def _(world: World) -> Call:
    return Call(of(make.job(world.owner)), body={"name": "Mx Lee", "email": "nobody"})


@good("PATCH", ONE)
def _(world: World) -> Call:
    return Call(known(world), body={"phone": "+44 20 7946 0000"})


@good("DELETE", ONE)
def _(world: World) -> Call:
    return Call(known(world))


@good("POST", f"{ONE}/restore")
def _(world: World) -> Call:
    return Call(known(world))
