"""Import as pages: three ways in, one review, and nothing stored before a person saw it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orchestrator import preferences
from orchestrator.jobs.capture_draft import Draft, Said
from orchestrator.models import Job, Operation, User
from orchestrator.ops import file_imports
from orchestrator.workspace import imports, imports_draft
from tests import make
from tests.jobs.pages import BARE, POSTING
from tests.jobs.pages import page as posting_page
from tests.outside.model import ModelStub, status
from tests.outside.server import Reply, Server
from tests.work import drain, queued
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db
HTML = {"Content-Type": "text/html; charset=utf-8"}
ROWS = b"title,company,url\nTester,Acme,https://a.example/1\n,Acme,https://a.example/2\n"
TEXT = "Baker (m/f/d)\nCompany: Crumb Ltd\nLocation: Bath\n\nYou bake bread.\nWe start at four."


def paste(client: Client, text: str = TEXT, **more: Any) -> Any:
    return client.post("/import/paste", {"text": text, "address": "https://c.example/9", **more})


def filled(response: Any) -> dict[str, str]:
    """What the review's form would send, untouched."""
    root = page(response)
    form = root.xpath("//form[@action='/import/review']")[0]
    fields = {one.name: one.value or "" for one in form.xpath(".//input[@name]")}
    fields |= {one.name: one.value or "" for one in form.xpath(".//textarea|.//select")}
    return {**fields, "then": "stay"}


def save(client: Client, response: Any, **changes: str) -> Any:
    return client.post("/import/review", {**filled(response), **changes})


def origins(response: Any) -> dict[str, str]:
    root = page(response)
    return {
        one.xpath("./input|./select|./textarea")[0].name: one.xpath(
            "string(.//*[@class[contains(., 'origin')]])"
        )
        for one in root.xpath("//*[contains(@class, 'review')]")
    }


def alerts(response: Any) -> str:
    return " ".join(texts(page(response), "//*[@role='alert']"))


# Reading


def test_the_page_offers_three_ways_and_one_primary(client: Client, ada: User) -> None:
    root = page(client.get("/import?url=https://x.example/1"))
    assert root.xpath("//main//form/@action") == ["/import/url", "/import/paste", "/import/file"]
    assert len(root.xpath("//main//*[contains(@class, 'primary')]")) == 1
    assert root.xpath("//input[@name='url']/@value") == ["https://x.example/1"]


def test_a_page_is_read_into_a_review_and_nothing_is_stored(
    client: Client, ada: User, site: Server
) -> None:
    site.on("GET", "/job", Reply(body=posting_page(POSTING), headers=HTML))
    url = f"{site.url}/job?utm_source=x"
    response = client.post("/import/url", {"url": url})
    fields = filled(response)
    assert (fields["title"], fields["employer"]) == (POSTING["title"], "Brightwater GmbH")
    assert fields["job_url"] == url
    assert origins(response)["employer"] == "page data"
    assert origins(response)["job_url"] == "you"
    assert not Job.objects.exists()


def test_what_was_reviewed_is_what_is_kept(client: Client, ada: User, site: Server) -> None:
    site.on("GET", "/job", Reply(body=posting_page(POSTING), headers=HTML))
    review = client.post("/import/url", {"url": f"{site.url}/job"})
    answer = save(client, review, title="My title", location="")
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/jobs/discovered/{job.pk}")
    assert (job.title, job.location, job.employer) == ("My title", None, "Brightwater GmbH")
    assert (job.salary_min, job.salary_currency, job.salary_source) == (70_000, "EUR", "source")
    assert job.description_html.startswith("<p>You build services")
    assert (job.job_url, job.source, job.status) == (f"{site.url}/job", "manual", "discovered")
    assert str(job.deadline_at) == "2026-12-31"


def test_an_edited_salary_and_text_replace_the_pages_own(client: Client, ada: User) -> None:
    review = client.post(
        "/import/paste", {"text": posting_page(POSTING), "address": "https://b.example/1"}
    )
    save(client, review, salary="£30,000 a year", description="Mine.", workplace="hybrid")
    job = Job.objects.get()
    assert (job.salary_min, job.salary_currency, job.salary_source) == (30_000, "GBP", "text")
    assert (job.description, job.description_html, job.workplace) == ("Mine.", None, "hybrid")


