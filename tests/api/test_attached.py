"""Notes and documents over the API."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from orchestrator.api.schemas.attached import DocumentOut, NoteOut
from orchestrator.jobs import documents, notes
from orchestrator.models import Document, Job, User
from tests import make
from tests.api.calls import data, error, fits, get, patch, post, send
from tests.kept import on_disk

BYTES = b"0123456789"
MIB = 1024 * 1024


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada)


@pytest.fixture
def foreign(ben: User) -> Job:
    return make.job(ben)


def upload(client: Client, job: Job, name: str, content: bytes, kind: str) -> HttpResponse:
    file = SimpleUploadedFile(name, content, kind)
    return client.post(f"/api/jobs/{job.pk}/documents", {"file": file})


def packed(content: bytes = BYTES, **changes: Any) -> dict[str, Any]:
    return {"fileName": "a.txt", "dataBase64": base64.b64encode(content).decode(), **changes}


def body(response: object) -> bytes:
    return b"".join(response)  # type: ignore[call-overload,no-any-return]


def stored(
    job: Job, content: bytes = BYTES, *, kind: str = "text/plain", name: str = "a.txt"
) -> str:
    row = documents.add(job, content, file_name=name, media_type=kind, actor="user")
    return f"/jobs/{job.pk}/documents/{row.pk}"


class TestNotes:
    def test_a_note_is_written_read_changed_and_deleted(self, client: Client, job: Job) -> None:
        url = f"/jobs/{job.pk}/notes"
        made = data(post(client, url, {"title": " Call ", "content": "They *rang*."}), 201)
        fits(NoteOut, made)
        assert (made["title"], made["content"], made["jobId"]) == (
            "Call",
            "They *rang*.",
            str(job.pk),
        )
        assert made["createdAt"] == made["updatedAt"]
        changed = data(patch(client, f"{url}/{made['id']}", {"title": "Call", "content": "Twice."}))
        assert changed["content"] == "Twice."
        assert changed["updatedAt"] > made["updatedAt"]
        assert data(get(client, url)) == [changed]
        assert data(send(client, "DELETE", f"{url}/{made['id']}")) is None
        assert data(get(client, url)) == []
        error(send(client, "DELETE", f"{url}/{made['id']}"), 404)

    def test_the_newest_change_comes_first(self, client: Client, job: Job) -> None:
        first, second = (notes.add(job, title=t, content="x", actor="user") for t in "12")
        notes.change(first, title="1", content="y", actor="user")
        found = data(get(client, f"/jobs/{job.pk}/notes"))
        assert [one["id"] for one in found] == [str(first.pk), str(second.pk)]

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"title": "x"}, "content"),
            ({"content": "x"}, "title"),
            ({"title": "  ", "content": "x"}, "title"),
            ({"title": "x" * 121, "content": "x"}, "title"),
            ({"title": "x", "content": " \n "}, "content"),
            ({"title": "x", "content": "x" * 20_001}, "content"),
            ({"title": 1, "content": "x"}, "title"),
            ({"title": "x", "content": None}, "content"),
        ],
    )
    def test_both_texts_are_needed_and_limited(
        self, client: Client, job: Job, sent: dict[str, Any], field: str
    ) -> None:
        note = notes.add(job, title="x", content="x", actor="user")
        for answer in (
            post(client, f"/jobs/{job.pk}/notes", sent),
            patch(client, f"/jobs/{job.pk}/notes/{note.pk}", sent),
        ):
            assert field in error(answer, 400)["details"]["fieldErrors"]
        assert notes.of(job).count() == 1

    def test_the_longest_texts_are_taken(self, client: Client, job: Job) -> None:
        sent = {"title": "é" * 120, "content": "界" * 20_000}
        assert data(post(client, f"/jobs/{job.pk}/notes", sent), 201)["content"] == sent["content"]

    def test_unknown_keys_are_named(self, client: Client, job: Job) -> None:
        answer = post(client, f"/jobs/{job.pk}/notes", {"title": "x", "content": "x", "id": "1"})
        assert answer.json()["meta"]["ignoredFields"] == ["id"]

    def test_a_note_is_only_found_under_its_own_job(
        self, client: Client, job: Job, ada: User, foreign: Job
    ) -> None:
        note = notes.add(job, title="x", content="x", actor="user")
        his = notes.add(foreign, title="x", content="x", actor="user")
        other = make.job(ada)
        sent = {"title": "y", "content": "y"}
        for url in (
            f"/jobs/{other.pk}/notes/{note.pk}",
            f"/jobs/{foreign.pk}/notes/{his.pk}",
            f"/jobs/{job.pk}/notes/{his.pk}",
            f"/jobs/{job.pk}/notes/{other.pk}",
        ):
            error(patch(client, url, sent), 404)
            error(send(client, "DELETE", url), 404)
        error(get(client, f"/jobs/{foreign.pk}/notes"), 404)
        error(post(client, f"/jobs/{foreign.pk}/notes", sent), 404)
        his.refresh_from_db()
        assert (his.title, his.removed_at) == ("x", None)

    def test_a_wrong_content_type_is_415(self, client: Client, job: Job) -> None:
        sent = client.post(f"/api/jobs/{job.pk}/notes", {"title": "x", "content": "x"})
        error(sent, 415)

    def test_a_note_moves_the_revision(self, client: Client, job: Job) -> None:
        before = data(get(client, "/jobs/revision"))["revision"]
        post(client, f"/jobs/{job.pk}/notes", {"title": "x", "content": "x"})
        assert data(get(client, "/jobs/revision"))["revision"] != before


class TestUpload:
    def test_both_ways_store_the_same(self, client: Client, job: Job) -> None:
        one = data(upload(client, job, "Letter.TXT", BYTES, "Text/Plain"), 201)
        sent = packed(fileName="Letter.TXT", mediaType="Text/Plain")
        two = data(post(client, f"/jobs/{job.pk}/documents", sent), 201)
        for made in (one, two):
            fits(DocumentOut, made)
            assert (made["fileName"], made["mediaType"], made["byteSize"]) == (
                "Letter.TXT", "text/plain", 10,
            )  # fmt: skip
        assert data(get(client, f"/jobs/{job.pk}/documents")) == [two, one]

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("/etc/passwd", "passwd"),
            ("C:\\temp\\cv.pdf", "cv.pdf"),
            ("x" * 255, "x" * 255),
            ("cv\u202efdp.exe", "cvfdp.exe"),
            ("履歴書.pdf", "履歴書.pdf"),
            ("..", "file"),
        ],
    )
    def test_a_name_loses_its_path(self, client: Client, job: Job, given: str, kept: str) -> None:
        made = data(post(client, f"/jobs/{job.pk}/documents", packed(fileName=given)), 201)
        assert made["fileName"] == kept

    @pytest.mark.parametrize(
        ("changes", "status", "field"),
        [
            ({"fileName": ""}, 400, "fileName"),
            ({"fileName": "x" * 256}, 400, "fileName"),
            ({"fileName": "a\0b"}, 400, None),
            ({"mediaType": "x" * 201}, 400, "mediaType"),
            ({"mediaType": 1}, 400, "mediaType"),
            ({"dataBase64": "MDEy MzQ1\nNjc4OQ"}, 400, "dataBase64"),
            ({"dataBase64": "MDEyMzQ1Njc4OR=="}, 400, "dataBase64"),
            ({"dataBase64": "-_-_"}, 400, "dataBase64"),
            ({"dataBase64": None}, 400, "dataBase64"),
            ({"dataBase64": ""}, 400, None),
        ],
    )
    def test_what_does_not_fit_is_refused(
        self, client: Client, job: Job, changes: dict[str, Any], status: int, field: str | None
    ) -> None:
        found = error(post(client, f"/jobs/{job.pk}/documents", packed(**changes)), status)
        assert field is None or field in found["details"]["fieldErrors"]
        assert not job.documents.exists()

    def test_white_space_in_base64_is_skipped(self, client: Client, job: Job) -> None:
        sent = packed(dataBase64=" MDEy\r\nMzQ1 Njc4\tOQ== ")
        assert data(post(client, f"/jobs/{job.pk}/documents", sent), 201)["byteSize"] == 10

    def test_ten_mebibytes_are_taken_and_one_byte_more_is_413(
        self, client: Client, job: Job
    ) -> None:
        full = b"x" * (10 * MIB)
        assert data(upload(client, job, "a", full, ""), 201)["byteSize"] == 10 * MIB
        error(upload(client, job, "a", full + b"x", ""), 413)
        error(post(client, f"/jobs/{job.pk}/documents", packed(full + b"x")), 413)
        assert job.documents.count() == 1

    def test_an_empty_file_is_400(self, client: Client, job: Job) -> None:
        assert "empty" in error(upload(client, job, "a", b"", ""), 400)["message"]

    def test_another_type_of_body_is_415(self, client: Client, job: Job) -> None:
        error(client.generic("POST", f"/api/jobs/{job.pk}/documents", b"x", "text/plain"), 415)

    def test_nothing_is_stored_for_a_foreign_job(self, client: Client, foreign: Job) -> None:
        error(upload(client, foreign, "a", BYTES, ""), 404)
        error(get(client, f"/jobs/{foreign.pk}/documents"), 404)
        assert not Document.objects.exists()

    def test_where_the_bytes_lie_is_never_shown(self, client: Client, job: Job) -> None:
        made = upload(client, job, "a", BYTES, "").content.decode()
        row = job.documents.get()
        assert row.digest not in made
        assert row.digest not in get(client, f"/jobs/{job.pk}/documents").content.decode()


class TestContent:
    def test_the_file_comes_whole_with_its_headers(self, client: Client, job: Job) -> None:
        answer = get(client, f"{stored(job)}/content")
        assert body(answer) == BYTES
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer["Content-Length"] == "10"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Accept-Ranges"] == "bytes"
        assert answer["Content-Disposition"].startswith('inline; filename="a.txt"')

    @pytest.mark.parametrize(
        ("stored_as", "served_as", "way"),
        [
            ("application/pdf", "application/pdf", "inline"),
            ("image/avif", "image/avif", "inline"),
            ("image/gif", "image/gif", "inline"),
            ("image/jpeg", "image/jpeg", "inline"),
            ("image/png", "image/png", "inline"),
            ("image/webp", "image/webp", "inline"),
            ("text/plain", "text/plain; charset=utf-8", "inline"),
            ("text/markdown", "text/plain; charset=utf-8", "inline"),
            ("text/csv", "text/plain; charset=utf-8", "inline"),
            ("application/json", "text/plain; charset=utf-8", "inline"),
            ("text/html", "application/octet-stream", "attachment"),
            ("image/svg+xml", "application/octet-stream", "attachment"),
            ("text/xml", "application/octet-stream", "attachment"),
            ("application/javascript", "application/octet-stream", "attachment"),
            ("", "application/octet-stream", "attachment"),
            ("text/html, text/plain", "application/octet-stream", "attachment"),
        ],
    )
    def test_only_harmless_types_are_themselves(
        self, client: Client, job: Job, stored_as: str, served_as: str, way: str
    ) -> None:
        answer = get(client, f"{stored(job, kind=stored_as)}/content")
        assert answer["Content-Type"] == served_as
        assert answer["Content-Disposition"].startswith(way)
        sandboxed = answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert sandboxed == (served_as != "application/pdf")

    def test_a_pdf_may_stand_in_our_own_frame(self, client: Client, job: Job) -> None:
        answer = get(client, f"{stored(job, kind='application/pdf')}/content")
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]

    def test_the_name_is_ascii_with_the_real_one_beside_it(self, client: Client, job: Job) -> None:
        name = "Müller's (Lebenslauf)*! ~1.pdf"
        shown = get(client, f"{stored(job, name=name)}/content")["Content-Disposition"]
        plain, _, real = shown.partition("; filename*=UTF-8''")
        assert plain == 'inline; filename="Muller_s (Lebenslauf)__ _1.pdf"'
        assert not set("!'()*~") & set(real)
        assert unquote(real) == name

    @pytest.mark.parametrize(
        ("asked", "part", "said"),
        [
            ("bytes=0-3", b"0123", "bytes 0-3/10"),
            ("bytes=7-", b"789", "bytes 7-9/10"),
            ("bytes=-2", b"89", "bytes 8-9/10"),
            ("bytes=8-99", b"89", "bytes 8-9/10"),
        ],
    )
    def test_a_range_is_206(
        self, client: Client, job: Job, asked: str, part: bytes, said: str
    ) -> None:
        answer = get(client, f"{stored(job)}/content", Range=asked)
        assert (answer.status_code, body(answer), answer["Content-Range"]) == (206, part, said)
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"

    def test_several_ranges_and_a_stale_one_bring_the_whole(self, client: Client, job: Job) -> None:
        url = f"{stored(job)}/content"
        assert body(get(client, url, Range="bytes=0-1,4-5")) == BYTES
        stale = get(client, url, Range="bytes=0-1", If_Range='"other"')
        assert (stale.status_code, body(stale)) == (200, BYTES)
        tag = get(client, url)["ETag"]
        assert get(client, url, Range="bytes=0-1", If_Range=tag).status_code == 206

    def test_a_range_behind_the_end_is_416(self, client: Client, job: Job) -> None:
        answer = get(client, f"{stored(job)}/content", Range="bytes=10-")
        assert (answer.status_code, answer.content) == (416, b"")
        assert answer["Content-Range"] == "bytes */10"

    def test_an_unchanged_file_is_304(self, client: Client, job: Job) -> None:
        url = f"{stored(job)}/content"
        assert get(client, url, If_None_Match=get(client, url)["ETag"]).status_code == 304

    def test_head_has_the_headers_and_no_body(self, client: Client, job: Job) -> None:
        answer = send(client, "HEAD", f"{stored(job)}/content")
        assert (answer.status_code, answer["Content-Length"], answer.content) == (200, "10", b"")

    def test_a_file_that_is_gone_is_an_ordinary_404(self, client: Client, job: Job) -> None:
        url = f"{stored(job)}/content"
        on_disk(documents.name_of(job.owner_id, job.documents.get().digest)).unlink()
        answer = get(client, url)
        error(answer, 404)
        assert answer["Content-Type"].startswith("application/json")
        assert "sandbox" not in answer["Content-Security-Policy"]
        assert not {"Content-Disposition", "Accept-Ranges", "ETag"} & set(answer.headers)

    def test_a_document_is_only_found_under_its_own_job(
        self, client: Client, job: Job, ada: User, foreign: Job
    ) -> None:
        pk = stored(job).rpartition("/")[2]
        his = stored(foreign)
        for url in (
            f"/jobs/{make.job(ada).pk}/documents/{pk}",
            his,
            f"/jobs/{job.pk}/documents/{his.rpartition('/')[2]}",
        ):
            error(get(client, f"{url}/content"), 404)
            error(send(client, "DELETE", url), 404)
        assert Document.objects.count() == 2


def test_deleting_a_document_removes_its_file(
    client: Client, job: Job, django_capture_on_commit_callbacks: Any
) -> None:
    url = stored(job)
    path = on_disk(documents.name_of(job.owner_id, job.documents.get().digest))
    with django_capture_on_commit_callbacks(execute=True):
        assert data(send(client, "DELETE", url)) is None
    assert not path.exists()
    error(get(client, f"{url}/content"), 404)
