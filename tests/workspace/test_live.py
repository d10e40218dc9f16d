from __future__ import annotations

import pytest
from django.test import Client

from orchestrator import lifecycle
from orchestrator.models import Job, User
from tests import make
from tests.work import drain
from tests.workspace.reading import HTMX, counts, page, texts, title

pytestmark = pytest.mark.django_db


def finish(job: Job) -> Job:
    pdf = {"pdf_digest": "a" * 64, "pdf_source": "generated"}
    return lifecycle.move(
        job, "finish_processing", actor="worker", token=job.render_token, pdf=pdf
    )[0]


def test_a_list_with_work_in_it_asks_for_news(client: Client, ada: User) -> None:
    job = make.job(ada, status="processing")
    live = page(client.get("/jobs/discovered")).get_element_by_id("live")
    assert live.get("hx-get") == f"/jobs/discovered/live?watch=first:{job.pk}"


def test_a_list_without_work_asks_for_nothing(client: Client, ada: User) -> None:
    make.job(ada)
    assert page(client.get("/jobs/discovered")).get_element_by_id("live").get("hx-get") is None


def test_while_the_work_runs_nothing_moves(client: Client, ada: User) -> None:
    job = make.job(ada, status="processing")
    answer = client.get(f"/jobs/discovered/live?watch=first:{job.pk}", headers=HTMX)
    assert answer.status_code == 200
    assert not page(answer).xpath("//*[@id='toasts']")


def test_the_end_of_the_work_is_said_once_and_stops_the_asking(client: Client, ada: User) -> None:
    job = finish(make.job(ada, status="processing"))
    answer = client.get(f"/jobs/discovered/live?watch=first:{job.pk}", headers=HTMX)
    root = page(answer)
    assert answer.status_code == 286
    assert texts(root, "//*[@id='toasts']//p") == ["Ready: Backend Engineer at Acme"]
    assert root.get_element_by_id(f"job-{job.pk}").get("hx-swap-oob") == "delete"
    assert counts(root)[0] == "Ready 1"


def test_many_results_are_one_sentence(client: Client, ada: User) -> None:
    jobs = [finish(make.job(ada, status="processing")) for _ in range(4)]
    watch = ",".join(f"first:{job.pk}" for job in jobs)
    answer = client.get(f"/jobs/discovered/live?watch={watch}", headers=HTMX)
    assert texts(page(answer), "//*[@id='toasts']//p") == ["Ready: 4 jobs"]


def test_a_failure_is_said_too(client: Client, ada: User) -> None:
    job = make.job(ada, last_error={"message": "No browser.", "at": "2026-01-01T00:00:00Z"})
    answer = client.get(f"/jobs/discovered/live?watch=first:{job.pk}", headers=HTMX)
    root = page(answer)
    assert texts(root, "//*[@id='toasts']//p") == ["Not ready: Backend Engineer at Acme"]
    assert root.get_element_by_id(f"job-{job.pk}").get("hx-swap-oob") == "outerHTML"


@pytest.mark.parametrize(("work", "said"), [("render", "PDF rebuilt"), ("score", "Scored")])
def test_other_work_is_named_for_what_it_was(
    client: Client, ada: User, work: str, said: str
) -> None:
    job = make.job(ada, status="ready")
    answer = client.get(f"/jobs/ready/live?watch={work}:{job.pk}", headers=HTMX)
    assert texts(page(answer), "//*[@id='toasts']//p") == [f"{said}: Backend Engineer at Acme"]


def test_rescoring_is_shown_until_it_is_over(client: Client, ada: User) -> None:
    make.heartbeat()
    make.resume(ada)
    job = make.job(ada, score=40.0)
    root = page(client.post(f"/jobs/{job.pk}/rescore", headers=HTMX))
    part = root.get_element_by_id("assessment")
    assert "Being scored" in part.text_content()
    assert client.get(part.get("hx-get"), headers=HTMX).status_code == 200
    drain()
    over = client.get(part.get("hx-get"), headers=HTMX)
    assert over.status_code == 286
    assert "Being scored" not in page(over).text_content()


def test_what_somebody_else_works_on_is_not_told(client: Client, ada: User, ben: User) -> None:
    job = make.job(ben, status="ready")
    answer = client.get(f"/jobs/discovered/live?watch=first:{job.pk},nonsense", headers=HTMX)
    assert answer.status_code == 286
    assert not page(answer).xpath("//li")


def test_the_steps_are_polled_until_the_end_replaces_the_panel(client: Client, ada: User) -> None:
    make.heartbeat()
    job = make.job(ada, status="processing")
    url = f"/jobs/discovered/{job.pk}/progress"
    running = client.get(url, headers=HTMX)
    assert (running.status_code, page(running).get("id")) == (200, "progress")
    assert texts(page(running), "//*[@aria-current='step']") == ["Waiting for the worker"]
    finish(job)
    over = client.get(url, headers=HTMX)
    assert (over.status_code, over.headers["HX-Retarget"]) == (286, "#panel")
    assert title(page(over)) == "Backend Engineer"
    assert "Show it in Ready" in page(over).text_content()


def test_a_worker_that_does_not_run_is_named_in_the_panel(client: Client, ada: User) -> None:
    job = make.job(ada, status="processing")
    assert "No worker is running" in page(client.get(f"/jobs/discovered/{job.pk}")).text_content()
    make.heartbeat()
    again = page(client.get(f"/jobs/discovered/{job.pk}")).text_content()
    assert "No worker is running" not in again


@pytest.mark.parametrize("part", ["progress", "paper"])
def test_a_polled_part_without_htmx_is_the_page(client: Client, ada: User, part: str) -> None:
    job = make.job(ada)
    answer = client.get(f"/jobs/discovered/{job.pk}/{part}")
    assert answer.headers["Location"] == f"/jobs/discovered/{job.pk}"


def test_the_counts_are_a_small_fragment(client: Client, ada: User) -> None:
    make.jobs(ada, 3)
    answer = client.get("/jobs/discovered/counts", headers=HTMX)
    assert counts(page(answer))[1] == "Discovered 3"
    assert len(answer.content) <= 1_400