def test_a_text_is_read_by_rules_with_the_words_it_came_from(client: Client, ada: User) -> None:
    response = paste(client)
    assert filled(response)["title"] == "Baker (m/f/d)"
    assert origins(response)["location"] == "rule"
    assert "“Location: Bath”" in texts(page(response), "//*[@class='evidence']")


def test_a_model_fills_what_is_left_and_is_asked_once(
    client: Client, ada: User, model_stub: ModelStub
) -> None:
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model"})
    model_stub.answer({"starting": {"value": "at four", "quote": "We start at four."}})
    response = paste(client)
    assert origins(response)["starting"] == "model"
    save(client, response, title="")
    save(client, response)
    assert len(model_stub.calls) == 1
    assert Job.objects.get().starting == "at four"


def test_a_failing_model_is_a_note_beside_the_draft(
    client: Client, ada: User, model_stub: ModelStub
) -> None:
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model"})
    model_stub.next(status(401), status(401), status(401))
    response = paste(client)
    assert response.status_code == 200
    assert "The model read nothing" in response.content.decode()


def test_a_saved_page_is_read_like_a_fetched_one(client: Client, ada: User) -> None:
    file = SimpleUploadedFile("job.html", BARE.encode("utf-16"))
    response = client.post("/import/paste", {"text": "", "page": file})
    assert filled(response)["employer"] == "Fellwalk"
    assert filled(response)["job_url"] == "https://fellwalk.example/careers/designer"


def test_hidden_text_is_told_and_flagged(client: Client, ada: User) -> None:
    trap = BARE.replace("<main>", "<main><p hidden>Hire me</p>")
    response = client.post("/import/paste", {"text": trap})
    assert "hidden text" in response.content.decode()
    save(client, response)
    assert Job.objects.get().hidden_text


def test_of_several_postings_a_person_chooses(client: Client, ada: User) -> None:
    other = {**POSTING, "title": "Other", "url": "https://www.brightwater.example/jobs/7"}
    markup = posting_page([other, POSTING])
    response = client.post("/import/paste", {"text": markup, "address": "https://x.example/list"})
    root = page(response)
    assert len(root.xpath("//button[@name='pick']")) == 2
    drafts = root.xpath("//input[@name='drafts']/@value")[0]
    review = client.post("/import/choose", {"drafts": drafts, "pick": "1"})
    assert filled(review)["job_url"] == "https://www.brightwater.example/jobs/1042"
    assert client.post("/import/choose", {"drafts": "x", "pick": "0"})["Location"] == "/import"


# Refusals keep what was typed


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://www.linkedin.com/jobs/view/1", "LinkedIn shows its postings"),
        ("http://127.0.0.1:3001/", "not allowed"),
        ("javascript:alert(1)", "not an http or https address"),
        ("https://u:p@x.example/", "user name or password"),
        ("", "Give the address"),
    ],
)
def test_an_address_that_cannot_be_read_says_why(
    client: Client, ada: User, url: str, words: str
) -> None:
    response = client.post("/import/url", {"url": url})
    assert response.status_code == 422
    assert words in alerts(response)
    assert page(response).xpath("string(//input[@name='url']/@value)") == url


def test_a_site_that_refuses_offers_paste_with_the_address_kept(
    client: Client, ada: User, site: Server
) -> None:
    site.on("GET", "/", Reply(status=403, headers=HTML))
    response = client.post("/import/url", {"url": site.url})
    assert "paste its text" in alerts(response)
    assert page(response).xpath("//input[@name='address']/@value") == [site.url]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": " "}, "Paste the text"),
        ({"text": "x" * 60_001}, "longer than 60,000"),
        ({"text": "x", "address": "ftp://x"}, "not an http"),
        ({"page": SimpleUploadedFile("x.html", b"%PDF-1.7")}, "a PDF"),
        ({"page": SimpleUploadedFile("x.html", b" " * 5_300_000)}, "larger than 5 MB"),
    ],
)
def test_a_paste_that_cannot_be_read_says_why(
    client: Client, ada: User, given: dict[str, Any], words: str
) -> None:
    response = client.post("/import/paste", given)
    assert response.status_code == 422
    assert words in alerts(response)


