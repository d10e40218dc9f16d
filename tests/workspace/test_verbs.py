from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orchestrator import lifecycle
from orchestrator.models import Job, User
from tests import make
from tests.workspace.reading import HTMX, counts, page, texts, title

pytestmark = pytest.mark.django_db


def status(job: Job) -> str:
    return Job.objects.get(pk=job.pk).status


def ranked(owner: User, *titles: str, **fields: object) -> list[Job]:
    """Jobs in the order of the list."""
    return [make.job(owner, title=name, score=90.0 - n, **fields) for n, name in enumerate(titles)]


def test_skipping_answers_with_the_next_job(client: Client, ada: User) -> None:
    _, second, _ = ranked(ada, "First", "Second", "Third")
    answer = client.post(f"/jobs/{second.pk}/skip", {"place": "discovered?"}, headers=HTMX)
    root = page(answer)
    assert title(root) == "Third"
    assert status(second) == "skipped"
    assert root.get_element_by_id(f"job-{second.pk}").get("hx-swap-oob") == "delete"
    assert counts(root) == ["Ready 0", "Discovered 2", "Applied 0", "All 3"]
    assert texts(root, "//*[@id='toasts']//p") == ["Skipped Second at Acme."]


def test_after_the_last_row_comes_the_one_above(client: Client, ada: User) -> None:
    _, last = ranked(ada, "First", "Last")
    answer = client.post(f"/jobs/{last.pk}/skip", {"place": "discovered?"}, headers=HTMX)
    assert title(page(answer)) == "First"


def test_after_the_only_row_the_empty_list_says_what_is_next(client: Client, ada: User) -> None:
    make.job(ada, status="ready")
    (only,) = ranked(ada, "Only")
    answer = client.post(f"/jobs/{only.pk}/skip", {"place": "discovered?"}, headers=HTMX)
    root = page(answer)
    assert title(root) == ""
    assert root.get_element_by_id("empty").get("data-cause") == "cleared"
    assert answer.headers["HX-Push-Url"] == "/jobs/discovered"


def test_the_next_job_is_the_next_of_the_tab_the_person_is_in(client: Client, ada: User) -> None:
    ready, _ = ranked(ada, "Ready", "Other", status="ready")
    make.job(ada, title="Between", score=89.5)
    answer = client.post(f"/jobs/{ready.pk}/skip", {"place": "all?"}, headers=HTMX)
    root = page(answer)
    assert title(root) == "Between"
    assert root.get_element_by_id(f"job-{ready.pk}").get("hx-swap-oob") == "outerHTML"
    assert answer.headers["HX-Push-Url"].startswith("/jobs/all/")


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("skip", "ready", "skipped"),
        ("apply", "ready", "applied"),
        ("return", "ready", "discovered"),
        ("expire", "ready", "expired"),
        ("expire", "discovered", "expired"),
        ("reopen", "applied", "discovered"),
        ("reopen", "skipped", "discovered"),
        ("reopen", "expired", "discovered"),
        ("cancel", "processing", "discovered"),
    ],
)
def test_each_button_takes_its_step(
    client: Client, ada: User, verb: str, before: str, after: str
) -> None:
    job = make.job(ada, status=before)
    assert client.post(f"/jobs/{job.pk}/{verb}", headers=HTMX).status_code == 200
    assert status(job) == after


