"""The house over either store: a job to its PDF, downloads, packets, exports, sweeps, backups."""

from __future__ import annotations

import io
import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from jobops import env
from jobops.web import stored
from jobops.web.stored import PASSING, Shelf, StoreError
from orchestrator import incoming
from orchestrator.jobs import documents, removal
from orchestrator.models import Job, Operation, User
from orchestrator.ops import backups, doctor, files, moving, parcels, starting_over
from orchestrator.pipeline import process
from orchestrator.tracking import packet_zip, packets, stages
from orchestrator.transfer import reading, writing
from pdfs import store
from tests import make
from tests.api.calls import get
from tests.work import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def backups_gone() -> Iterator[None]:
    yield
    shutil.rmtree(backups.folder())


def names() -> list[str]:
    return [one.name for one in stored.entries()]


def sent(owner: User) -> Job:
    digest = store.put(owner.pk, make.PDF)
    job = make.job(owner, status="ready", pdf_digest=digest, pdf_source="uploaded")
    return stages.apply(job, actor="user")


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_job_is_processed_and_its_pdf_downloaded(shelf: Shelf, client: Client, ada: User) -> None:
    """Prints with a real browser."""
    make.resume(ada)
    make.heartbeat()
    job = make.job(ada)
    process.request(job, actor="user")
    drain()
    job.refresh_from_db()
    assert (job.status, job.last_error) == ("ready", None)
    assert shelf.exists(store.name_of(ada.pk, str(job.pdf_digest)))
    whole = get(client, f"/jobs/{job.pk}/pdf")
    content = body(whole)
    assert content.startswith(b"%PDF-")
    part = get(client, f"/jobs/{job.pk}/pdf", Range="bytes=10-19")
    assert (part.status_code, body(part)) == (206, content[10:20])
    same = get(client, f"/jobs/{job.pk}/pdf", If_None_Match=whole["ETag"])
    assert same.status_code == 304
    past = get(client, f"/jobs/{job.pk}/pdf", Range=f"bytes={len(content)}-")
    assert past.status_code == 416
    assert client.get(f"/job/{job.pk}/pdf").status_code == 200


def test_a_file_that_is_gone_is_not_there(shelf: Shelf, client: Client, ada: User) -> None:
    job = sent(ada)
    shelf.remove(store.name_of(ada.pk, str(job.pdf_digest)))
    assert get(client, f"/jobs/{job.pk}/pdf").status_code == 404
    assert "missing from the disk" in client.get(f"/job/{job.pk}/packet").content.decode()


def test_a_packet_holds_what_was_sent(shelf: Shelf, ada: User) -> None:
    packet = packets.latest(sent(ada))
    with zipfile.ZipFile(io.BytesIO(packet_zip.pack(packet))) as archive:
        assert archive.read("resume.pdf") == make.PDF
    assert [*packets.damaged()] == []
    shelf.put(store.name_of(ada.pk, packet.pdf_digest), b"%PDF another")
    assert [why for _, why in packets.damaged()] == [
        f"the file {packet.pdf_digest[:12]} is damaged"
    ]


