"""The profile in use, and the base résumés."""

from __future__ import annotations

import base64
import itertools

from tailoring import reviews
from tailoring.models import ResumeDocument, ResumeIntake
from tests import make
from tests.contract.chapters.settings import connected
from tests.contract.table import case, good
from tests.contract.world import Call, World
from tests.intake import papers
from tests.outside import rxresume

BASE = "/api/design-resume"
ONE = "/api/resumes/{resume_id}"
FILE = f"{BASE}/import/file"
REVIEW = f"{BASE}/reviews/{{review_id}}"
UPSTREAM = f"{BASE}/import/rxresume"
REFRESH = "/api/profile/refresh"

_numbers = itertools.count()


def without(world: World) -> Call:
    world.without_resume()
    return Call()


for path in ("/api/profile", "/api/profile/projects", BASE):

    @good("GET", path)
    def _(world: World) -> Call:
        make.resume(world.owner)
        return Call()

    case("GET", path, 404)(without)


for path in ("/api/profile/status", f"{BASE}/status", "/api/resumes"):

    @good("GET", path)
    def _(world: World) -> Call:
        make.resume(world.owner)
        return Call()


def edit(revision: int) -> dict[str, object]:
    change = {"op": "replace", "path": "/basics/headline", "value": f"Engineer {revision}"}
    return {"baseRevision": revision, "operations": [change]}


@good("PATCH", BASE)
def _(world: World) -> Call:
    return Call(body=edit(current(world).revision))


@case("PATCH", BASE, 404)
def _(world: World) -> Call:
    without(world)
    return Call(body=edit(1))


@case("PATCH", BASE, 409)
def _(world: World) -> Call:
    return Call(body=edit(current(world).revision + 7))


def current(world: World) -> ResumeDocument:
    make.resume(world.owner)
    return ResumeDocument.objects.get(owner=world.owner, is_default=True)


def one(world: World) -> dict[str, str]:
    return {"resume_id": str(current(world).pk)}


@good("GET", ONE)
def _(world: World) -> Call:
    return Call(one(world))


@good("PATCH", ONE)
def _(world: World) -> Call:
    return Call(one(world), body=edit(current(world).revision))


@case("PATCH", ONE, 409)
def _(world: World) -> Call:
    return Call(one(world), body=edit(99))


@good("DELETE", ONE)
def _(world: World) -> Call:
    return Call(one(world))


@good("POST", f"{ONE}/default")
def _(world: World) -> Call:
    return Call(one(world))


@good("GET", f"{ONE}/export")
def _(world: World) -> Call:
    return Call(one(world))


@good("POST", FILE)
def _(world: World) -> Call:
    data = base64.b64encode(make.RESUME.read_bytes()).decode()
    return Call(body={"fileName": "resume.json", "dataBase64": data})


@case("POST", FILE, 400)
def _(world: World) -> Call:
    data = base64.b64encode(b"%PDF-1.7 not a document").decode()
    return Call(body={"fileName": "resume.pdf", "dataBase64": data})


@good("GET", "/api/jobs/{job_id}/bases")
def _(world: World) -> Call:
    current(world)
    return Call({"job_id": str(make.job(world.owner).pk)})


def first(world: World) -> dict[str, str]:
    return {**one(world), "revision": "1"}


for path in (f"{ONE}/versions", f"{ONE}/original"):

    @good("GET", path)
    def _(world: World) -> Call:
        return Call(one(world))


@good("GET", f"{ONE}/versions/{{revision}}")
def _(world: World) -> Call:
    return Call(first(world))


@good("POST", f"{ONE}/versions/{{revision}}/restore")
def _(world: World) -> Call:
    return Call(first(world))


@good("POST", f"{ONE}/duplicate")
def _(world: World) -> Call:
    return Call(one(world))


@good("PATCH", f"{ONE}/details")
def _(world: World) -> Call:
    return Call(one(world), body={"name": "For Germany", "language": "de"})


@case("PATCH", f"{ONE}/details", 400)
def _(world: World) -> Call:
    return Call(one(world), body={"enabled": False})


def begun(world: World) -> dict[str, str]:
    """A review of a text file nobody brought before."""
    text = f"{papers.CV}\nNumber {next(_numbers)}\n"
    taken = reviews.take(world.owner, text.encode(), file_name="cv.txt")
    assert isinstance(taken, ResumeIntake)
    return {"review_id": str(taken.pk)}


for method in ("GET", "DELETE"):

    @good(method, REVIEW)
    def _(world: World) -> Call:
        return Call(begun(world))


@good("PATCH", REVIEW)
def _(world: World) -> Call:
    return Call(begun(world), body={"basics": {"name": "Jane D. Doe"}})


@case("PATCH", REVIEW, 400)
def _(world: World) -> Call:
    return Call(begun(world), body={"basics": {"shoeSize": "44"}})


@good("POST", f"{REVIEW}/use")
def _(world: World) -> Call:
    return Call(begun(world))


@case("POST", f"{REVIEW}/use", 400)
def _(world: World) -> Call:
    ids = begun(world)
    nothing = {"basics": {"name": ""}, "summary": "", "sections": []}
    world.ask("PATCH", REVIEW, Call(ids, body=nothing))
    return Call(ids)


@good("POST", UPSTREAM)
def _(world: World) -> Call:
    connected(world)
    return Call(body={"resumeId": "r2"})


@good("POST", REFRESH)
def _(world: World) -> Call:
    taken(world)
    return Call()


def taken(world: World) -> None:
    """The default is a copy from the server."""
    without(world)
    connected(world)
    world.ask("POST", UPSTREAM, Call(body={"resumeId": "r2"}))


@case("POST", REFRESH, 422)
def _(world: World) -> Call:
    return without(world)


@case("POST", REFRESH, 502)
def _(world: World) -> Call:
    taken(world)
    world.rxresume.next(*[rxresume.refuses(403)] * 8)
    return Call()


@case("POST", REFRESH, 408)
def _(world: World) -> Call:
    taken(world)
    world.hurry()
    world.rxresume.next(*[rxresume.hanging()] * 8)
    return Call()


@case("POST", UPSTREAM, 422)
def _(world: World) -> Call:
    world.connect_rxresume(key="")
    return Call(body={"resumeId": "r2"})


@case("POST", UPSTREAM, 502)
def _(world: World) -> Call:
    connected(world)
    world.rxresume.next(*[rxresume.refuses(403)] * 8)
    return Call(body={"resumeId": "r2"})


@case("POST", UPSTREAM, 408)
def _(world: World) -> Call:
    connected(world)
    world.hurry()
    world.rxresume.next(*[rxresume.hanging()] * 8)
    return Call(body={"resumeId": "r2"})