def test_a_review_that_does_not_fit_keeps_its_words(client: Client, ada: User) -> None:
    review = paste(client)
    response = save(client, review, employer="", salary="my words", application_link="ftp://x")
    assert response.status_code == 422
    again = filled(response)
    assert (again["salary"], again["application_link"]) == ("my words", "ftp://x")
    assert origins(response)["salary"] == "you"
    assert origins(response)["location"] == "rule"
    assert page(response).xpath("//details/@open")
    assert not Job.objects.exists()


@pytest.mark.parametrize("draft", ["", "x:y:z", imports_draft.packed([Draft()])[:-2]])
def test_a_lost_draft_is_no_obstacle(client: Client, ada: User, draft: str) -> None:
    answer = save(client, paste(client), draft=draft)
    assert answer.status_code == 303
    assert Job.objects.get().title == "Baker (m/f/d)"


@pytest.mark.parametrize("path", ["/import/url", "/import/paste", "/import/review", "/import/file"])
def test_a_reload_of_a_step_leads_back(client: Client, ada: User, path: str) -> None:
    assert client.get(path)["Location"] == "/import"


# Already here


def test_the_same_posting_is_shown_not_stored_twice(client: Client, ada: User) -> None:
    known = make.job(ada, status="applied", job_url="https://www.c.example/9?ref=x", title="Old")
    response = paste(client)
    assert "This posting is already here" in response.content.decode()
    assert "you applied on" in response.content.decode()
    assert page(response).xpath("//main//a[contains(@class,'primary')]/@href") == [
        f"/jobs/all/{known.pk}"
    ]
    assert save(client, response).status_code == 409
    assert Job.objects.count() == 1


def test_updating_takes_facts_over_and_starts_nothing(client: Client, ada: User) -> None:
    known = make.job(ada, status="ready", job_url="https://c.example/9", tailored_summary="Mine.")
    answer = save(client, paste(client), then="update")
    known.refresh_from_db()
    assert answer["Location"] == f"/jobs/all/{known.pk}"
    assert (known.location, known.status, known.tailored_summary) == ("Bath", "ready", "Mine.")
    assert (queued(), Job.objects.count()) == ([], 1)


def test_what_looks_alike_is_shown_and_may_be_a_job_of_its_own(client: Client, ada: User) -> None:
    make.job(ada, title="Baker", employer="Crumb", location="Bath", status="skipped")
    response = paste(client)
    assert "Something like this is already here" in response.content.decode()
    assert "Import as a separate job" in response.content.decode()
    assert save(client, response, seen="").status_code == 409
    assert save(client, response).status_code == 303
    assert Job.objects.count() == 2


def test_another_owners_job_is_nothing_here(client: Client, ada: User, ben: User) -> None:
    make.job(ben, job_url="https://c.example/9", title="Baker", employer="Crumb", location="Bath")
    assert save(client, paste(client)).status_code == 303


# Afterwards


def test_it_can_be_tailored_at_once(client: Client, ada: User) -> None:
    make.resume(ada)
    make.heartbeat()
    save(client, paste(client), then="tailor")
    job = Job.objects.get()
    assert (job.status, queued()) == ("processing", ["process_job"])


def test_tailoring_that_cannot_begin_loses_nothing(client: Client, ada: User) -> None:
    answer = save(client, paste(client), then="tailor")
    job = Job.objects.get()
    assert (job.status, answer["Location"]) == ("discovered", f"/jobs/discovered/{job.pk}")
    assert (
        "not tailored: There is no base résumé yet"
        in client.get(answer["Location"]).content.decode()
    )


@pytest.mark.parametrize(("wanted", "primary"), [(True, "tailor"), (False, "stay")])
def test_the_preference_says_which_choice_comes_first(
    client: Client, ada: User, wanted: bool, primary: str
) -> None:
    preferences.save(ada, {"autoTailorOnManualImport": wanted})
    root = page(paste(client))
    assert root.xpath("//main//button[contains(@class,'primary')]/@value") == [primary]


def test_a_draft_survives_its_journey() -> None:
    draft = Draft({"title": Said("A", "rule", "q")}, "text", "<p>text</p>", True, notices=("n",))
    assert imports_draft.unpacked(imports_draft.packed([draft])) == [draft]


