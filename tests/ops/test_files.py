from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile

from jobops.lib.filed import TEMPORARY
from jobops.web import stored
from orchestrator.jobs import removal
from orchestrator.models import Job, User
from orchestrator.ops import files, uploads
from pdfs import store
from tests import make
from tests.kept import on_disk
from tests.outside import bucket

DAYS = 24 * 3600
pytestmark = pytest.mark.usefixtures("empty_store")


def aged(path: Path, seconds: float) -> Path:
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def test_a_file_no_row_names_goes_after_a_day(ada: User) -> None:
    old = aged(on_disk(store.name_of(ada.pk, store.put(ada.pk, b"%PDF old"))), 2 * DAYS)
    young = on_disk(store.name_of(ada.pk, store.put(ada.pk, b"%PDF young")))
    assert files.sweep_files() == 1
    assert (old.exists(), young.exists()) == (False, True)


def test_the_files_of_somebody_who_is_gone_go_after_a_day(ada: User) -> None:
    gone, stays = uuid4(), on_disk("probe/of-the-store")
    old = aged(on_disk(store.name_of(gone, store.put(gone, b"%PDF old"))), 2 * DAYS)
    young = on_disk(store.name_of(gone, store.put(gone, b"%PDF young")))
    stored.put("probe/of-the-store", b"x")
    aged(stays, 2 * DAYS)
    assert files.sweep_files() == 1
    assert (old.exists(), young.exists(), stays.exists()) == (False, True, True)


def test_the_files_of_somebody_who_is_gone_go_from_a_shared_store(
    ada: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.use(settings)
    gone = uuid4()
    left = store.name_of(gone, store.put(gone, b"%PDF left"))
    kept = store.name_of(ada.pk, make.printed(make.job(ada), b"%PDF kept").digest)
    assert files.sweep_files() == 0
    # Nobody can make a file of that store older than it is.
    monkeypatch.setattr(files, "UNREFERENCED", timedelta(minutes=-1))
    assert files.sweep_files() == 1
    assert [stored.exists(left), stored.exists(kept)] == [False, True]


def test_a_large_upload_comes_in_below_the_data_folder(settings: Any) -> None:
    with TemporaryUploadedFile("cv.pdf", "application/pdf", 3_000_000, None) as file:
        place = Path(file.temporary_file_path())
    assert place.parent == settings.DATA_DIR / "run" / "uploads"
    assert place.parent.stat().st_mode & 0o777 == 0o700
    assert not place.exists()


@pytest.mark.django_db
def test_what_a_killed_upload_left_goes_after_an_hour(settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    uploads.make()
    (tmp_path / "uploads" / "young.upload").write_bytes(b"x")
    old = tmp_path / "uploads" / "old.upload"
    old.write_bytes(b"x")
    aged(old, 7200)
    assert files.sweep_files() == 1
    assert [path.name for path in (tmp_path / "uploads").iterdir()] == ["young.upload"]
    assert (tmp_path / "uploads").stat().st_mode & 0o777 == 0o700


def test_what_a_row_names_stays_however_old(ada: User) -> None:
    current = make.printed(make.job(ada), b"%PDF current")
    sent = store.put(ada.pk, b"%PDF sent")
    make.job(ada, status="applied", applied_pdf_digest=sent, pdf_digest=sent)
    for digest in (current.digest, sent):
        aged(on_disk(store.name_of(ada.pk, digest)), 9 * DAYS)
    assert files.sweep_files() == 0


def test_the_last_five_versions_of_a_job_stay(ada: User) -> None:
    job = make.job(ada)
    made = [make.printed(job, b"%%PDF %d" % number).digest for number in range(7)]
    for digest in made:
        aged(on_disk(store.name_of(ada.pk, digest)), 9 * DAYS)
    assert files.sweep_files() == 2
    assert not on_disk(store.name_of(ada.pk, made[0])).exists()


def test_a_draft_of_a_crash_goes_after_an_hour(ada: User) -> None:
    folder = on_disk(store.name_of(ada.pk, store.put(ada.pk, b"%PDF x"))).parent
    draft = folder / f"left{TEMPORARY}"
    draft.write_bytes(b"half")
    aged(draft, 7200)
    files.sweep_files()
    assert not draft.exists()


def test_a_ready_job_whose_file_is_gone_returns_to_discovered(ada: User) -> None:
    store.put(ada.pk, b"%PDF another")
    job = make.job(ada, status="ready")
    assert files.repair_pointers() == 1
    job.refresh_from_db()
    assert (job.status, job.pdf_digest) == ("discovered", None)
    assert job.events.filter(kind="pdf.missing", actor="recovery").exists()


def test_an_applied_job_whose_file_is_gone_stays_applied(ada: User) -> None:
    store.put(ada.pk, b"%PDF another")
    job = make.job(ada, status="applied")
    files.repair_pointers()
    job.refresh_from_db()
    assert (job.status, job.pdf_digest) == ("applied", None)


def test_an_empty_store_clears_no_pointer(ada: User) -> None:
    stored.clear("")
    make.job(ada, status="ready")
    assert files.repair_pointers() == 0


def test_whole_pointers_are_left_alone(ada: User) -> None:
    job = make.job(ada)
    make.printed(job)
    before = Job.objects.get(pk=job.pk).updated_at
    assert files.repair_pointers() == 0
    assert Job.objects.get(pk=job.pk).updated_at == before


def test_the_printed_letter_of_a_job_stays_and_goes_with_it(ada: User) -> None:
    job = make.job(ada)
    digest = store.put(ada.pk, b"%PDF letter")
    job.letters.create(version=1, text="Dear team", pdf_digest=digest)
    file = aged(on_disk(store.name_of(ada.pk, digest)), 9 * DAYS)
    assert files.sweep_files() == 0
    assert files.discard(ada.pk, [digest]) == 0
    removal.remove(ada, Job.objects.for_user(ada), actor="user", discard=files.discard)
    assert not file.exists()
