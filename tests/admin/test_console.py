"""The operations console, as the local owner, who is staff."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_q.models import Failure, OrmQ

from orchestrator.models import (
    ApiToken,
    Job,
    LlmCall,
    Operation,
    PipelineRun,
    RegenerationRequest,
    RunItem,
    User,
)
from orchestrator.pipeline import process
from tests import make

CANARY = "zq-canary-4711"
SKILLS = f'[{{"name": "{CANARY}", "keywords": []}}]'
LISTS = (
    "orchestrator/job", "orchestrator/jobevent", "orchestrator/operation",
    "orchestrator/pipelinerun", "orchestrator/runitem", "orchestrator/regenerationrequest",
    "orchestrator/heartbeat", "orchestrator/llmcall", "orchestrator/apitoken",
    "orchestrator/loginattempt", "orchestrator/user", "django_q/ormq", "django_q/failure",
    "pdfs/renderedpdf", "tailoring/resumedocument",
)  # fmt: skip


@pytest.fixture
def console(ada: User, client: Client) -> Client:
    client.get("/health")
    return client


def fill(ada: User, count: int) -> None:
    """Rows on every page, each with private text in every field that holds some."""
    make.heartbeat()
    run = PipelineRun.objects.create(owner=ada, status="completed")
    for number in range(count):
        job = make.job(
            ada, title=f"Engineer {number}", description=CANARY, brief=CANARY,
            score_reason=CANARY, tailored_summary=CANARY, tailored_headline=CANARY,
            tailored_skills=SKILLS, location_evidence={"quote": CANARY}, extras={"x": CANARY},
        )  # fmt: skip
        make.printed(job, verdict={"text": CANARY})
        Operation.objects.create(owner=ada, job=job, kind="process")
        RegenerationRequest.objects.create(job=job, not_before=timezone.now())
        RunItem.objects.create(run=run, job=job, step="scoring", reference=str(job.pk))
        LlmCall.objects.create(owner=ada, purpose="score", host="h", model="m")
        ApiToken.objects.issue(ada, name=f"token {number}", expires_at=None)
        Failure.objects.create(
            id=f"{number}", name=f"f{number}", func="x", success=False, result=f"key sk-{CANARY}",
            started=timezone.now(), stopped=timezone.now(), args=(CANARY,),
        )  # fmt: skip


@pytest.mark.parametrize("page", LISTS)
def test_each_list_stays_within_fifteen_queries_and_shows_no_private_text(
    ada: User, console: Client, page: str, django_assert_max_num_queries: Any
) -> None:
    fill(ada, 20)
    with django_assert_max_num_queries(15):
        answer = console.get(f"/admin/{page}/")
    assert answer.status_code == 200
    assert CANARY not in answer.content.decode()


@pytest.mark.parametrize("page", LISTS)
def test_each_row_s_page_shows_no_private_text(ada: User, console: Client, page: str) -> None:
    fill(ada, 1)
    make.resume(ada)
    process.request(make.job(ada), actor="user")
    listing = console.get(f"/admin/{page}/").context["cl"]
    for row in listing.result_list:
        answer = console.get(f"/admin/{page}/{row.pk}/change/")
        assert answer.status_code == 200
        assert CANARY not in answer.content.decode()


def test_no_row_can_be_edited_or_deleted_by_form(ada: User, console: Client) -> None:
    job = make.job(ada)
    url = f"/admin/orchestrator/job/{job.pk}"
    assert console.post(f"{url}/change/", {"status": "applied"}).status_code == 403
    assert console.post(f"{url}/delete/", {"post": "yes"}).status_code == 403
    job.refresh_from_db()
    assert job.status == "discovered"


def act(console: Client, page: str, action: str, *rows: Any) -> str:
    chosen = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return console.post(f"/admin/{page}/", chosen, follow=True).content.decode()


def test_skipping_goes_through_the_one_writer(ada: User, console: Client) -> None:
    job = make.job(ada)
    page = act(console, "orchestrator/job", "skip", job)
    job.refresh_from_db()
    event = job.events.get()
    assert (job.status, event.kind, event.actor) == ("skipped", "job.skipped", "admin")
    assert "Skip: 1" in page


def test_a_refused_transition_is_said_and_the_others_are_made(ada: User, console: Client) -> None:
    free, sent = make.job(ada), make.job(ada, status="applied", title="Sent one")
    page = act(console, "orchestrator/job", "skip", free, sent)
    free.refresh_from_db()
    sent.refresh_from_db()
    assert (free.status, sent.status) == ("skipped", "applied")
    assert "Sent one at Acme: This step does not exist" in page


def test_every_action_leaves_an_entry_in_the_log(ada: User, console: Client) -> None:
    job = make.job(ada)
    act(console, "orchestrator/job", "skip", job)
    assert "Skip" in console.get(f"/admin/orchestrator/job/{job.pk}/history/").content.decode()


def test_a_lease_can_be_released_by_hand(ada: User, console: Client) -> None:
    job = make.job(ada, status="processing")
    act(console, "orchestrator/job", "release_lease", job)
    job.refresh_from_db()
    assert (job.status, job.render_token) == ("discovered", None)


def test_a_living_lease_is_not_recovered(ada: User, console: Client) -> None:
    job = make.job(ada, status="processing")
    act(console, "orchestrator/job", "recover", job)
    job.refresh_from_db()
    assert job.status == "processing"


def test_a_job_can_be_queued_again(ada: User, console: Client) -> None:
    make.heartbeat()
    make.resume(ada)
    job = make.job(ada)
    act(console, "orchestrator/job", "process_again", job)
    job.refresh_from_db()
    assert (job.status, OrmQ.objects.count()) == ("processing", 1)


def test_stuck_work_is_one_filter_away(ada: User, console: Client) -> None:
    old = Operation.objects.create(owner=ada, job=make.job(ada), kind="process", status="running")
    Operation.objects.filter(pk=old.pk).update(created_at="2020-01-01T00:00:00Z")
    Operation.objects.create(owner=ada, job=make.job(ada), kind="process")
    found = console.get("/admin/orchestrator/operation/?stuck=yes").context["cl"].result_list
    assert [one.pk for one in found] == [old.pk]
    act(console, "orchestrator/operation", "recover", old)
    old.refresh_from_db()
    assert old.status == "failed"


@pytest.mark.parametrize("word", ["Platform", "Contoso"])
def test_jobs_are_found_by_title_and_employer(ada: User, console: Client, word: str) -> None:
    wanted = make.job(ada, title="Platform Engineer", employer="Contoso")
    make.job(ada)
    found = console.get("/admin/orchestrator/job/", {"q": word}).context["cl"].result_list
    assert [job.pk for job in found] == [wanted.pk]


def test_a_job_is_found_by_its_id(ada: User, console: Client) -> None:
    wanted = make.job(ada)
    make.job(ada)
    found = console.get("/admin/orchestrator/job/", {"q": str(wanted.pk)}).context["cl"]
    assert [job.pk for job in found.result_list] == [wanted.pk]


def test_a_token_is_revoked_and_its_secret_is_nowhere(ada: User, console: Client) -> None:
    token, secret = ApiToken.objects.issue(ada, name="laptop", expires_at=None)
    page = console.get(f"/admin/orchestrator/apitoken/{token.pk}/change/").content.decode()
    assert secret not in page
    assert token.digest not in page
    act(console, "orchestrator/apitoken", "revoke", token)
    assert not ApiToken.objects.exists()


def test_a_run_can_be_cancelled_here(ada: User, console: Client) -> None:
    run = PipelineRun.objects.create(owner=ada, options={})
    act(console, "orchestrator/pipelinerun", "cancel", run)
    run.refresh_from_db()
    assert run.status == "cancelled"


def test_somebody_who_is_not_staff_sees_nothing(required: None, ben: User, client: Client) -> None:
    client.force_login(ben)
    assert client.get("/admin/orchestrator/job/").status_code == 302
    assert not Job.objects.exists()


def test_the_status_page_shows_figures_and_nothing_private(
    ada: User, console: Client, django_assert_max_num_queries: Any
) -> None:
    fill(ada, 3)
    make.job(ada, status="processing")
    with django_assert_max_num_queries(25):
        page = console.get("/admin/orchestrator/heartbeat/status/").content.decode()
    assert "Jobs under a lease" in page
    assert "Tasks waiting" in page
    assert CANARY not in page
    assert "Acme" not in page


def test_the_first_page_leads_to_the_status(ada: User, console: Client) -> None:
    assert "/admin/orchestrator/heartbeat/status/" in console.get("/admin/").content.decode()
