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
# What is asked of the list → queries. Looks into the word index come before the rows.
LISTS = {
    "": 10, "source=manual": 10, "status=ready,applied": 10, "workplace=remote": 10,
    "employment=fulltime": 10, "postedWithin=7": 10, "score=0-100": 10, "score=unscored": 10,
    "pdf=current": 11, "pdf=missing": 11, "tag=dream": 10, "snoozed=1": 10, "sponsor=confirmed": 10,
    "salaryMode=at_least&salaryMin=1000": 10, "location=leeds": 10, "q=engineer": 13,
    "q=railways": 13, **{f"sort={name}-{way}": 10 for name in SORTS for way in ("asc", "desc")},
}  # fmt: skip
PAGES = {
    "/today": 25, "/jobs/ready": 24, "/jobs/discovered": 24, "/jobs/applied": 30, "/jobs/all": 24,
    "/jobs/all/filters": 12, "/search": 12, "/search?q=engineer": 16, "/notices": 20, "/runs": 20,
    "/applications/in-progress": 20, "/tracking-inbox": 20, "/tracking-inbox/linked": 20,
    "/overview": 20, "/overview?duration=all": 20, "/watchlist": 20, "/tracer-links": 20,
}  # fmt: skip
FRAGMENTS = {"/jobs/all/counts": 3, "/palette?q=": 6, "/palette?q=engineer": 6}
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


@pytest.mark.parametrize(("asked", "most"), [*LISTS.items()])
def test_a_list_costs_the_same_whatever_it_holds(
    client: Client, owner: User, asked: str, most: int
) -> None:
    ten, twenty = grown(client, owner, f"/jobs/all?{asked}", dict(HTMX))
    assert (twenty - ten, twenty <= most) == (0, True), (ten, twenty)


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
    assert (twenty - ten, twenty <= 22) == (0, True), found


def test_the_panel_of_a_job_with_more_costs_no_more(client: Client, owner: User) -> None:
    job, found = stages.apply(make.job(owner, status="ready"), actor="user"), []
    for _ in range(2):
        for number in range(10):
            grow_job(job, number)
        found.append(queries(partial(client.get, f"/jobs/applied/{job.pk}", headers=HTMX)))
    assert found[0] == found[1] <= 15