def test_without_a_script_an_action_leads_to_the_next_page(client: Client, ada: User) -> None:
    first, second = ranked(ada, "First", "Second")
    answer = client.post(f"/jobs/{first.pk}/skip", {"place": "discovered?"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/jobs/discovered/{second.pk}"
    shown = page(client.get(answer.headers["Location"]))
    toast = shown.xpath("//*[@id='toasts']/*")[0]
    assert "Skipped First at Acme." in toast.text_content()
    undo = toast.xpath(".//form/@action")[0]
    assert client.post(undo).status_code == 303
    assert status(first) == "discovered"


def test_undo_puts_the_job_back_into_its_place(client: Client, ada: User) -> None:
    first, second, _ = ranked(ada, "First", "Second", "Third")
    done = page(client.post(f"/jobs/{second.pk}/skip", {"place": "discovered?"}, headers=HTMX))
    undo = done.get_element_by_id("undo").get("action")
    root = page(client.post(undo, {"place": "discovered?"}, headers=HTMX))
    assert title(root) == "Second"
    assert root.xpath(f"//ul[@hx-swap-oob='afterend:#job-{first.pk}']//*[@id='job-{second.pk}']")
    assert root.get_element_by_id("undo").get("hidden") is not None
    assert status(second) == "discovered"


def test_the_undo_above_the_list_takes_back_one_after_the_other(client: Client, ada: User) -> None:
    jobs = ranked(ada, "First", "Second", "Third")
    for job in jobs:
        client.post(f"/jobs/{job.pk}/skip", headers=HTMX)
    for _ in jobs:
        undo = page(client.get("/jobs/discovered")).get_element_by_id("undo").get("action")
        assert client.post(undo, {"place": "discovered?"}, headers=HTMX).status_code == 200
    assert {status(job) for job in jobs} == {"discovered"}


def test_only_the_persons_own_moves_are_offered_for_undo(client: Client, ada: User) -> None:
    lifecycle.move(make.job(ada), "auto_skip", actor="pipeline")
    undo = page(client.get("/jobs/discovered")).get_element_by_id("undo")
    assert undo.get("hidden") is not None


def test_the_loser_of_a_race_sees_the_true_panel_and_why(client: Client, ada: User) -> None:
    job = make.job(ada, status="applied")
    answer = client.post(f"/jobs/{job.pk}/skip", {"place": "ready?"}, headers=HTMX)
    root = page(answer)
    assert answer.status_code == 409
    assert texts(root, "//*[@role='alert']/p") == [
        "This step does not exist from the job's present state."
    ]
    assert "Applied" in texts(root, "//*[@class='status']")[0]
    assert root.get_element_by_id(f"job-{job.pk}").get("hx-swap-oob") == "delete"


def test_without_a_script_a_refusal_is_a_whole_page(client: Client, ada: User) -> None:
    job = make.job(ada, status="applied")
    answer = client.post(f"/jobs/{job.pk}/skip", {"place": "ready?"})
    assert answer.status_code == 409
    assert b"<html" in answer.content


def test_nothing_can_be_made_ready_without_a_resume(client: Client, ada: User) -> None:
    make.heartbeat()
    job = make.job(ada)
    answer = client.post(f"/jobs/{job.pk}/ready", headers=HTMX)
    assert answer.status_code == 422
    assert page(answer).xpath("//*[@role='alert']//a/@href") == ["/design-resume"]


def test_move_to_ready_starts_the_work_and_shows_the_next_job(client: Client, ada: User) -> None:
    make.heartbeat()
    make.resume(ada)
    first, _ = ranked(ada, "First", "Second")
    answer = client.post(f"/jobs/{first.pk}/ready", {"place": "discovered?"}, headers=HTMX)
    root = page(answer)
    assert status(first) == "processing"
    assert title(root) == "Second"
    assert root.get_element_by_id(f"job-{first.pk}").get("hx-swap-oob") == "outerHTML"
    assert root.get_element_by_id("live").get("data-since")


def test_a_returned_job_is_ready_again_at_once(client: Client, ada: User) -> None:
    job = make.job(ada, pdf_digest="a" * 64, pdf_source="generated")
    client.post(f"/jobs/{job.pk}/ready", headers=HTMX)
    assert status(job) == "ready"


def test_regenerating_keeps_the_job_on_the_screen(client: Client, ada: User) -> None:
    make.heartbeat()
    make.resume(ada)
    job, _ = ranked(ada, "First", "Second", status="ready")
    answer = client.post(f"/jobs/{job.pk}/regenerate", {"place": "ready?"}, headers=HTMX)
    root = page(answer)
    assert title(root) == "First"
    assert "Being rebuilt" in texts(root, "//*[@id='paper']//*[contains(@class, 'chip')]")
    assert status(job) == "ready"


def test_a_dead_worker_is_said_and_nothing_is_swapped(client: Client, ada: User) -> None:
    make.resume(ada)
    job = make.job(ada)
    answer = client.post(f"/jobs/{job.pk}/ready", headers=HTMX)
    assert answer.status_code == 503
    assert "No worker runs" in page(answer).text_content()
    assert status(job) == "discovered"


def test_an_own_pdf_makes_a_discovered_job_ready(client: Client, ada: User) -> None:
    job = make.job(ada)
    form = page(client.get(f"/jobs/discovered/{job.pk}/upload"))
    assert "Attach your own PDF to Backend Engineer" in form.text_content()
    brought = SimpleUploadedFile("cv.pdf", make.PDF, content_type="application/pdf")
    answer = client.post(f"/jobs/{job.pk}/upload", {"file": brought}, headers=HTMX)
    assert answer.status_code == 200
    assert (status(job), Job.objects.get(pk=job.pk).pdf_source) == ("ready", "uploaded")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"not a pdf", "This is not a valid PDF"), (b"", "No file was chosen")],
)
def test_a_file_that_is_no_pdf_changes_nothing(
    client: Client, ada: User, content: bytes, words: str
) -> None:
    job = make.job(ada)
    form = {"file": SimpleUploadedFile("cv.pdf", content, "application/pdf")} if content else {}
    answer = client.post(f"/jobs/{job.pk}/upload", form, headers=HTMX)
    assert answer.status_code == 422
    assert words in page(answer).text_content()
    assert status(job) == "discovered"


def test_replacing_a_pdf_names_the_job_first(client: Client, ada: User) -> None:
    job = make.job(ada, status="ready", pdf_digest="a" * 64, pdf_source="uploaded")
    root = page(client.get(f"/jobs/ready/{job.pk}/upload"))
    assert "Replace the PDF of Backend Engineer" in root.text_content()
    assert root.xpath(f"//form[@action='/jobs/{job.pk}/generate']")


@pytest.mark.parametrize("verb", ["skip", "apply", "reopen", "cancel", "upload"])
def test_a_verb_is_never_a_link(client: Client, ada: User, verb: str) -> None:
    job = make.job(ada)
    assert client.get(f"/jobs/{job.pk}/{verb}").status_code == 405


@pytest.mark.parametrize("verb", ["skip", "apply", "ready"])
def test_a_stranger_cannot_move_a_job(client: Client, ada: User, ben: User, verb: str) -> None:
    job = make.job(ben)
    assert client.post(f"/jobs/{job.pk}/{verb}", headers=HTMX).status_code == 404
    assert status(job) == "discovered"


def test_a_verb_costs_few_queries(client: Client, ada: User) -> None:
    job, _ = ranked(ada, "First", "Second")
    with CaptureQueriesContext(connection) as found:
        client.post(f"/jobs/{job.pk}/skip", {"place": "discovered?"}, headers=HTMX)
    assert len([q for q in found if "SAVEPOINT" not in q["sql"]]) <= 30
