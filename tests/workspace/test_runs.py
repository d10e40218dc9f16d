"""Runs as pages: what one would find, how far it is, whom it chose and why not the others."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator.models import Job, PipelineRun, RunItem, User
from tests import make
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db


def run(owner: User, **fields: Any) -> PipelineRun:
    values = {"status": "completed", "step": "completed", "completed_at": timezone.now(), **fields}
    return PipelineRun.objects.create(owner=owner, **values)


def item(of: PipelineRun, job: Job, **fields: Any) -> RunItem:
    return RunItem.objects.create(run=of, job=job, reference=str(job.pk), **fields)


def test_without_a_run_the_page_says_what_one_is(client: Client, ada: User) -> None:
    assert "No run yet" in client.get("/runs").content.decode()


def test_a_new_run_without_jobs_says_what_is_missing(client: Client, ada: User) -> None:
    root = page(client.get("/runs/new"))
    links = root.xpath("//div[contains(@class, 'note')]//a/@href")
    assert links == ["/design-resume"]


def test_a_new_run_says_what_it_would_find(client: Client, ada: User) -> None:
    make.resume(ada)
    make.jobs(ada, 2)
    make.job(ada)
    shown = client.get("/runs/new").content.decode()
    assert "1 job without a score would be scored first" in shown


def test_a_run_starts_and_its_page_follows(client: Client, ada: User) -> None:
    make.resume(ada)
    make.heartbeat()
    answer = client.post("/runs/new", {"top_n": "3", "minimum": "20"})
    started = PipelineRun.objects.get()
    assert answer["Location"] == f"/runs/{started.pk}"
    assert (started.options["topN"], started.options["minSuitabilityScore"]) == (3, 20)


def test_a_second_start_leads_to_the_first(client: Client, ada: User) -> None:
    make.heartbeat()
    first = run(ada, status="running", step="scoring", completed_at=None)
    answer = client.post("/runs/new", {"top_n": "3", "minimum": "20"})
    assert answer["Location"] == f"/runs/{first.pk}"
    assert "still in progress" in client.get(answer["Location"]).content.decode()


def test_without_a_worker_nothing_starts_and_the_numbers_stay(client: Client, ada: User) -> None:
    answer = client.post("/runs/new", {"top_n": "7", "minimum": "20"})
    assert answer.status_code == 422
    assert page(answer).get_element_by_id("id_top_n").get("value") == "7"
    assert not PipelineRun.objects.exists()


def test_a_number_out_of_range_is_refused_in_words(client: Client, ada: User) -> None:
    answer = client.post("/runs/new", {"top_n": "99", "minimum": "20"})
    assert answer.status_code == 422
    assert "Give a whole number from 1 to 50." in answer.content.decode()


def test_a_running_run_asks_again_and_can_be_reloaded(client: Client, ada: User) -> None:
    going = run(ada, status="running", step="scoring", completed_at=None)
    root = page(client.get(f"/runs/{going.pk}"))
    assert root.get_element_by_id("run").get("data-live") == f"/runs/{going.pk}"
    assert root.xpath("//noscript//a/@href") == [f"/runs/{going.pk}"]
    assert client.get(f"/runs/{going.pk}", headers=HTMX).status_code == 200


def test_a_finished_run_ends_the_asking(client: Client, ada: User) -> None:
    over = run(ada)
    assert page(client.get(f"/runs/{over.pk}")).get_element_by_id("run").get("data-live") is None
    assert client.get(f"/runs/{over.pk}", headers=HTMX).status_code == 286


def test_a_running_run_names_its_steps_and_the_job_in_work(client: Client, ada: User) -> None:
    going = run(ada, status="running", step="processing", completed_at=None)
    item(going, make.job(ada, title="Next"), step="scoring", state="succeeded")
    item(going, make.job(ada, title="In work"), step="processing", state="running")
    root = page(client.get(f"/runs/{going.pk}"))
    lines = texts(root, "//ol[@class='steps']/li")
    assert lines == [
        "Collect, done", "Import, done", "Score, done1 of 1", "Choose, done1 job", "Prepare0 of 1",
    ]  # fmt: skip
    assert texts(root, "//ol[@class='steps']/li[@aria-current]") == ["Prepare0 of 1"]
    assert "In work at Acme" in root.get_element_by_id("run").text_content()


def test_every_page_shows_the_run_that_is_on(client: Client, ada: User) -> None:
    going = run(ada, status="running", step="processing", completed_at=None)
    item(going, make.job(ada), step="processing", state="running")
    pill = page(client.get("/design-resume")).get_element_by_id("run-pill")
    assert pill.xpath("./a/@href") == [f"/runs/{going.pk}"]
    assert "Preparing 0 of 1" in pill.text_content()


def test_what_failed_is_tried_again_with_one_button(client: Client, ada: User) -> None:
    make.heartbeat()
    over = run(ada, counts={"failed": 2})
    failed = {"code": "X", "message": "No Chromium was found."}
    kept = make.job(ada, title="Still here")
    item(over, kept, step="processing", state="failed", error=failed)
    item(over, make.job(ada, status="skipped"), step="processing", state="failed", error=failed)
    shown = client.get(f"/runs/{over.pk}").content.decode()
    assert "Retry the 1 that failed" in shown
    answer = client.post(f"/runs/{over.pk}/retry")
    again = ada.operations.get(kind="actions")
    assert answer.headers["Location"] == f"/bulk/{again.pk}"
    assert [one.job_id for one in again.items.all()] == [kept.pk]


def test_nothing_to_try_again_is_said(client: Client, ada: User) -> None:
    over = run(ada)
    assert client.post(f"/runs/{over.pk}/retry").headers["Location"] == f"/runs/{over.pk}"
    assert "Nothing of this run is left" in client.get(f"/runs/{over.pk}").content.decode()


@pytest.mark.parametrize(("top_n", "minimum", "name"), [(5, 75, "Fast"), (20, 35, "Detailed")])
def test_a_preset_is_one_click(
    client: Client, ada: User, top_n: int, minimum: int, name: str
) -> None:
    typed = {"do": name.lower(), "top_n": "3", "minimum": "4", "terms": "Baker", "name": "Mine"}
    root = page(client.post("/runs/new", typed))
    assert texts(root, "//button[@aria-current='true']/b") == [name]
    assert root.get_element_by_id("id_terms").text_content().strip() == "Baker"
    assert root.get_element_by_id("id_name").get("value") == "Mine"
    assert root.get_element_by_id("id_top_n").get("value") == str(top_n)
    assert root.get_element_by_id("id_minimum").get("value") == str(minimum)


def test_the_estimate_follows_the_numbers(client: Client, ada: User) -> None:
    for score in (20.0, 40.0, 60.0, 80.0):
        make.job(ada, score=score)
    make.job(ada)
    make.resume(ada)
    typed = {"do": "look", "top_n": "2", "minimum": "40", "steps": ["score", "tailor"]}
    root = page(client.post("/runs/new", typed, headers=HTMX))
    assert texts(root, "//*[@id='run-estimate']/p[not(@class)]") == [
        "No source is asked.",
        "3 jobs in Discovered score 40 or more; 2 would be prepared.",
        "1 job without a score would be scored first.",
        "No model is set up, so everything is computed here.",
    ]


@pytest.mark.parametrize(
    "query", ["top_n=x&minimum=", "top_n=0", "minimum=-5", "top_n=" + "9" * 50]
)
def test_odd_numbers_in_the_address_are_the_usual_ones(
    client: Client, ada: User, query: str
) -> None:
    root = page(client.get(f"/runs/new?{query}"))
    found = [root.get_element_by_id(f"id_{name}").get("value") for name in ("top_n", "minimum")]
    assert found == ["10", "50"]


def test_the_dialog_leads_on_by_a_header(client: Client, ada: User) -> None:
    make.resume(ada)
    make.heartbeat()
    answer = client.post("/runs/new", {"top_n": "3", "minimum": "20"}, headers=HTMX)
    started = PipelineRun.objects.get()
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/runs/{started.pk}")


def test_a_run_that_is_being_cancelled_says_so(client: Client, ada: User) -> None:
    now = timezone.now()
    going = run(ada, status="running", completed_at=None, cancel_requested_at=now)
    root = page(client.get(f"/runs/{going.pk}"))
    assert texts(root, "//p[@role='status']/b") == ["Stopping."]
    assert not root.xpath("//form[contains(@action, 'cancel')]")


def test_a_run_is_cancelled_by_its_button(client: Client, ada: User) -> None:
    going = run(ada, status="running", step="scoring", completed_at=None)
    client.post(f"/runs/{going.pk}/cancel")
    assert "Cancelled" in client.get(f"/runs/{going.pk}").content.decode()


def test_each_chosen_job_has_its_line_and_reason(client: Client, ada: User) -> None:
    over = run(ada)
    item(over, make.job(ada, title="Good"), step="processing", state="succeeded")
    failed = {"code": "X", "message": "No Chromium was found."}
    item(over, make.job(ada, title="Bad"), step="processing", state="failed", rank=1, error=failed)
    moved = make.job(ada, title="Gone")
    item(over, moved, step="processing", state="skipped", rank=2, reason="moved")
    lines = texts(page(client.get(f"/runs/{over.pk}")), "//ul[@class='needs']/li")
    assert lines == [
        "Good at AcmeReady",
        "Bad at AcmeFailedNo Chromium was found.",
        "Gone at AcmePassed overYou moved it meanwhile",
    ]


def test_jobs_that_were_not_chosen_are_named_under_their_reason(client: Client, ada: User) -> None:
    over = run(ada)
    for n in range(23):
        job = make.job(ada, title=f"Weak {n}", score=10.0)
        item(
            over,
            job,
            step="selecting",
            state="skipped",
            reason="below_minimum",
            rank=n,
            counts={"score": 10.0},
        )
    root = page(client.get(f"/runs/{over.pk}"))
    assert texts(root, "//*[@id='left-1']/summary") == ["Score below the minimum: 23"]
    assert texts(root, "//*[@id='left-1']//li")[0] == "10Weak 0 at Acme"
    assert "And 3 more." in texts(root, "//*[@id='left-1']/p")


def test_the_queries_do_not_grow_with_the_jobs_of_a_run(client: Client, ada: User) -> None:
    over = run(ada)
    asked = []
    for _ in range(2):
        for job in make.jobs(ada, 10):
            item(over, job, step="processing", state="succeeded")
            item(over, job, step="selecting", state="skipped", reason="beyond_top_n")
        with CaptureQueriesContext(connection) as found:
            client.get(f"/runs/{over.pk}")
        asked.append(len(found))
    assert asked[0] == asked[1] <= 16


def test_the_list_of_runs_asks_as_often_for_many_as_for_one(client: Client, ada: User) -> None:
    asked = []
    for _ in range(2):
        run(ada, counts={"scored": 4, "processed": 2})
        with CaptureQueriesContext(connection) as found:
            client.get("/runs")
        asked.append(len(found))
    assert asked[0] == asked[1]


def test_another_owners_run_is_not_there(client: Client, ada: User, ben: User) -> None:
    theirs = run(ben, status="running", step="scoring", completed_at=None)
    assert client.get(f"/runs/{theirs.pk}").status_code == 404
    assert client.post(f"/runs/{theirs.pk}/cancel").status_code == 404


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("path", ["/runs", "/runs/new", "/import", "/settings/pdf"])
def test_a_stranger_is_asked_to_sign_in_first(client: Client, ada: User, path: str) -> None:
    ada.set_password("long enough")
    ada.save()
    assert client.get(path)["Location"].startswith("/sign-in?next=")
