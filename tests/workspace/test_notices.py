from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator import lifecycle
from orchestrator.models import Job, JobEvent, Operation, PipelineRun, Tally, User
from orchestrator.pipeline import notices
from tests import make
from tests.workspace.reading import HTMX, page, texts
from tests.workspace.test_live import finish

pytestmark = pytest.mark.django_db


def failed(job: Job) -> None:
    error = {"message": "No browser.", "at": "2026-01-01T00:00:00Z"}
    lifecycle.move(job, "fail_processing", actor="worker", token=job.render_token, error=error)


def working(owner: User, count: int = 1, **fields: Any) -> list[Job]:
    return [make.job(owner, status="processing", **fields) for _ in range(count)]


def ended_run(owner: User, **fields: Any) -> PipelineRun:
    now = timezone.now()
    values = {"status": "completed", "completed_at": now, "counts": {"processed": 3}, **fields}
    return PipelineRun.objects.create(owner=owner, **values)


def ended_actions(owner: User, **fields: Any) -> Operation:
    result = {"requested": 41, "succeeded": 40, "failed": 1}
    return Operation.objects.create(
        owner=owner, kind="actions", status="succeeded", options={"action": "skip"},
        result=result, finished_at=timezone.now(), **fields,
    )  # fmt: skip


def told(owner: User) -> list[str]:
    return [notice.text for notice in notices.read(owner)]


def unread(client: Client, path: str = "/runs") -> list[str]:
    return texts(page(client.get(path)), "//*[@id='notices']/*[@data-unread]")


def test_one_result_names_its_job(ada: User) -> None:
    job = finish(working(ada)[0])
    (notice,) = notices.read(ada)
    assert notice.text == "Ready: Backend Engineer at Acme"
    assert (notice.subject, notice.subject_id, notice.good) == ("job", job.pk, True)


def test_several_results_of_a_kind_are_one_notice(ada: User) -> None:
    for job in working(ada, 8):
        finish(job)
    failed(working(ada)[0])
    assert told(ada) == ["Not ready: Backend Engineer at Acme", "8 jobs are Ready"]


def test_what_the_person_did_is_no_notice(ada: User) -> None:
    lifecycle.move(make.job(ada), "skip", actor="user")
    lifecycle.move(make.job(ada), "expire", actor="user")
    assert told(ada) == []


def test_what_the_clock_did_is_one(ada: User) -> None:
    lifecycle.move(make.job(ada), "expire", actor="sweeper")
    assert told(ada) == ["Expired: Backend Engineer at Acme"]


def test_a_run_speaks_for_its_jobs(ada: User) -> None:
    run = ended_run(ada, counts={"processed": 3, "failed": 1})
    finish(working(ada)[0])
    JobEvent.objects.filter(kind="processing.finished").update(pipeline_run_id=run.pk)
    (notice,) = notices.read(ada)
    assert notice.detail == "3 jobs became Ready, 1 job could not be prepared."
    assert (notice.text, notice.subject_id, notice.good) == ("A run finished", run.pk, False)


def test_a_run_that_failed_says_why(ada: User) -> None:
    ended_run(ada, status="failed", error_message="Interrupted: start a new one.")
    (notice,) = notices.read(ada)
    assert (notice.text, notice.detail) == ("A run failed", "Interrupted: start a new one.")


def test_a_bulk_action_gives_its_counts(ada: User) -> None:
    ended_actions(ada)
    (notice,) = notices.read(ada)
    assert (notice.text, notice.detail) == ("Skipped 40 of 41 jobs", "1 job failed.")


def test_a_running_one_is_not_told(ada: User) -> None:
    ended_run(ada, status="running", completed_at=None)
    Operation.objects.create(owner=ada, kind="actions", options={"action": "skip"})
    assert told(ada) == []


def test_after_thirty_days_nothing_is_left(client: Client, ada: User) -> None:
    User.objects.update(date_joined=timezone.now() - timedelta(days=90))
    finish(working(ada)[0])
    JobEvent.objects.update(at=timezone.now() - timedelta(days=31))
    assert told(ada) == []
    assert unread(client) == []


