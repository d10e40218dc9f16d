from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobops import logs
from jobops.web import streaming
from orchestrator import bells, lifecycle
from orchestrator.models import Job, Tally, User
from orchestrator.pipeline import judge
from orchestrator.workspace import live
from tests import make
from tests.work import drain
from tests.workspace.reading import HTMX, counts, page, texts, title

pytestmark = pytest.mark.django_db


def finish(job: Job) -> Job:
    pdf = {"pdf_digest": "a" * 64, "pdf_source": "generated"}
    return lifecycle.move(
        job, "finish_processing", actor="worker", token=job.render_token, pdf=pdf
    )[0]


def cursor(client: Client, path: str = "/jobs/discovered") -> str:
    return str(page(client.get(path)).get_element_by_id("live").get("data-since"))


def news(client: Client, since: str, place: str = "discovered?") -> Any:
    answer = client.get("/live/news", {"since": since, "place": place}, headers=HTMX)
    assert answer.status_code == 200
    return page(answer)


def said(root: Any) -> list[str]:
    return texts(root, "//*[@id='toasts']//p")


def row(root: Any, job: Job) -> Any:
    return root.get_element_by_id(f"job-{job.pk}", None)


def test_a_page_that_missed_nothing_hears_nothing(client: Client, ada: User) -> None:
    make.job(ada)
    root = news(client, cursor(client))
    assert not root.xpath("//li")
    assert not said(root)
    assert root.get_element_by_id("live").get("data-changed") is None


def test_the_end_of_work_is_said_and_the_row_leaves(client: Client, ada: User) -> None:
    job = make.job(ada, status="processing")
    before = cursor(client)
    finish(job)
    root = news(client, before)
    assert said(root) == ["Ready: Backend Engineer at Acme"]
    assert row(root, job).get("hx-swap-oob") == "delete"
    assert counts(root)[0] == "Ready 1"
    assert root.get_element_by_id("live").get("data-changed") == str(job.pk)


def test_a_job_that_enters_the_list_says_which_row_it_follows(client: Client, ada: User) -> None:
    best = make.job(ada, status="ready", score=90.0)
    job = make.job(ada, status="processing", score=80.0)
    before = cursor(client, "/jobs/ready")
    finish(job)
    root = news(client, before, "ready?")
    assert row(root, job).getparent().get("hx-swap-oob") == f"afterend:#job-{best.pk}"
    assert row(root, job).get("hx-swap-oob") is None


def test_a_job_that_stays_is_replaced_where_it_is(client: Client, ada: User) -> None:
    job = make.job(ada, status="processing")
    before = cursor(client)
    error = {"message": "No browser.", "at": "2026-01-01T00:00:00Z"}
    lifecycle.move(job, "fail_processing", actor="worker", token=job.render_token, error=error)
    root = news(client, before)
    assert said(root) == ["Not ready: Backend Engineer at Acme"]
    assert row(root, job).get("hx-swap-oob") == "outerHTML"


def test_many_results_are_one_sentence(client: Client, ada: User) -> None:
    jobs = [make.job(ada, status="processing") for _ in range(4)]
    before = cursor(client)
    for job in jobs:
        finish(job)
    assert said(news(client, before)) == ["4 jobs are Ready"]


def test_a_file_that_is_imported_is_told_once_at_its_end(client: Client, ada: User) -> None:
    before = cursor(client)
    work = ada.operations.create(kind="import", status="running", result={"created": 2})
    job = make.job(ada)
    with logs.bind(operationId=str(work.pk)):
        judge.score_now(job)
    assert not said(news(client, before))
    ended = {"status": "succeeded", "finished_at": timezone.now()}
    ada.operations.update(**ended, result={"created": 2, "scored": 2})
    root = news(client, before)
    assert said(root) == ["Imported 2 new jobs, 2 scored"]
    assert root.xpath("//*[@data-said]/@data-said") == [f"import:{work.pk}"]


def test_an_undo_away_from_the_list_is_a_plain_form(client: Client, ada: User) -> None:
    job = make.job(ada)
    client.post(f"/jobs/{job.pk}/skip", {"place": "discovered?"})
    (undo,) = page(client.get("/runs")).xpath("//*[@id='toasts']//form")
    assert undo.get("hx-post") is None
    client.post(undo.get("action"))
    job.refresh_from_db()
    assert job.status == "discovered"


def test_what_the_person_did_is_shown_and_not_announced(client: Client, ada: User) -> None:
    job = make.job(ada)
    before = cursor(client)
    lifecycle.move(job, "skip", actor="user")
    root = news(client, before)
    assert row(root, job).get("hx-swap-oob") == "delete"
    assert said(root) == []


def test_the_last_row_leaves_a_reason_behind(client: Client, ada: User) -> None:
    job = make.job(ada)
    before = cursor(client)
    lifecycle.move(job, "skip", actor="user")
    assert (
        "Nothing left to triage" in news(client, before).get_element_by_id("empty").text_content()
    )


def test_a_flood_of_changes_offers_the_list_anew(client: Client, ada: User) -> None:
    make.jobs(ada, 30)
    before = cursor(client)
    for job in Job.objects.filter(owner=ada):
        lifecycle.move(job, "skip", actor="user")
    root = news(client, before)
    assert root.get_element_by_id("live").get("data-more-than-rows") is not None
    assert not root.xpath("//li")