# Files


def send(client: Client, content: bytes, name: str = "jobs.csv") -> Any:
    return client.post("/import/file", {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("name", ["CSV", "JSON"])
def test_the_examples_can_be_imported(client: Client, ada: User, name: str) -> None:
    looked = send(client, getattr(imports, name).encode())
    client.post(looked["Location"])
    job = Job.objects.get()
    assert (job.title, job.employer, job.location) == ("Gameplay Engineer", "Acme Games", "Leeds")


def test_a_file_is_looked_at_before_anything_is_stored(client: Client, ada: User) -> None:
    looked = client.get(send(client, ROWS)["Location"])
    root = page(looked)
    assert texts(root, "//*[@class='meter']/li") == ["1 new", "0 already known", "1 rejected"]
    assert texts(root, "//*[@aria-labelledby='rejected']//td")[:2] == ["3", "The title is missing."]
    assert not Job.objects.exists()


def test_rejected_rows_can_be_downloaded(client: Client, ada: User) -> None:
    rows = ROWS + b"=1+1,,https://a.example/3\n"
    address = send(client, rows)["Location"]
    answer = client.get(f"{address}/rejects.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "line,reason,title",
        "3,The title is missing.,",
        "4,The employer is missing.,'=1+1",
    ]


def test_an_import_ends_on_a_page_that_says_what_came_in(client: Client, ada: User) -> None:
    make.resume(ada)
    answer = client.post(send(client, ROWS)["Location"], follow=True)
    root = page(answer)
    assert "Imported." in root.xpath("//*[@role='status']")[0].text_content()
    assert texts(root, "//*[@class='meter']/li")[0] == "1 new"
    assert "/runs/new" in root.xpath("//main//a/@href")
    assert Job.objects.get().score is not None


def test_without_a_resume_the_page_says_that_scores_wait_for_it(client: Client, ada: User) -> None:
    answer = client.post(send(client, ROWS)["Location"], follow=True)
    assert "1 new job has no score yet" in page(answer).text_content()
    assert "/design-resume" in page(answer).xpath("//main//a/@href")


def test_a_large_file_goes_to_the_worker_and_can_be_watched(
    client: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_imports, "AT_ONCE", 1)
    address = send(client, ROWS)["Location"]
    refused = client.post(address)
    assert (refused.status_code, "No worker runs" in alerts(refused)) == (503, True)
    make.heartbeat()
    watch = client.post(address)["Location"]
    assert "Waiting for the worker" in client.get(watch).content.decode()
    fragment = client.get(watch, headers={"HX-Request": "true"})
    assert (fragment.status_code, b"<html" in fragment.content) == (200, False)
    drain()
    assert client.get(watch, headers={"HX-Request": "true"}).status_code == 286
    assert Job.objects.count() == 1


def test_a_waiting_import_can_be_cancelled(
    client: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_imports, "AT_ONCE", 1)
    make.heartbeat()
    watch = client.post(send(client, ROWS)["Location"])["Location"]
    client.post(f"{watch}/cancel")
    drain()
    assert "Cancelled." in client.get(watch).content.decode()
    assert not Job.objects.exists()


def test_another_owners_import_is_nothing_here(client: Client, ada: User, ben: User) -> None:
    theirs = Operation.objects.create(owner=ben, kind="import")
    other = Operation.objects.create(owner=ada, kind="process")
    assert client.get(f"/import/{theirs.pk}").status_code == 404
    assert client.get(f"/import/{other.pk}").status_code == 404
    assert client.get(f"/import/file/{'0' * 64}").status_code == 404
    assert client.get(f"/import/file/{'0' * 64}/rejects.csv").status_code == 404


@pytest.mark.parametrize("content", [b" ", b"hello\nworld\n", b"%PDF-1.4"])
def test_what_is_no_list_is_refused_and_nothing_comes_in(
    client: Client, ada: User, content: bytes
) -> None:
    answer = send(client, content)
    assert answer.status_code == 422
    assert texts(page(answer), "//*[@role='alert']//li/a") == ["File of postings"]
    assert not Job.objects.exists()


def test_a_form_without_a_file_is_refused(client: Client, ada: User) -> None:
    assert client.post("/import/file", {}).status_code == 422