def test_results_of_somebody_else_are_not_told(client: Client, ada: User, ben: User) -> None:
    finish(working(ben)[0])
    ended_run(ben)
    ended_actions(ben)
    assert told(ada) == []
    assert unread(client) == []


def test_a_deleted_job_leaves_a_notice_without_a_link(client: Client, ada: User) -> None:
    finish(working(ada)[0])
    JobEvent.objects.update(job=None)
    assert "A deleted job" in page(client.get("/notices")).text_content()


def test_the_header_counts_what_is_new_until_it_is_seen(client: Client, ada: User) -> None:
    for job in working(ada, 3):
        finish(job)
    ended_run(ada)
    ended_actions(ada)
    assert unread(client) == ["3"]
    assert client.post("/notices/seen").headers["Location"] == "/notices"
    assert unread(client) == []
    assert texts(page(client.get("/notices")), "//*[@id='notice-list']//h2") == ["Seen"]


def test_what_came_after_the_page_stays_new(client: Client, ada: User) -> None:
    until = page(client.get("/notices"))
    finish(working(ada)[0])
    assert until.xpath("//h1")
    before = round((timezone.now() - timedelta(minutes=1)).timestamp() * 1000)
    client.post("/notices/seen", {"until": str(before)})
    assert unread(client) == ["1"]


def test_the_last_look_never_goes_back(ada: User) -> None:
    seen = notices.mark_seen(ada)
    assert notices.mark_seen(ada, until=seen - timedelta(days=1)) == seen


@pytest.mark.parametrize("until", ["", "soon", "-1", "9" * 30])
def test_a_broken_moment_means_now(client: Client, ada: User, until: str) -> None:
    finish(working(ada)[0])
    client.post("/notices/seen", {"until": until})
    assert unread(client) == []


def test_the_page_without_results_says_what_would_come(client: Client, ada: User) -> None:
    assert "Nothing to report" in page(client.get("/notices")).text_content()


def test_notices_of_different_kinds_lead_to_their_places(client: Client, ada: User) -> None:
    job = finish(working(ada)[0])
    run, actions = ended_run(ada), ended_actions(ada)
    found = page(client.get("/notices")).xpath("//*[@class='event-body']//b/a/@href")
    expected = {f"/jobs/all/{job.pk}", f"/runs/{run.pk}", f"/bulk/{actions.pk}"}
    assert set(found) == expected


def test_an_absence_is_summed_up_and_can_be_dismissed(client: Client, ada: User) -> None:
    Tally.objects.get_or_create(owner=ada)
    Tally.objects.update(notices_seen_at=timezone.now() - timedelta(hours=8))
    for job in working(ada, 3):
        finish(job)
    failed(working(ada)[0])
    ended_run(ada)
    strip = page(client.get("/jobs/ready")).get_element_by_id("away")
    assert "While you were away: 1 run finished" in strip.text_content()
    assert "3 jobs became Ready" in strip.text_content()
    until = strip.xpath(".//input[@name='until']/@value")[0]
    assert client.post("/notices/seen", {"until": until}, headers=HTMX).content == b""
    assert page(client.get("/jobs/ready")).get_element_by_id("away", None) is None


def test_a_short_absence_is_none(client: Client, ada: User) -> None:
    notices.mark_seen(ada)
    finish(working(ada)[0])
    assert page(client.get("/jobs/ready")).get_element_by_id("away", None) is None


def test_reading_costs_six_queries_however_much_there_is(ada: User) -> None:
    spent = []
    for count in (1, 30):
        for job in working(ada, count):
            finish(job)
        ended_run(ada)
        ended_actions(ada)
        with CaptureQueriesContext(connection) as asked:
            notices.read(ada, since=timezone.now() - timedelta(days=1))
        spent.append(len(asked))
    assert spent == [6, 6]


def test_programs_read_and_mark_the_same(client: Client, ada: User) -> None:
    finish(working(ada)[0])
    found = client.get("/api/notices").json()["data"]
    assert (found["unread"], found["notices"][0]["outcome"]) == (1, "good")
    client.post("/api/notices/seen", {}, content_type="application/json")
    assert client.get("/api/notices").json()["data"]["unread"] == 0
