"""Links in PDFs that say whether they were opened."""

from __future__ import annotations

from pdfs.models import TracerLink
from pdfs.tracer import links
from tests import make
from tests.contract.table import case, good
from tests.contract.world import NOBODY, Call, World

LIST = "/api/tracer-links"
ONE = f"{LIST}/{{link_id}}"


def printed(world: World) -> str:
    job = make.job(world.owner)
    links.for_job(job, ["https://ada.example.org/"], base="https://jobs.example.org")
    return str(TracerLink.objects.get(job=job).pk)


@good("GET", LIST)
def _(world: World) -> Call:
    printed(world)
    return Call()


@good("POST", f"{LIST}/check")
def _(world: World) -> Call:
    return Call()


@good("DELETE", ONE)
def _(world: World) -> Call:
    return Call({"link_id": printed(world)})


@case("DELETE", ONE, 404)
def _(world: World) -> Call:
    return Call({"link_id": NOBODY})
