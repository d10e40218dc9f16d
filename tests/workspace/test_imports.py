"""Import as a page: what came in, what did not and why, and what to do next."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orchestrator.models import Job, User
from orchestrator.workspace import imports
from tests import make
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db
ROWS = b"title,company,url\nTester,Acme,https://a.example/1\n,Acme,https://a.example/2\n"


def send(client: Client, content: bytes, name: str = "jobs.csv") -> Any:
    return client.post("/import", {"file": SimpleUploadedFile(name, content)})


def test_the_page_shows_what_a_file_looks_like(client: Client, ada: User) -> None:
    root = page(client.get("/import"))
    assert [one.splitlines()[0] for one in root.xpath("//pre/text()")] == [
        "title,company,url,location,description",
        "[",
    ]


@pytest.mark.parametrize("name", ["CSV", "JSON"])
def test_the_examples_can_be_imported(client: Client, ada: User, name: str) -> None:
    send(client, getattr(imports, name).encode())
    job = Job.objects.get()
    assert (job.title, job.employer, job.location) == ("Gameplay Engineer", "Acme Games", "Leeds")


def test_rejected_rows_are_named_with_line_and_reason(client: Client, ada: User) -> None:
    root = page(send(client, ROWS))
    assert "1 new" in root.xpath("//*[@role='status']//h2")[0].text_content()
    assert texts(root, "//tbody/tr/td") == ["3", "The title is missing."]


def test_with_a_resume_new_jobs_are_scored_and_a_run_is_offered(client: Client, ada: User) -> None:
    make.resume(ada)
    root = page(send(client, ROWS))
    assert Job.objects.get().score is not None
    assert "/runs/new" in root.xpath("//*[@class='actions']/a/@href")


def test_without_a_resume_the_page_says_that_scores_wait_for_it(client: Client, ada: User) -> None:
    root = page(send(client, ROWS))
    assert "1 new job has no score yet" in root.text_content()
    assert root.xpath("//*[@id='main']//a/@href")[0] == "/design-resume"


def test_a_person_does_not_wait_for_every_score(
    client: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "SCORED_AT_ONCE", 1)
    make.resume(ada)
    more = ROWS + b"Second,Acme,https://a.example/3\n"
    assert "1 new job has no score yet. A run scores them." in page(
        send(client, more)
    ).text_content().replace("\n", " ")


@pytest.mark.parametrize("content", [b" ", b"hello\nworld\n", b"%PDF-1.4"])
def test_what_is_no_list_is_refused_and_nothing_comes_in(
    client: Client, ada: User, content: bytes
) -> None:
    answer = send(client, content)
    assert answer.status_code == 422
    assert texts(page(answer), "//*[@role='alert']//li/a") == ["File of postings"]
    assert not Job.objects.exists()


def test_a_form_without_a_file_is_refused(client: Client, ada: User) -> None:
    assert client.post("/import", {}).status_code == 422
