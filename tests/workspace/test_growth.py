"""Twice as many rows cost the same number of queries, on every page that lists something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator.jobs import notes, tags
from orchestrator.models import Interview, Job, User
from orchestrator.tracking import stages, todos
from tests import make
from tests.workspace.reading import HTMX

SORTS = ("score", "datePosted", "discoveredAt", "deadline", "salary", "title", "employer",
         "appliedAt")  # fmt: skip
# What is asked of the list, of which none may cost more than ten queries.
LISTS = (
    "", "source=manual", "status=ready,applied", "workplace=remote", "employment=fulltime",
    "postedWithin=7", "score=0-100", "score=unscored", "pdf=current", "pdf=missing", "tag=dream",
    "snoozed=1", "sponsor=confirmed", "skipped=auto", "salaryMode=at_least&salaryMin=1000",
    "location=leeds", "q=engineer", "q=railways",
    *(f"sort={name}-{way}" for name in SORTS for way in ("asc", "desc")),
)  # fmt: skip
PAGES = {
    "/today": 22, "/jobs/ready": 22, "/jobs/discovered": 22, "/jobs/applied": 22, "/jobs/all": 22,
    "/jobs/all/filters": 10, "/search": 12, "/search?q=engineer": 12, "/notices": 20, "/runs": 20,
    "/applications/in-progress": 20, "/tracking-inbox": 20, "/tracking-inbox/linked": 20,
    "/overview": 20, "/overview?duration=all": 20, "/watchlist": 20, "/tracer-links": 20,
}  # fmt: skip
FRAGMENTS = {"/jobs/all/counts": 3, "/palette?q=": 4, "/palette?q=engineer": 4}
TABS = ("", "/notes", "/documents", "/timeline", "/emails", "/ghostwriter", "/pdf")


@pytest.fixture
def owner(ada: User) -> User:
    make.heartbeat()
    make.resume(ada)
    return ada


def grow(owner: User) -> None:
    """Ten more jobs, with what a job can have."""
    today = timezone.now().date()
    for status, count in (("discovered", 4), ("ready", 3)):
        for job in make.jobs(owner, count, status=status, location="Leeds", workplace="remote",
                             job_type="Full-time", posted_on=today):  # fmt: skip
            tags.put(job, ["dream"], actor="user")
    for number, job in enumerate(make.jobs(owner, 3, status="ready")):
        grow_job(stages.apply(job, actor="user"), number)


def grow_job(job: Job, number: int) -> None:
    at = timezone.now() + timedelta(hours=number + 1)
    stages.log(job, "technical_interview", actor="user", occurred_at=timezone.now())
    todos.add(job, f"Call {number}", kind="todo", actor="user")
    notes.add(job, title="Thoughts", content="Rather far.", actor="user")
    Interview.objects.create(job=job, scheduled_at=at, kind="technical")
    make.mail(job.owner, suggested=job, offered=[str(job.pk)])
    make.mail(job.owner, job=job, status="auto_linked")


def queries(ask: Callable[[], HttpResponse]) -> int:
    """Of the second time: what a process reads once is not the page's."""
    ask()
    with CaptureQueriesContext(connection) as found:
        answer = ask()
    assert answer.status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in found)


def grown(client: Client, owner: User, path: str, headers: dict[str, str]) -> list[int]:
    """With ten jobs, and with twenty; the panel shows the first of the list, which stays."""
    found = []
    for _ in range(2):
        grow(owner)
        rows = client.get(path, headers=headers).content.decode().partition('id="job-')[2]
        shown = {**headers, "Shown-Job": rows[:36]} if rows else headers
        found.append(queries(partial(client.get, path, headers=shown)))
    return found


@pytest.mark.parametrize("asked", LISTS)
def test_a_list_costs_the_same_whatever_it_holds(client: Client, owner: User, asked: str) -> None:
    ten, twenty = grown(client, owner, f"/jobs/all?{asked}", dict(HTMX))
    assert (twenty - ten, twenty <= 10) == (0, True), (ten, twenty)


@pytest.mark.parametrize(("path", "most"), [*PAGES.items()])
def test_a_page_costs_the_same_whatever_it_holds(
    client: Client, owner: User, path: str, most: int
) -> None:
    ten, twenty = grown(client, owner, path, {})
    assert (twenty - ten, twenty <= most) == (0, True), (ten, twenty)


@pytest.mark.parametrize(("path", "most"), [*FRAGMENTS.items()])
def test_a_fragment_costs_the_same_whatever_it_holds(
    client: Client, owner: User, path: str, most: int
) -> None:
    ten, twenty = grown(client, owner, path, dict(HTMX))
    assert (twenty - ten, twenty <= most) == (0, True), (ten, twenty)


@pytest.mark.parametrize("tab", TABS)
def test_a_job_with_more_costs_no_more(client: Client, owner: User, tab: str) -> None:
    job, found = stages.apply(make.job(owner, status="ready"), actor="user"), []
    for _ in range(2):
        for number in range(10):
            grow_job(job, number)
        found.append(queries(partial(client.get, f"/job/{job.pk}{tab}")))
    ten, twenty = found
    assert (twenty - ten, twenty <= 20) == (0, True), found


def test_the_panel_of_a_job_with_more_costs_no_more(client: Client, owner: User) -> None:
    job, found = stages.apply(make.job(owner, status="ready"), actor="user"), []
    for _ in range(2):
        for number in range(10):
            grow_job(job, number)
        found.append(queries(partial(client.get, f"/jobs/applied/{job.pk}", headers=HTMX)))
    assert found[0] == found[1] <= 15
