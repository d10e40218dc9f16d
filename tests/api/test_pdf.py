"""Downloading a PDF through the API."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.test import Client

from orchestrator.models import Job, User
from pdfs import store
from tests import make
from tests.api.calls import error, get, send
from tests.kept import on_disk

SIZE = len(make.PDF)


@pytest.fixture
def job(ada: User) -> Job:
    make.resume(ada)
    row = make.job(ada, title="Softwareingenieurin", employer="Müller & Söhne", status="applied")
    make.printed(row)
    return row


def body(response: object) -> bytes:
    return b"".join(response)  # type: ignore[call-overload,no-any-return]


def test_the_file_comes_whole_with_its_headers(client: Client, job: Job) -> None:
    response = get(client, f"/jobs/{job.pk}/pdf")
    assert body(response) == make.PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(SIZE)
    assert response["Accept-Ranges"] == "bytes"
    assert response["ETag"] == f'"{job.pdf_digest}"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Last-Modified" in response.headers


def test_the_name_says_whose_and_for_what(client: Client, job: Job) -> None:
    shown = get(client, f"/jobs/{job.pk}/pdf")["Content-Disposition"]
    assert shown.startswith('inline; filename="David_Kowalski_Softwareingenieurin_Mu')
    assert "Müller_Söhne" in unquote(shown.partition("filename*=UTF-8''")[2])
    assert "ü" not in shown
    saved = get(client, f"/jobs/{job.pk}/pdf?download=1")["Content-Disposition"]
    assert saved.startswith("attachment;")


def test_head_has_the_headers_and_no_body(client: Client, job: Job) -> None:
    response = send(client, "HEAD", f"/jobs/{job.pk}/pdf")
    assert response.status_code == 200
    assert response["Content-Length"] == str(SIZE)
    assert response.content == b""


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-4", 0, 4), ("bytes=5-", 5, SIZE - 1), ("bytes=-3", SIZE - 3, SIZE - 1),
        ("bytes=0-999999", 0, SIZE - 1), ("bytes=-999999", 0, SIZE - 1), ("BYTES=1-1", 1, 1),
    ],
)  # fmt: skip
def test_one_range_is_206(client: Client, job: Job, asked: str, first: int, last: int) -> None:
    response = get(client, f"/jobs/{job.pk}/pdf", Range=asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert body(response) == make.PDF[first : last + 1]
    assert response["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,3-4", "bytes=4-2", "bytes=-", "lines=0-1", "bytes=a-b"]
)
def test_anything_else_is_the_whole_file(client: Client, job: Job, asked: str) -> None:
    response = get(client, f"/jobs/{job.pk}/pdf", Range=asked)
    assert response.status_code == 200
    assert body(response) == make.PDF


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=99999-100000", "bytes=-0"])
def test_a_range_behind_the_end_is_416(client: Client, job: Job, asked: str) -> None:
    response = get(client, f"/jobs/{job.pk}/pdf", Range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"
    assert response.content == b""


def test_a_range_of_an_older_file_becomes_the_whole_new_one(client: Client, job: Job) -> None:
    path = f"/jobs/{job.pk}/pdf"
    whole = get(client, path)
    held = get(client, path, Range="bytes=0-4", If_Range=whole["ETag"])
    assert held.status_code == 206
    dated = get(client, path, Range="bytes=0-4", If_Range=whole["Last-Modified"])
    assert dated.status_code == 206
    moved = get(client, path, Range="bytes=0-4", If_Range='"other"')
    assert moved.status_code == 200


def test_an_unchanged_file_is_304(client: Client, job: Job) -> None:
    path = f"/jobs/{job.pk}/pdf"
    tag = get(client, path)["ETag"]
    for given in (tag, f'"x", {tag}', "*", f"W/{tag}"):
        response = get(client, path, If_None_Match=given, Range="bytes=0-1")
        assert response.status_code == 304
        assert response.content == b""
    assert get(client, path, If_None_Match='"x"').status_code == 200


def test_the_version_sent_stays(client: Client, job: Job) -> None:
    path = f"/jobs/{job.pk}/pdf?version=applied"
    error(get(client, path), 404)
    Job.objects.filter(pk=job.pk).update(applied_pdf_digest=job.pdf_digest)
    make.printed(job, b"%PDF-1.4 newer")
    assert body(get(client, path)) == make.PDF
    assert body(get(client, f"/jobs/{job.pk}/pdf")) == b"%PDF-1.4 newer"


@pytest.mark.parametrize("query", ["version=first", "version=", "download=maybe"])
def test_other_versions_are_refused(client: Client, job: Job, query: str) -> None:
    error(get(client, f"/jobs/{job.pk}/pdf?{query}"), 400)


def test_what_is_not_there_is_404(client: Client, ada: User, ben: User, job: Job) -> None:
    error(get(client, f"/jobs/{make.job(ada).pk}/pdf"), 404)
    theirs = make.job(ben)
    make.printed(theirs)
    error(get(client, f"/jobs/{theirs.pk}/pdf"), 404)
    on_disk(store.name_of(job.owner_id, job.pdf_digest or "")).unlink()
    error(get(client, f"/jobs/{job.pk}/pdf"), 404)
