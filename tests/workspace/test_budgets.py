"""What a page may cost: queries, and bytes before compression."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator.models import Job, User
from orchestrator.tracking import stages, todos
from orchestrator.workspace.settings_urls import SETTINGS
from tests import make
from tests.workspace.reading import HTMX, page

KB = 1024
POSTING = "We build services in Python for people who plan railways. " * 80


@pytest.fixture
def owner(ada: User) -> User:
    """Ada with a worker, a résumé and a list that fills more than one page."""
    make.heartbeat()
    make.resume(ada)
    for status in ("discovered", "ready", "applied"):
        make.jobs(ada, 60, status=status, description=POSTING, location="Leeds", salary="£60,000")
    return ada


@pytest.fixture
def busy(owner: User) -> Job:
    """A job that something has happened to: a file, a timeline, to-dos."""
    job = make.job(owner, status="ready", score=99.0, description=POSTING)
    make.printed(job)
    sent = stages.apply(job, actor="user")
    for number in range(6):
        at = timezone.now() - timedelta(days=number)
        stages.log(sent, "technical_interview", actor="user", occurred_at=at)
        todos.add(sent, f"Call {number}", kind="todo", actor="user")
    for _ in range(25):
        make.mail(owner, suggested=sent, offered=[str(sent.pk)])
        make.mail(owner, job=sent, status="auto_linked")
    return sent


def cost(ask: Callable[[], HttpResponse]) -> tuple[int, float]:
    """Queries without savepoints, and KB of the answer."""
    ask()  # what a process reads once is not the page's
    with CaptureQueriesContext(connection) as found:
        answer = ask()
    assert answer.status_code == 200
    asked = [query for query in found if "SAVEPOINT" not in query["sql"]]
    return len(asked), len(answer.content) / KB


@pytest.mark.parametrize(
    ("path", "fragment", "queries", "size"),
    [
        ("/jobs/applied/{job}", True, 15, 30),
        ("/jobs/discovered", False, 22, 110),
        ("/jobs/applied/{job}", False, 22, 110),
        ("/jobs/all", True, 10, 60),
        ("/jobs/all?sort=title-asc", True, 10, 60),
        ("/jobs/all?score=0-100&source=manual", True, 10, 60),
        # Three looks into the word index come before the rows.
        ("/jobs/all?q=railways", True, 13, 60),
        # Three of the search, three of the page around it.
        ("/search?q=engineer", True, 6, 20),
        ("/palette?q=engineer", True, 4, 20),
        ("/notices", False, 20, 80),
        ("/runs", False, 20, 80),
        ("/tracking-inbox", False, 20, 110),
        ("/tracking-inbox/linked", False, 20, 80),
        ("/onboarding", False, 20, 80),
        *((f"/job/{{job}}{tab}", False, 20, 80) for tab in (
            "", "/edit", "/tailoring", "/pdf", "/notes", "/documents", "/timeline",
            "/ghostwriter")),
    ],
)  # fmt: skip
def test_a_page_keeps_to_its_budget(
    client: Client, busy: Job, path: str, fragment: bool, queries: int, size: float
) -> None:
    headers = HTMX if fragment else {}
    if path.startswith("/jobs/all"):
        shown = busy.owner.jobs.order_by("-pk").first()
        assert shown is not None
        headers = {**HTMX, "Shown-Job": str(shown.pk)}
    asked, kilobytes = cost(lambda: client.get(path.format(job=busy.pk), headers=headers))
    assert (asked <= queries, kilobytes <= size) == (True, True), (asked, kilobytes)


SECTIONS = [
    f"/{found.pattern}"
    for found in SETTINGS
    if re.fullmatch(r"settings/[a-z-]+", str(found.pattern)) and "password" not in str(found)
]


@pytest.mark.parametrize("path", SECTIONS)
def test_a_settings_section_keeps_to_its_budget(client: Client, owner: User, path: str) -> None:
    asked, kilobytes = cost(lambda: client.get(path))
    assert (asked <= 20, kilobytes <= 80) == (True, True), (asked, kilobytes)


@pytest.mark.parametrize(
    ("verb", "queries"),
    # To apply also looks whether other programs are told, and freezes what goes out with its letter
    # and answers; to get a job ready also looks at the résumé and the worker, and stores the work.
    [("skip", 25), ("apply", 29), ("return", 25), ("reopen", 25), ("ready", 30)],
)
def test_a_verb_and_the_next_panel_keep_to_their_budget(
    client: Client, owner: User, verb: str, queries: int
) -> None:
    status = {"return": "ready", "reopen": "skipped"}.get(verb, "discovered")
    jobs = iter(make.jobs(owner, 2, status=status))
    asked, kilobytes = cost(
        lambda: client.post(f"/jobs/{next(jobs).pk}/{verb}", {"place": "all?"}, headers=HTMX)
    )
    assert (asked <= queries, kilobytes <= 35) == (True, True), (asked, kilobytes)


def test_asking_for_news_when_there_are_none_costs_next_to_nothing(
    client: Client, owner: User
) -> None:
    cursor = page(client.get("/jobs/ready")).xpath("//@data-since")[0]
    path = f"/live/news?place=ready?&since={cursor}"
    asked, kilobytes = cost(lambda: client.get(path, headers=HTMX))
    # Pages do not poll: they ask when a bell rang, so this is what a bell for nothing costs. One
    # query is for replies that ended elsewhere.
    assert (asked <= 7, kilobytes <= 1) == (True, True), (asked, kilobytes)


def walked(wanted: set[str]) -> set[str]:
    """With the scripts that a script imports; all of ours lie in one folder."""
    first = Path(str(finders.find("js/main.js"))).read_text()
    imported = {f"js/{name}" for name in re.findall(r'"\./(\w+\.js)"', first)}
    assert imported
    return wanted | imported | {"js/page.js"}


def test_the_first_load_fits_into_120_kilobytes_compressed(client: Client, owner: User) -> None:
    """Each file as the server sends it, and what a style or a script asks for in turn."""
    answer = client.get("/jobs/discovered", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    html = gzip.decompress(answer.content).decode()
    wanted = set(re.findall(r'(?:src|href)="/static/([^"#?]+)', html))
    wanted |= set(re.findall(r'"/static/([^"#?]+\.js)', html))
    total = len(answer.content)
    for name in walked(wanted):
        place = finders.find(name)
        assert place, name
        with open(place, "rb") as file:
            total += len(gzip.compress(file.read()))
    assert any("htmx" in name for name in wanted)
    assert total <= 120 * KB, (total, sorted(wanted))
