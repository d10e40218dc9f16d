"""The page of one job: its tabs, what stands around them, and verbs that stay on it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orchestrator.jobs import documents, notes
from orchestrator.models import Job, User
from tests import make
from tests.workspace.reading import HTMX, page, texts

TABS = ("", "/tailoring", "/pdf", "/notes", "/documents")
STATUSES = ("discovered", "processing", "ready", "applied", "in_progress", "skipped", "expired")


@pytest.fixture
def job(ada: User) -> Job:
    make.resume(ada)
    row = make.job(ada, status="ready", location="Leeds", deadline="30 November")
    make.printed(row)
    return row


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("status", STATUSES)
def test_every_tab_is_a_page_in_every_status(
    client: Client, ada: User, status: str, tab: str
) -> None:
    row = make.job(ada, status=status)
    response = client.get(f"/job/{row.pk}{tab}")
    root = page(response)
    assert response.status_code == 200
    assert texts(root, "//h1") == ["Backend Engineer"]
    assert len(root.xpath("//nav[@aria-label='Parts of this job']//a[@aria-current='page']")) == 1


@pytest.mark.parametrize("tab", [*TABS, "/edit"])
def test_a_foreign_job_is_nobody_s_page(client: Client, ada: User, ben: User, tab: str) -> None:
    assert client.get(f"/job/{make.job(ben).pk}{tab}").status_code == 404


def test_titles_differ_by_tab(client: Client, job: Job) -> None:
    found = [texts(page(client.get(f"/job/{job.pk}{tab}")), "//title")[0] for tab in TABS]
    assert found == [
        f"{name} – Backend Engineer – JobOps"
        for name in ("Brief", "Tailoring", "PDF and robot view", "Notes", "Documents")
    ]


@pytest.mark.parametrize("tab", TABS)
def test_a_fragment_is_the_article_alone(client: Client, job: Job, tab: str) -> None:
    response = client.get(f"/job/{job.pk}{tab}", headers=HTMX)
    assert b"<html" not in response.content
    assert page(response).xpath("//article[@id='panel']")
    assert "HX-Request" in response["Vary"]
    restored = client.get(
        f"/job/{job.pk}{tab}", headers={**HTMX, "HX-History-Restore-Request": "1"}
    )
    assert b"<html" in restored.content


@pytest.mark.parametrize("tab", TABS)
def test_a_page_is_cheap(
    client: Client, job: Job, tab: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        notes.add(job, title=f"Note {number}", content="text " * 40, actor="user")
        documents.add(job, b"%d" % number, file_name="a.txt", media_type="", actor="user")
    with django_assert_max_num_queries(20):
        response = client.get(f"/job/{job.pk}{tab}")
    assert len(response.content) <= 80_000


def back(root: Any) -> str:
    return str(root.xpath("//a[@data-key='Escape']/@href")[0])


def test_back_leads_to_the_list_it_came_from(client: Client, job: Job) -> None:
    root = page(client.get(f"/job/{job.pk}/notes?from=applied%3Fclosed%3D1"))
    assert back(root) == f"/jobs/applied/{job.pk}?closed=1"
    assert all(
        "from=applied%3Fclosed%3D1" in url
        for url in root.xpath("//nav[@aria-label='Parts of this job']//a/@href")
    )


@pytest.mark.parametrize(
    "place", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "nope?x=1", ""]
)
def test_back_never_leads_elsewhere(client: Client, job: Job, place: str) -> None:
    root = page(client.get(f"/job/{job.pk}", {"from": place}))
    assert back(root) == f"/jobs/ready/{job.pk}"


def place(client: Client, url: str) -> str:
    return str(page(client.get(url)).xpath("//*[@id='where']/@value")[0])


def test_a_verb_stays_on_its_tab(client: Client, job: Job) -> None:
    url = f"/job/{job.pk}/pdf?from=all%3F"
    response = client.post(f"/jobs/{job.pk}/skip", {"place": place(client, url)})
    assert (response.status_code, response["Location"]) == (303, url)
    shown = client.get(url)
    assert "Skipped Backend Engineer at Acme." in shown.content.decode()
    assert texts(page(shown), "//*[@class='status']")[0].startswith("Skipped")


def test_a_verb_leaves_what_somebody_writes_alone(client: Client, job: Job) -> None:
    token = place(client, f"/job/{job.pk}/notes")
    response = client.post(f"/jobs/{job.pk}/skip", {"place": token}, headers=HTMX)
    root = page(response)
    assert response["HX-Retarget"] == "#job-head"
    assert root.xpath("//header[@id='job-head']")
    assert root.xpath("//aside[@id='job-side'][@hx-swap-oob]")
    assert not root.xpath("//textarea")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_verb_shows_the_true_state(
    client: Client, ada: User, headers: dict[str, str]
) -> None:
    row = make.job(ada, status="applied")
    token = {"place": "job/brief?ready?"}
    response = client.post(f"/jobs/{row.pk}/skip", token, headers=headers)
    root = page(response)
    assert response.status_code == 409
    assert texts(root, "//*[@id='job-head']//*[@role='alert']") == [
        "This step does not exist from the job's present state."
    ]
    assert texts(root, "//*[@class='status']")[0].startswith("Applied")


def test_undo_is_offered_beside_the_job(client: Client, job: Job) -> None:
    client.post(f"/jobs/{job.pk}/skip", {"place": "job/brief?"})
    root = page(client.get(f"/job/{job.pk}"))
    undo = root.xpath("//form[@id='undo']/@action")[0]
    again = client.post(undo, {"place": "job/brief?"})
    assert again["Location"] == f"/job/{job.pk}"
    job.refresh_from_db()
    assert job.status == "ready"


def test_a_form_of_the_workspace_s_panel_is_a_tab_here(client: Client, job: Job) -> None:
    root = page(client.get(f"/job/{job.pk}"))
    urls = root.xpath("//aside//a/@href")
    assert f"/job/{job.pk}/tailoring" in urls
    assert f"/job/{job.pk}/pdf" in urls
    assert not [url for url in urls if url.endswith(("/tailor", "/upload"))]


def test_the_page_says_where_it_can_be_fetched_anew(client: Client, job: Job) -> None:
    url = f"/job/{job.pk}/notes?from=all"
    root = page(client.get(url))
    assert root.xpath("//article[@data-job=$pk]/@data-live", pk=str(job.pk)) == [url]


def test_a_form_that_was_sent_is_not_taken_away_by_news(client: Client, job: Job) -> None:
    response = client.post(f"/job/{job.pk}/notes", {"title": "", "content": "Mine"})
    assert response.status_code == 422
    assert not page(response).xpath("//article[@data-live]")


class TestBrief:
    def test_it_says_why_the_job_is_here(self, client: Client, job: Job) -> None:
        client.post(f"/jobs/{job.pk}/skip")
        said = texts(page(client.get(f"/job/{job.pk}")), "//*[@aria-labelledby='why']/p")[0]
        assert said.startswith("Added by you on ")
        assert "; then skipped by you on " in said

    def test_facts_carry_the_words_they_were_read_from(self, client: Client, ada: User) -> None:
        row = make.job(
            ada, workplace="hybrid", location="Leeds, hybrid",
            location_evidence={"origin": "location", "quote": "Leeds, hybrid"},
        )  # fmt: skip
        quotes = texts(page(client.get(f"/job/{row.pk}")), "//dl[@class='facts']//q")
        assert quotes == ["Leeds, hybrid"]

    def test_an_earlier_application_is_named_and_linked(self, client: Client, ada: User) -> None:
        sent = make.job(ada, status="applied")
        Job.objects.filter(pk=sent.pk).update(applied_at=sent.discovered_at)
        row = make.job(ada)
        root = page(client.get(f"/job/{row.pk}"))
        assert root.xpath(f"//a[@href='/job/{sent.pk}']")

    def test_stored_html_is_cleaned_once_more(self, client: Client, ada: User) -> None:
        row = make.job(ada)
        attack = "<p>Good</p><script>alert(1)</script><img src=x onerror=alert(1)>"
        Job.objects.filter(pk=row.pk).update(description_html=attack)
        root = page(client.get(f"/job/{row.pk}"))
        prose = root.xpath("//*[@aria-labelledby='posting']//*[contains(@class, 'prose')]")[0]
        assert [one.tag for one in prose.iter()] == ["div", "p"]

    def test_a_job_without_a_text_says_what_is_missing(self, client: Client, ada: User) -> None:
        row = make.job(ada, description=None)
        assert "No text of the posting is stored." in client.get(f"/job/{row.pk}").content.decode()


def fields(client: Client, job: Job, **typed: str) -> dict[str, str]:
    form = page(client.get(f"/job/{job.pk}/edit")).xpath(
        "//form[@action=$url]", url=f"/job/{job.pk}/edit"
    )[0]
    return {**dict(form.form_values()), **typed}


class TestEditDetails:
    def test_what_is_typed_is_stored(self, client: Client, job: Job) -> None:
        typed = fields(client, job, title="Senior Engineer", location="", salary="£70k")
        response = client.post(f"/job/{job.pk}/edit", typed)
        assert response["Location"] == f"/job/{job.pk}"
        job.refresh_from_db()
        assert (job.title, job.location, job.salary) == ("Senior Engineer", None, "£70k")

    def test_line_ends_are_no_change(self, client: Client, ada: User) -> None:
        row = make.job(ada, description="One\nTwo")
        typed = fields(client, row, description="One\r\nTwo")
        client.post(f"/job/{row.pk}/edit", typed)
        assert not row.events.filter(kind="job.edited").exists()

    def test_an_invalid_form_keeps_every_character(self, client: Client, job: Job) -> None:
        typed = fields(client, job, title=" ", job_url="not an address", description=" x\n\n y ")
        response = client.post(f"/job/{job.pk}/edit", typed)
        root = page(response)
        assert response.status_code == 422
        assert (
            root.xpath("//textarea[@name='description']")[0].text_content().strip("\r\n")
            == " x\n\n y "
        )
        assert root.xpath("//input[@name='job_url']/@value") == ["not an address"]
        assert len(root.xpath("//*[@role='alert']//li")) == 2

    def test_somebody_else_s_change_is_shown_beside_mine(self, client: Client, job: Job) -> None:
        typed = fields(client, job, title="Mine")
        client.post(f"/job/{job.pk}/edit", fields(client, job, title="Theirs"))
        response = client.post(f"/job/{job.pk}/edit", typed)
        root = page(response)
        assert response.status_code == 409
        assert "Theirs" in texts(root, "//*[@role='alert']")[0]
        assert root.xpath("//input[@name='title']/@value") == ["Mine"]
        seen = root.xpath("//input[@name='seen']/@value")[0]
        client.post(f"/job/{job.pk}/edit", {**typed, "seen": seen})
        job.refresh_from_db()
        assert job.title == "Mine"

    def test_a_change_beside_the_form_is_no_conflict(self, client: Client, job: Job) -> None:
        typed = fields(client, job, title="Mine")
        notes.add(job, title="Call", content="x", actor="user")
        assert client.post(f"/job/{job.pk}/edit", typed).status_code == 303

    def test_an_address_another_job_has_is_refused_at_its_field(
        self, client: Client, ada: User, job: Job
    ) -> None:
        other = make.job(ada)
        response = client.post(f"/job/{job.pk}/edit", fields(client, job, job_url=other.job_url))
        assert response.status_code == 422
        assert texts(page(response), "//*[@id='details_job_url_error']")


class TestTailoring:
    def test_the_form_saves_and_stays(self, client: Client, job: Job) -> None:
        url = f"/job/{job.pk}/tailoring"
        form = page(client.get(url)).xpath("//form[@id='tailor-form']")[0]
        typed = {**dict(form.form_values()), "headline": "Engineer", "then": "save"}
        response = client.post(f"/jobs/{job.pk}/tailor", typed)
        assert response["Location"] == url
        job.refresh_from_db()
        assert job.tailored_headline == "Engineer"

    def test_a_refusal_keeps_the_form(self, client: Client, job: Job) -> None:
        form = page(client.get(f"/job/{job.pk}/tailoring")).xpath("//form[@id='tailor-form']")[0]
        typed = {**dict(form.form_values()), "title": "", "headline": "Mine", "then": "save"}
        response = client.post(f"/jobs/{job.pk}/tailor", typed)
        assert response.status_code == 422
        assert page(response).xpath("//article[@id='panel']//input[@value='Mine']")

    def test_finalizing_leads_to_the_pdf(self, client: Client, ada: User) -> None:
        make.resume(ada)
        make.heartbeat()
        row = make.job(ada)
        form = page(client.get(f"/job/{row.pk}/tailoring")).xpath("//form[@id='tailor-form']")[0]
        typed = {**dict(form.form_values()), "then": "finalize"}
        response = client.post(f"/jobs/{row.pk}/tailor", typed)
        assert response["Location"] == f"/job/{row.pk}/pdf"
        row.refresh_from_db()
        assert row.status == "processing"


class TestPdf:
    def test_versions_can_be_downloaded_as_long_as_they_are_kept(
        self, client: Client, job: Job
    ) -> None:
        first = job.pdfs.get()
        make.printed(job, b"%PDF-1.4 second")
        root = page(client.get(f"/job/{job.pk}/pdf"))
        urls = root.xpath("//*[@aria-labelledby='versions']//a/@href")
        assert len(urls) == 2
        old = client.get(f"/job/{job.pk}/pdf/{first.pk}")
        assert b"".join(old.streaming_content) == make.PDF  # type: ignore[attr-defined]
        assert old["Content-Disposition"].startswith("attachment")

    def test_a_version_of_another_job_is_not_here(
        self, client: Client, ada: User, job: Job
    ) -> None:
        assert client.get(f"/job/{make.job(ada).pk}/pdf/{job.pdfs.get().pk}").status_code == 404

    def test_what_was_sent_stays_reachable(self, client: Client, job: Job) -> None:
        assert client.get(f"/job/{job.pk}/pdf/sent").status_code == 404
        client.post(f"/jobs/{job.pk}/apply")
        make.printed(job, b"%PDF-1.4 later")
        sent = client.get(f"/job/{job.pk}/pdf/sent")
        assert b"".join(sent.streaming_content) == make.PDF  # type: ignore[attr-defined]
        assert f"/job/{job.pk}/pdf/sent" in client.get(f"/job/{job.pk}/pdf").content.decode()

    def test_it_says_why_a_file_is_out_of_date(self, client: Client, job: Job) -> None:
        Job.objects.filter(pk=job.pk).update(inputs="other")
        said = client.get(f"/job/{job.pk}/pdf").content.decode()
        assert "the texts or the posting of this job changed on" in said

    @pytest.mark.parametrize(
        ("source", "said"),
        [
            ("generated", "It can be made again."),
            ("uploaded", "Attach it again, or let one be made."),
        ],
    )
    def test_it_frames_and_links_no_file_that_is_lost(
        self, client: Client, job: Job, source: str, said: str
    ) -> None:
        client.post(f"/jobs/{job.pk}/apply")
        gone = {"pdf_digest": "a" * 64, "applied_pdf_digest": "a" * 64, "pdf_source": source}
        Job.objects.filter(pk=job.pk).update(**gone)
        root = page(client.get(f"/job/{job.pk}/pdf"))
        assert said in texts(root, "//section[@aria-labelledby='paper-title']/p")[0]
        # The tab As sent is another page.
        links = "//*[@id='job-tab']//a[contains(., 'sent')]"
        assert not root.xpath(f"//iframe | //a[contains(@href, '/pdfs/')] | {links}")

    @pytest.mark.parametrize(("status", "offered"), [("ready", True), ("skipped", False)])
    def test_a_pdf_is_offered_only_where_it_can_be_made(
        self, client: Client, ada: User, status: str, offered: bool
    ) -> None:
        job = make.job(ada, status=status)
        root = page(client.get(f"/job/{job.pk}/pdf"))
        form = f"//form[@action='/jobs/{job.pk}/regenerate' and contains(., 'Make')]"
        assert bool(root.xpath(form)) is offered

    def test_an_upload_stays_on_the_tab(self, client: Client, job: Job) -> None:
        file = SimpleUploadedFile("mine.pdf", make.PDF + b"%mine", "application/pdf")
        token = place(client, f"/job/{job.pk}/pdf")
        response = client.post(f"/jobs/{job.pk}/upload", {"place": token, "file": file})
        assert response["Location"] == f"/job/{job.pk}/pdf"
        root = page(client.get(f"/job/{job.pk}/pdf"))
        assert texts(root, "//h2[@id='upload']") == ["Replace “mine.pdf”"]

    def test_a_refused_upload_says_why(self, client: Client, job: Job) -> None:
        file = SimpleUploadedFile("mine.txt", b"hello", "text/plain")
        token = place(client, f"/job/{job.pk}/pdf")
        response = client.post(f"/jobs/{job.pk}/upload", {"place": token, "file": file})
        assert response.status_code == 400
        assert texts(page(response), "//*[@role='alert']")

    def test_a_refused_upload_is_swapped_into_the_page(self, client: Client, job: Job) -> None:
        file = SimpleUploadedFile("mine.txt", b"hello", "text/plain")
        given = {"place": place(client, f"/job/{job.pk}/pdf"), "file": file}
        response = client.post(f"/jobs/{job.pk}/upload", given, headers=HTMX)
        assert response.status_code == 422
        assert texts(page(response), "//*[@role='alert']") == [
            "Only PDF files can be attached here. Nothing was changed."
        ]
