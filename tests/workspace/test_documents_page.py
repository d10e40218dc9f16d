"""The Documents tab."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from orchestrator.jobs import documents
from orchestrator.models import Document, Job, User
from tests import make
from tests.kept import on_disk
from tests.workspace.reading import HTMX, page, texts

MIB = 1024 * 1024


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada)


def url(job: Job, rest: str = "") -> str:
    return f"/job/{job.pk}/documents{rest}"


def add(job: Job, name: str = "letter.txt", kind: str = "text/plain") -> Document:
    return documents.add(job, b"Dear Acme", file_name=name, media_type=kind, actor="user")


def upload(
    client: Client,
    job: Job,
    content: bytes = b"Dear Acme",
    name: str = "letter.txt",
    **headers: Any,
) -> HttpResponse:
    file = SimpleUploadedFile(name, content, "text/plain")
    sent = {"file": file, "place": "job/documents?all?"}
    return client.post(url(job), sent, headers=headers)


def test_a_file_is_kept_and_listed(client: Client, job: Job) -> None:
    answer = upload(client, job)
    assert answer["Location"] == url(job, "?from=all%3F")
    root = page(client.get(answer["Location"]))
    row = texts(root, "//ul[@class='documents']/li")[0]
    assert re.match(r"letter.txt Text 9\sbytes", row)
    assert texts(root, "//*[@data-toast]/p") == ["Added letter.txt."]
    assert texts(root, "//a[@id='job-tab-documents']") == ["Documents 1"]


def test_an_empty_page_says_what_goes_here(client: Client, job: Job) -> None:
    assert "No files yet" in client.get(url(job)).content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"x" * (10 * MIB + 1), 413, "The file is larger than 10 MiB. Nothing was stored."),
        (b"", 422, "The file is empty. Nothing was stored."),
    ],
)
def test_a_refused_file_is_explained(
    client: Client, job: Job, content: bytes, status: int, said: str, headers: dict[str, str]
) -> None:
    answer = upload(client, job, content, **headers)
    assert answer.status_code == status
    assert texts(page(answer), "//*[@role='alert']//h3") == [said]
    assert not job.documents.exists()


def test_without_a_file_nothing_happens(client: Client, job: Job) -> None:
    answer = client.post(url(job), {"place": "job/documents?"})
    assert answer.status_code == 422
    assert "No file was chosen" in answer.content.decode()


def test_another_kind_of_body_is_415(client: Client, job: Job) -> None:
    answer = client.post(url(job), "{}", content_type="application/json")
    assert answer.status_code == 415
    assert "Send the file with the form" in answer.content.decode()


def test_a_harmless_file_opens_and_any_can_be_downloaded(client: Client, job: Job) -> None:
    pk = add(job).pk
    opened = client.get(url(job, f"/{pk}"))
    assert opened["Content-Disposition"].startswith("inline")
    assert opened["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(opened.streaming_content) == b"Dear Acme"  # type: ignore[attr-defined]
    saved = client.get(url(job, f"/{pk}?download=1"))
    assert saved["Content-Disposition"].startswith("attachment")


def test_a_page_that_was_uploaded_is_only_downloaded(client: Client, job: Job) -> None:
    row = add(job, "evil.html", "text/html")
    opened = client.get(url(job, f"/{row.pk}"))
    assert opened["Content-Type"] == "application/octet-stream"
    assert opened["Content-Disposition"].startswith("attachment")
    link = page(client.get(url(job))).xpath("//*[@class='document-name']/a")[0]
    assert link.get("target") is None


@pytest.mark.parametrize(
    ("name", "kind", "word"),
    [
        ("a.pdf", "application/pdf", "PDF"),
        ("a.svg", "image/svg+xml", "SVG image"),
        ("a.docx", "application/vnd.openxmlformats", "DOCX"),
        ("noending", "", "File"),
        ("a.notanending", "", "File"),
    ],
)
def test_a_type_has_a_word(client: Client, job: Job, name: str, kind: str, word: str) -> None:
    add(job, name, kind)
    assert texts(page(client.get(url(job))), "//ul[@class='documents']/li/span[2]") == [word]


def test_deleting_asks_with_the_name_first(
    client: Client, job: Job, django_capture_on_commit_callbacks: Any
) -> None:
    row = add(job, "<b>letter.txt")
    path = on_disk(documents.name_of(job.owner_id, row.digest))
    root = page(client.get(url(job, f"/{row.pk}/remove")))
    assert texts(root, "//*[@id='job-tab']//h2") == ["Delete “<b>letter.txt”?"]
    assert job.documents.exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url(job, f"/{row.pk}/remove"), {"place": "job/documents?"})
    assert answer["Location"] == url(job)
    assert not path.exists()
    assert not job.documents.exists()


def test_a_file_that_is_gone_is_404(client: Client, job: Job) -> None:
    row = add(job)
    on_disk(documents.name_of(job.owner_id, row.digest)).unlink()
    assert client.get(url(job, f"/{row.pk}")).status_code == 404
    assert client.get(url(job)).status_code == 200


@pytest.mark.parametrize("rest", ["", "/remove"])
def test_a_document_of_another_job_is_not_here(
    client: Client, job: Job, ada: User, ben: User, rest: str
) -> None:
    row, his = add(job), add(make.job(ben))
    assert client.get(url(make.job(ada), f"/{row.pk}{rest}")).status_code == 404
    assert client.get(url(his.job, f"/{his.pk}{rest}")).status_code == 404
    assert client.post(url(his.job, f"/{his.pk}/remove")).status_code == 404
    assert Document.objects.count() == 2