def test_a_page_without_a_list_hears_counts_and_notices(client: Client, ada: User) -> None:
    before = cursor(client, "/runs")
    finish(make.job(ada, status="processing"))
    root = news(client, before, "")
    assert root.get_element_by_id("rail-ready").text_content().strip().startswith("1")
    assert texts(root, "//*[@id='notices']/*[@data-unread]") == ["1"]
    assert not root.xpath("//li")


@pytest.mark.parametrize("since", ["", "nonsense", "5", "-", "9" * 30 + "-1", "1-" + "9" * 30])
def test_a_broken_cursor_brings_nothing_old(client: Client, ada: User, since: str) -> None:
    finish(make.job(ada, status="processing"))
    root = news(client, since)
    assert not root.xpath("//li")
    assert not said(root)


def test_what_happens_to_somebody_else_is_not_told(client: Client, ada: User, ben: User) -> None:
    before = cursor(client)
    finish(make.job(ben, status="processing"))
    root = news(client, before)
    assert not root.xpath("//li")
    assert not said(root)


def test_news_without_htmx_is_the_page(client: Client, ada: User) -> None:
    answer = client.get("/live/news?since=1-1&place=ready%3F")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/jobs/ready")


def test_news_cost_the_same_for_one_row_and_for_ten(client: Client, ada: User) -> None:
    jobs = [
        make.job(ada, last_error={"message": "x", "at": "2026-01-01T00:00:00Z"}) for _ in range(10)
    ]
    spent = []
    for some in (jobs[:1], jobs):
        before = cursor(client)
        for job in some:
            found = lifecycle.fresh(Job.objects.get(pk=job.pk))
            state = lifecycle.snapshot(found)
            lifecycle.record(found, "job.edited", before=state, actor="user")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            news(client, before)
        spent.append(len(asked))
    assert spent[1] == spent[0]


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


# The stream.


class Reader:
    """Takes frames off a stream, and closes it as a server would."""

    def __init__(self, client: Client) -> None:
        self.answer = client.get("/live")
        self.frames: Iterator[bytes] = iter(self.answer.streaming_content)

    def next(self) -> str:
        return next(self.frames).decode()

    def close(self) -> None:
        self.answer.close()


@pytest.fixture
def reader(client: Client, ada: User) -> Iterator[Reader]:
    found = Reader(client)
    yield found
    found.close()


@pytest.mark.django_db(transaction=True)
def test_a_stream_begins_with_the_number_of_changes(reader: Reader, ada: User) -> None:
    Tally.objects.raised(ada.pk)
    assert reader.answer.headers["Content-Type"] == "text/event-stream"
    assert "id: 1\nevent: change" in reader.next()


@pytest.mark.django_db(transaction=True)
def test_a_change_rings_a_frame_without_a_query_before_it(
    reader: Reader, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "PAUSE", 0.0)
    reader.next()
    lifecycle.move(make.job(ada), "skip", actor="user")
    assert "id: 1\n" in reader.next()


@pytest.mark.django_db(transaction=True)
def test_nobody_hears_the_bell_of_another_account(
    reader: Reader, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LISTEN", 0.01)
    monkeypatch.setattr(live, "LOOK_EVERY", 0.05)
    reader.next()
    lifecycle.move(make.job(ben), "skip", actor="user")
    assert reader.next() == ": still here\n\n"


@pytest.mark.django_db(transaction=True)
def test_another_machine_is_heard_by_the_counter(
    reader: Reader, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LISTEN", 0.01)
    monkeypatch.setattr(live, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(bells, "ring", lambda kind, message=b"": None)
    reader.next()
    Tally.objects.raised(ada.pk)
    assert "id: 1\n" in reader.next()


@pytest.mark.django_db(transaction=True)
def test_a_quiet_stream_asks_the_database_nothing(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LISTEN", 0.01)
    monkeypatch.setattr(live, "LOOK_EVERY", 0.2)
    reader.next()
    with CaptureQueriesContext(connection) as asked:
        assert reader.next() == ": still here\n\n"
    assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_streams_end_when_the_server_stops(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LISTEN", 0.01)
    reader.next()
    monkeypatch.setattr(streaming, "is_ending", lambda: True)
    assert reader.next() == "retry: 1000\n\n"
    with pytest.raises(StopIteration):
        reader.next()


@pytest.mark.django_db(transaction=True)
def test_a_person_who_signed_out_is_told_nothing_more(
    reader: Reader, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "PAUSE", 0.0)
    reader.next()
    User.objects.filter(pk=ada.pk).update(is_active=False)
    Tally.objects.raised(ada.pk)
    with pytest.raises(StopIteration):
        reader.next()


def test_streams_leave_threads_for_others(client: Client, ada: User) -> None:
    readers = []
    while streaming.SEATS.acquire(blocking=False):
        readers.append(1)
    try:
        assert client.get("/live").status_code == 503
    finally:
        for _ in readers:
            streaming.SEATS.release()


def test_a_closed_stream_takes_its_bell_down(client: Client, ada: User) -> None:
    reader = Reader(client)
    assert list(bells.folder().glob("*.news"))
    reader.close()
    assert not list(bells.folder().glob("*.news"))
