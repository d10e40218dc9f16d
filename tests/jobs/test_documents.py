"""Files beside a job: where their bytes lie, and what becomes of their names."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from jobops.web.stored import StoreError
from orchestrator.jobs import documents
from orchestrator.jobs.documents import DocumentRefused
from orchestrator.models import Document, Job, User
from orchestrator.ops import files
from tests import make
from tests.kept import on_disk

DAY = 24 * 3600


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada)


def add(job: Job, content: bytes = b"Dear Acme", name: str = "letter.txt") -> Document:
    return documents.add(job, content, file_name=name, media_type="text/plain", actor="user")


def path(document: Document) -> Path:
    return on_disk(documents.name_of(document.job.owner_id, document.digest))


def test_the_bytes_lie_under_their_digest_in_the_owner_s_folder(job: Job) -> None:
    document = add(job)
    assert path(document).read_bytes() == b"Dear Acme"
    assert path(document).is_relative_to(settings.STORE_DIR / str(job.owner_id))
    assert document.digest in path(document).name
    assert (document.byte_size, document.media_type) == (9, "text/plain")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\ada\\cv.pdf", "cv.pdf"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a\0b.pdf", "ab.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("..", "file"),
        (".", "file"),
        ("", "file"),
        ("   ", "file"),
        ("\u200b", "file"),
        ("folder/", "folder"),
        ("CON", "CON"),
        ("résumé ümläut.pdf", "résumé ümläut.pdf"),
        ("履歴書.pdf", "履歴書.pdf"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
        ("x" * 300, "x" * 255),
        ("\ud800.pdf", ".pdf"),
    ],
)
def test_a_name_is_a_name_and_never_a_path(job: Job, given: str, kept: str) -> None:
    document = add(job, name=given)
    assert document.file_name == kept
    assert path(document).read_bytes() == b"Dear Acme"


@pytest.mark.parametrize(
    ("content", "media_type", "kind"),
    [
        (b"", "text/plain", "empty"),
        (b"x" * (documents.LIMIT + 1), "text/plain", "too_large"),
        (b"x", "a/" + "b" * 200, "bad_type"),
    ],
)
def test_a_refused_file_leaves_nothing(
    job: Job, content: bytes, media_type: str, kind: str
) -> None:
    with pytest.raises(DocumentRefused) as refused:
        documents.add(job, content, file_name="x", media_type=media_type, actor="user")
    assert refused.value.kind == kind
    assert not job.documents.exists()
    assert not (settings.STORE_DIR / str(job.owner_id) / documents.FOLDER).exists()


def test_exactly_ten_mebibytes_are_taken(job: Job) -> None:
    assert add(job, b"x" * documents.LIMIT).byte_size == documents.LIMIT


def test_adding_and_removing_are_told_without_the_name(job: Job) -> None:
    document = add(job, name="canary.txt")
    documents.remove(document, actor="user")
    events = job.events.order_by("seq").values_list("kind", "data")
    named = {"document": str(document.pk)}
    assert list(events) == [("job.document_added", named), ("job.document_removed", named)]


def test_the_file_goes_with_its_document_once_that_is_certain(
    job: Job, django_capture_on_commit_callbacks: Any
) -> None:
    document = add(job)
    with django_capture_on_commit_callbacks(execute=True):
        documents.remove(document, actor="user")
        assert path(document).exists()
    assert not path(document).exists()
    assert not job.documents.exists()


def test_bytes_another_document_names_stay(
    job: Job, ada: User, django_capture_on_commit_callbacks: Any
) -> None:
    mine, same = add(job), add(make.job(ada), name="copy.txt")
    with django_capture_on_commit_callbacks(execute=True):
        documents.remove(mine, actor="user")
    assert path(same).read_bytes() == b"Dear Acme"


def test_two_owners_with_equal_bytes_have_a_file_each(
    job: Job, ben: User, django_capture_on_commit_callbacks: Any
) -> None:
    mine, his = add(job), add(make.job(ben))
    with django_capture_on_commit_callbacks(execute=True):
        documents.remove(mine, actor="user")
    assert path(his).exists()


def test_a_file_deleted_while_it_is_added_again_is_written_again(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(job)
    monkeypatch.setattr(os, "utime", lambda found: found.unlink())
    assert path(add(job)).exists()


@pytest.mark.usefixtures("empty_store")
def test_a_crash_between_file_and_row_is_swept_after_a_day(ada: User, job: Job) -> None:
    kept = add(job)
    orphan, young = (
        on_disk(documents.name_of(job.owner_id, documents.keep(job.owner_id, content)))
        for content in (b"orphan", b"young")
    )
    then = time.time() - DAY - 60
    os.utime(orphan, (then, then))
    os.utime(path(kept), (then, then))
    assert files.sweep_files() == 1
    assert (orphan.exists(), young.exists(), path(kept).exists()) == (False, True, True)


def test_a_draft_is_never_where_a_reader_looks(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="no room"):
        add(job)
    assert not job.documents.exists()
    left = [one for one in settings.STORE_DIR.rglob("*") if one.is_file()]
    assert not [one for one in left if str(job.owner_id) in str(one)]


@pytest.mark.parametrize(
    ("stored", "served", "attachment"),
    [
        ("application/pdf", "application/pdf", False),
        ("image/png", "image/png", False),
        ("text/markdown", "text/plain; charset=utf-8", False),
        ("text/csv; charset=utf-8", "text/plain; charset=utf-8", False),
        ("application/json", "text/plain; charset=utf-8", False),
        ("text/html", "application/octet-stream", True),
        ("image/svg+xml", "application/octet-stream", True),
        ("application/xhtml+xml", "application/octet-stream", True),
        (None, "application/octet-stream", True),
    ],
)
def test_what_could_act_in_a_browser_is_only_downloaded(
    job: Job, stored: str | None, served: str, attachment: bool
) -> None:
    document = Document(job=job, file_name="x", media_type=stored, digest="0" * 64, byte_size=1)
    found = documents.served(document, owner_id=job.owner_id)
    assert (found.media_type, found.attachment) == (served, attachment)
    assert found.policy == ("" if served == "application/pdf" else "default-src 'none'; sandbox")
