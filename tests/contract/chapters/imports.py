"""Postings brought by hand."""

from __future__ import annotations

import base64
import itertools
from datetime import timedelta

from orchestrator.ops import file_imports
from orchestrator.scoring import model as scoring
from tests import make
from tests.contract.chapters.commands import equipped, with_model
from tests.contract.table import case, good
from tests.contract.world import Call, World
from tests.outside import model
from tests.outside.server import Reply

DOOR = "/api/manual-jobs"
FETCH, INFER, IMPORT, FILE = (
    f"{DOOR}/{one}" for one in ("fetch", "infer", "import", "import-file")
)
PAGE = """<h1>Backend Engineer</h1><p>Acme builds software for libraries in Leeds, and looks for
somebody who knows Python and PostgreSQL and likes to work in a team of five.</p><h2>What you will
do</h2><ul><li>Design services with the people who use them.</li><li>Look after the databases of
forty libraries, their backups and their upgrades.</li></ul><h2>What we offer</h2><p>Thirty days of
holiday, a desk by the window, and a salary between 50,000 and 60,000 GBP a year.</p>"""
HTML = {"Content-Type": "text/html; charset=utf-8"}
_number = itertools.count(1)


def served(world: World, reply: Reply) -> Call:
    world.open_loopback()
    world.outside.forget().next(reply)
    return Call(body={"url": f"{world.outside.url}/jobs/1"})


@good("POST", FETCH)
def _(world: World) -> Call:
    return served(world, Reply(body=PAGE, headers=HTML))


@case("POST", FETCH, 400)
def _(world: World) -> Call:
    return Call(body={"url": "ftp://example.org"})


@case("POST", FETCH, 422)
def _(world: World) -> Call:
    return Call(body={"url": "https://www.linkedin.com/jobs/view/1"})


@case("POST", FETCH, 502)
def _(world: World) -> Call:
    return served(world, Reply(status=500, body="no"))


@case("POST", FETCH, 408)
def _(world: World) -> Call:
    call = served(world, Reply(hang=True))
    world.hurry()
    return call


@good("POST", INFER)
def _(world: World) -> Call:
    text = "Backend Engineer at Acme, Leeds\nWe need Python. Salary 50,000 GBP a year."
    return Call(body={"jobDescription": text})


def posting(**more: str) -> dict[str, str]:
    url = f"https://jobs.example.org/brought/{next(_number)}"
    text = "We need Python and PostgreSQL."
    facts = {"title": "Engineer", "employer": "Acme", "jobUrl": url, "jobDescription": text}
    return {**facts, **more}


@good("POST", IMPORT)
def _(world: World) -> Call:
    return Call(body={"skipTailoring": True, "job": posting()})


@case("POST", IMPORT, 202)
def _(world: World) -> Call:
    equipped(world)
    return Call(body={"job": posting()}, headers={"Prefer": "respond-async"})


@case("POST", IMPORT, 400)
def _(world: World) -> Call:
    return Call(body={"job": posting(title=" ")})


@case("POST", IMPORT, 409)
def _(world: World) -> Call:
    known = {"source": "board", "sourceJobId": "17"}
    first = Call(body={"skipTailoring": True, "job": posting(**known)})
    world.ask("POST", IMPORT, first)
    return Call(body={"skipTailoring": True, "job": posting(**known)})


@case("POST", IMPORT, 422)
def _(world: World) -> Call:
    make.heartbeat()
    world.without_resume()
    return Call(body={"job": posting()})


@case("POST", IMPORT, 500)
def _(world: World) -> Call:
    equipped(world)
    world.browser("exit 3")
    return Call(body={"job": posting()})


@case("POST", IMPORT, 502)
def _(world: World) -> Call:
    with_model(world, *[model.status(500, retry_after=0)] * 8)
    return Call(body={"job": posting()})


@case("POST", IMPORT, 408)
def _(world: World) -> Call:
    world.settings.MODEL_CALL_SECONDS = 1
    # The score is asked for first, in the one worker of this test.
    world.monkeypatch.setattr(scoring, "_SECONDS", 1.0)
    with_model(world, *[model.hanging()] * 8)
    return Call(body={"job": posting()})


@case("POST", IMPORT, 503)
def _(world: World) -> Call:
    make.resume(world.owner)
    make.heartbeat(age=timedelta(hours=1))
    return Call(body={"job": posting()})


def sent(text: str) -> dict[str, str]:
    return {"fileName": "jobs.csv", "dataBase64": base64.b64encode(text.encode()).decode()}


def table() -> str:
    job = posting()
    return f"title,company,url\n{job['title']},{job['employer']},{job['jobUrl']}\n,Acme,x\n"


@good("POST", FILE)
def _(world: World) -> Call:
    make.heartbeat()
    return Call(body=sent(table()))


def in_the_worker(world: World) -> Call:
    """As a large file is."""
    world.monkeypatch.setattr(file_imports, "AT_ONCE", 0)
    return Call(body=sent(table()), headers={"Prefer": "wait=0"})


@case("POST", FILE, 202)
def _(world: World) -> Call:
    make.heartbeat()
    return in_the_worker(world)


@case("POST", FILE, 400)
def _(world: World) -> Call:
    return Call(body=sent("\0\1\2"))


@case("POST", FILE, 503)
def _(world: World) -> Call:
    make.heartbeat(age=timedelta(hours=1))
    return in_the_worker(world)