def test_the_sweep_takes_what_no_row_names_after_a_day(
    shelf: Shelf, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = sent(ada)
    document = documents.add(job, b"offer", file_name="o.txt", media_type="", actor="user")
    store.put(ada.pk, b"%PDF of no row")
    documents.keep(ada.pk, b"of no row")
    assert files.sweep_files() == 0
    monkeypatch.setattr(files, "UNREFERENCED", timedelta(seconds=-10))
    assert files.sweep_files() == 2
    kept = {store.name_of(ada.pk, str(job.pdf_digest)), documents.name_of(ada.pk, document.digest)}
    assert set(names()) == kept
    assert files.repair_pointers() == 0


def test_what_is_deleted_with_its_job_goes_and_what_is_new_stays(
    shelf: Shelf, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.printed(make.job(ada, status="skipped"))
    removal.remove(ada, removal.in_status(ada, "skipped"), actor="user", discard=files.discard)
    # A shared store tells ages in whole seconds of another clock: what is so young waits.
    assert bool(names()) == bool(shelf.store.grain)
    monkeypatch.setattr(files, "UNREFERENCED", timedelta(seconds=-10))
    files.sweep_files()
    assert names() == []


def test_starting_over_leaves_no_file_of_that_owner(
    shelf: Shelf, ada: User, ben: User, backups_gone: None
) -> None:
    sent(ada)
    theirs = sent(ben)
    starting_over.clear(ada, actor="user")
    assert names() == [store.name_of(ben.pk, str(theirs.pdf_digest))]


def test_an_export_is_taken_in_again(shelf: Shelf, ada: User, ben: User) -> None:
    job = sent(ada)
    documents.add(job, b"offer", file_name="o.txt", media_type="", actor="user")
    archive = io.BytesIO()
    writing.write(ada, archive, tell=lambda *_: None)
    Job.objects.filter(pk=job.pk).delete()
    shelf.clear(f"{ada.pk}/")
    report = reading.take(ada, archive, dry=False, tell=lambda *_: None)
    assert (report.files, report.refused) == (2, [])
    assert [*packets.damaged()] == []


def test_a_parcel_is_made_by_one_machine_and_fetched_from_another(
    shelf: Shelf, client: Client, ada: User
) -> None:
    make.heartbeat()
    sent(ada)
    where = client.post("/settings/export")["Location"]
    drain()
    export = Operation.objects.get()
    assert PASSING.size(parcels.name_of(export)) == export.result["size"]
    content = body(client.get(f"{where}.zip"))
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    digest = incoming.keep(ada.pk, io.BytesIO(content))
    assert incoming.renew(ada.pk, digest, hours=24)
    with incoming.open_kept(ada.pk, digest) as file:  # type: ignore[union-attr]
        assert zipfile.ZipFile(file).testzip() is None
    assert incoming.sweep() == 0
    incoming.drop(ada.pk, digest)
    assert incoming.open_kept(ada.pk, digest) is None
    assert [*PASSING.entries(incoming.ROOT)] == []


def test_what_was_brought_waits_an_hour_or_as_long_as_it_is_needed(
    shelf: Shelf, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    short, long = (incoming.keep(ada.pk, io.BytesIO(content)) for content in (b"a", b"b"))
    assert incoming.renew(ada.pk, long, hours=24)
    assert not incoming.renew(ada.pk, "0" * 64)
    monkeypatch.setattr(incoming, "KEPT_SECONDS", -10)
    assert incoming.sweep() == 1
    assert incoming.open_kept(ada.pk, short) is None
    with incoming.open_kept(ada.pk, long) as file:  # type: ignore[union-attr]
        assert file.read() == b"b"


def test_a_backup_holds_the_files(shelf: Shelf, ada: User, backups_gone: None) -> None:
    job = sent(ada)
    made = backups.create("manual", actor="user")
    name = f"files/{store.name_of(ada.pk, str(job.pdf_digest))}"
    with tarfile.open(made.path) as tar:
        assert tar.extractfile(name).read() == make.PDF  # type: ignore[union-attr]
    assert backups.find(made.filename).result.faults == ()  # type: ignore[union-attr]


def test_the_doctor_tries_the_store(shelf: Shelf, ada: User) -> None:
    assert doctor._store(ada).verdict == "ok"
    make.printed(make.job(ada))
    shelf.clear("")
    assert "move_files" in doctor._store(ada).repair


@pytest.mark.usefixtures("silent")
def test_the_doctor_says_that_the_store_is_silent(ada: User) -> None:
    found = doctor._store(ada)
    assert (found.verdict, "JOBOPS_S3" in found.repair) == ("failed", True)


@pytest.fixture
def with_file(client: Client, ada: User) -> Job:
    """A ready job with a file in the folder, before the store falls silent."""
    make.resume(ada)
    job = make.job(ada, status="ready")
    make.printed(job)
    return job


@pytest.mark.usefixtures("with_file", "silent")
class TestSilence:
    def test_downloads_say_so(self, client: Client, with_file: Job) -> None:
        refused = get(client, f"/jobs/{with_file.pk}/pdf")
        assert refused.status_code == 503
        assert refused.json()["error"]["details"]["reason"] == "store_unavailable"
        page = client.get(str(with_file.pdf_path))
        assert page.status_code == 503
        assert "does not answer" in page.content.decode()

    def test_pages_are_drawn_without_it(self, client: Client, with_file: Job) -> None:
        for path in ("", "/pdf-panel", "/documents"):
            assert client.get(f"/job/{with_file.pk}{path}").status_code in (200, 404)
        assert client.get("/jobs").status_code in (200, 302)

    def test_no_pointer_is_cleared(self, with_file: Job) -> None:
        with pytest.raises(StoreError):
            files.repair_pointers()
        assert Job.objects.get(pk=with_file.pk).pdf_digest == with_file.pdf_digest

    def test_nothing_is_taken_in(self, client: Client, with_file: Job) -> None:
        with pytest.raises(StoreError):
            documents.add(with_file, b"x", file_name="x", media_type="", actor="user")
        assert not with_file.documents.exists()

    def test_a_job_in_work_goes_back_with_the_reason(self, ada: User) -> None:
        make.heartbeat()
        job = make.job(ada)
        process.request(job, actor="user")
        drain()
        job.refresh_from_db()
        assert (job.status, job.pdf_digest) == ("discovered", None)
        assert job.last_error["reason"] == "store_unavailable"  # type: ignore[index]
        assert "does not answer" in job.last_error["message"]  # type: ignore[index]


@pytest.mark.parametrize("shelf", ["s3"], indirect=True)
def test_the_command_moves_and_says_how_many(shelf: Shelf, ada: User) -> None:
    here, said = stored.local(), StringIO()
    here.clear("")
    here.put(f"{ada.pk}/ab/1.pdf", b"%PDF")
    call_command("move_files", "--to", "s3", "--remove", stdout=said)
    assert said.getvalue().splitlines() == [
        "Copied: 1 of 1 files; there already: 0.", "Removed where they were: 1.",
    ]  # fmt: skip
    assert [*here.entries()] == []
    assert names() == [f"{ada.pk}/ab/1.pdf"]


def test_the_command_needs_to_know_the_store() -> None:
    with pytest.raises(CommandError, match="JOBOPS_S3_BUCKET"):
        call_command("move_files", "--to", "s3")


def test_a_package_that_is_missing_stops_the_start_and_is_named() -> None:
    with pytest.raises(SystemExit, match=r"pip install -r requirements-scale\.txt"):
        env.packages("JOBOPS_S3_BUCKET", "no_such_module", file="requirements-scale.txt")


@pytest.mark.parametrize("shelf", ["s3"], indirect=True)
def test_files_move_there_and_back_and_going_on_is_safe(shelf: Shelf, ada: User) -> None:
    here, there = stored.local(), stored.shared()
    here.clear("")
    contents = {f"{ada.pk}/ab/{n}.pdf": b"%%PDF %d" % n for n in range(5)}
    for name, content in contents.items():
        here.put(name, content)
    there.put(f"{ada.pk}/ab/0.pdf", contents[f"{ada.pk}/ab/0.pdf"])
    there.put(f"{ada.pk}/ab/1.pdf", b"%PDF half")
    moved = moving.move(here, there, tell=lambda *_: None)
    assert (moved.copied, moved.there, moved.faults) == (4, 1, ())
    assert {one.name: there.read(one.name) for one in there.entries()} == contents
    assert len([*here.entries()]) == 5
    assert moving.remove(here, there) == 5
    back = moving.move(there, here, tell=lambda *_: None)
    assert (back.copied, back.there) == (5, 0)
    assert {one.name: here.read(one.name) for one in here.entries()} == contents
    here.clear("")
