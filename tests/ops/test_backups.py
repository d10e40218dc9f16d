"""Backups in this process; a killed one and a restored one are in tests/commands/test_backup.py."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone

from jobops.lib.errors import Invalid
from jobops.version import version
from orchestrator import preferences
from orchestrator.jobs import documents
from orchestrator.models import Job, JobEvent, User
from orchestrator.ops import archives, backups
from orchestrator.ops.archives import ArchiveError
from tests import make
from tests.work import drain, queued
from tests.worker.harness import REAL_ROWS, until

SQLITE = pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="opens the SQLite copy"
)


@pytest.fixture(autouse=True)
def empty_folder() -> Iterator[None]:
    shutil.rmtree(backups.folder())
    yield
    shutil.rmtree(backups.folder())


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Any:
    """An archive by name, made at once, with nothing in it."""

    def make_one(name: str) -> Path:
        path = backups.folder() / name
        path.write_bytes(b"x")
        return path

    return make_one


def members(backup: backups.Backup) -> dict[str, bytes]:
    with tarfile.open(backup.path) as tar:
        return {one.name: tar.extractfile(one).read() for one in tar}  # type: ignore[union-attr]


def test_an_archive_holds_the_database_the_files_and_what_must_be_in_it(ada: User) -> None:
    job = make.job(ada)
    digest = make.printed(job, b"%PDF kept").digest
    documents.add(job, b"offer", file_name="offer.txt", media_type="text/plain", actor="user")
    made = backups.create("manual", actor="user")
    found = members(made)
    manifest = json.loads(found[archives.MANIFEST])
    assert f"files/{ada.pk}/{digest[:2]}/{digest}.pdf" in found
    assert b"offer" in found.values()
    assert list(found)[-1] == archives.MANIFEST
    assert set(manifest["files"]) == set(found) - {archives.MANIFEST}
    assert (manifest["type"], manifest["version"]) == ("manual", version())
    assert "orchestrator" in manifest["migrations"]


def test_only_its_owner_may_read_an_archive_and_no_key_is_in_it(ada: User) -> None:
    preferences.save(ada, {"llmApiKey": "sk-canary-4711"})
    make.job(ada)
    made = backups.create("manual", actor="user")
    found = members(made)
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.path.parent.stat().st_mode & 0o777 == 0o700
    assert [name for name in found if name.endswith(".key")] == []
    assert [name for name, content in found.items() if b"sk-canary" in content] == []


def test_a_new_archive_was_read_back(ada: User) -> None:
    make.printed(make.job(ada))
    made = backups.create("manual", actor="user")
    assert made.result is not None
    assert made.result.faults == ()
    assert made.result.files >= 2


@pytest.mark.parametrize("place", [n / 20 for n in range(1, 20)])
def test_a_damaged_archive_is_found_out(ada: User, place: float) -> None:
    make.printed(make.job(ada), b"%PDF" + bytes(range(256)) * 400)
    path = backups.create("manual", actor="user").path
    content = bytearray(path.read_bytes())
    # A single bit may be one that the packing does not use.
    first = int(len(content) * place)
    content[first : first + 64] = bytes(byte ^ 0xFF for byte in content[first : first + 64])
    path.write_bytes(content)
    assert backups.check(backups.find(path.name)).faults != ()


def test_half_an_archive_is_found_out(ada: User) -> None:
    path = backups.create("manual", actor="user").path
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert backups.check(backups.find(path.name)).faults != ()
    assert backups.listed()[0].result is not None


def _has_grown(rows: list[Any], count: int) -> bool:
    return len(rows) > count


@SQLITE
@REAL_ROWS
def test_a_backup_beside_a_writer_is_of_one_moment() -> None:
    """Each transaction adds a job and its event: a copy with unequal numbers caught half of one."""
    owner = User.objects.create(username="writer")
    stop = threading.Event()
    written = []

    def write() -> None:
        while not stop.is_set():
            with transaction.atomic():
                job = make.job(owner, description="words " * 2000)
                JobEvent.objects.create(
                    seq=len(written), job=job, owner=owner, kind="x", at=timezone.now(),
                    from_status="discovered", to_status="discovered", actor="user",
                )  # fmt: skip
            written.append(job.pk)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        made = []
        for _ in range(3):
            until(partial(_has_grown, written, len(written)), what="a writer at work")
            made.append(backups.create("manual", actor="user"))
    finally:
        stop.set()
        thread.join()
    assert len(written) >= 3
    for one in made:
        assert one.result is not None
        assert one.result.faults == ()
        copy = one.path.with_name("copy")
        copy.write_bytes(members(one)[archives.SQLITE])
        with closing(sqlite3.connect(copy)) as opened:
            assert opened.execute("PRAGMA journal_mode").fetchone() == ("delete",)
            query = "SELECT (SELECT count(*) FROM orchestrator_job), count(*) FROM {}"
            jobs, events = opened.execute(query.format("orchestrator_jobevent")).fetchone()
        assert jobs == events
    assert Job.objects.count() == len(written)


def test_a_failed_one_leaves_nothing(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LEAST_LEFT", 1 << 60)
    with pytest.raises(ArchiveError) as refused:
        backups.create("manual", actor="user")
    assert refused.value.kind == "no_space"
    assert [path.name for path in backups.folder().iterdir()] == [".failed"]
    failure = backups.last_failure()
    assert failure is not None
    assert "too little room" in failure.sentence


def test_what_a_killed_one_left_goes_with_the_next(ada: User) -> None:
    left = backups.folder() / ".making-abc"
    left.mkdir()
    (left / "jobops-manual-20260101-000000-000000.tar.gz").write_bytes(b"half")
    assert backups.listed() == []
    backups.create("manual", actor="user")
    assert not left.exists()


def test_the_newest_is_listed_first_and_strange_names_are_not(put: Any) -> None:
    put("jobops-auto-20260101-000000-000000.tar.gz")
    put("jobops-manual-20260102-000000-000000.tar.gz")
    for strange in ("jobops-auto-20269901-000000-000000.tar.gz", "notes.txt", "x.tar.gz.part"):
        put(strange)
    found = backups.listed()
    assert [(one.kind, one.created_at.day) for one in found] == [("manual", 2), ("auto", 1)]
    assert found[0].created_at == datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    ["../jobops.sqlite3", "..", "", "jobops.sqlite3", "jobops-auto-1.tar.gz", "/etc/passwd",
     "jobops-auto-20260101-000000-000000.tar.gz/../x",
     "jobops-auto-20260101-000000-000000.tar.gz\n",
     "jobops-auto-20261301-000000-000000.tar.gz"],
)  # fmt: skip
def test_a_name_that_is_not_ours_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        backups.find(name)


def test_one_that_is_not_there_is_missing() -> None:
    with pytest.raises(Http404):
        backups.find("jobops-auto-20260101-000000-000000.tar.gz")


def test_a_link_out_of_the_folder_is_deleted_and_not_followed(put: Any, tmp_path: Path) -> None:
    outside = tmp_path / "precious"
    outside.write_text("kept")
    name = "jobops-manual-20260101-000000-000000.tar.gz"
    (backups.folder() / name).symlink_to(outside)
    backups.remove(backups.find(name))
    assert (outside.exists(), backups.listed()) == (True, [])


def test_the_first_daily_one_comes_a_day_after_the_first_account(ada: User) -> None:
    assert backups.next_scheduled() == ada.date_joined + timedelta(days=1)
    assert backups.start_due() is False


def test_a_day_that_passed_unseen_is_made_up_for(ada: User, put: Any) -> None:
    put("jobops-auto-20260101-000000-000000.tar.gz")
    assert backups.start_due() is True
    assert queued() == ["back_up"]
    drain()
    newest = backups.listed()[0]
    assert newest.kind == "auto"
    assert backups.next_scheduled() == newest.created_at + timedelta(days=1)
    assert backups.start_due() is False


def test_after_a_failure_it_is_tried_again_in_an_hour(
    ada: User, put: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("jobops-auto-20260101-000000-000000.tar.gz")
    monkeypatch.setattr(archives, "LEAST_LEFT", 1 << 60)
    with pytest.raises(ArchiveError):
        backups.create_due()
    assert backups.start_due() is False
    monkeypatch.setattr(backups, "AFTER_FAILURE", timedelta(0))
    assert backups.start_due() is True


def test_two_queued_ones_make_one(ada: User, put: Any) -> None:
    put("jobops-auto-20260101-000000-000000.tar.gz")
    backups.start_due()
    backups.start_due()
    drain()
    assert len(backups.listed()) == 2


def test_so_many_daily_ones_are_kept_and_every_other(ada: User, put: Any, settings: Any) -> None:
    settings.BACKUPS_KEPT = 2
    for day in range(1, 6):
        put(f"jobops-auto-2026010{day}-000000-000000.tar.gz")
        put(f"jobops-manual-2026010{day}-000000-000000.tar.gz")
    backups.create_due()
    kinds = [one.kind for one in backups.listed()]
    assert (kinds.count("auto"), kinds.count("manual")) == (2, 5)


def test_none_are_made_when_none_are_kept(ada: User, settings: Any) -> None:
    settings.BACKUPS_KEPT = 0
    assert backups.next_scheduled() is None
    assert backups.start_due() is False


def test_a_second_one_waits_its_turn_and_gives_up(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "PATIENCE", 0.0)
    with backups._alone(), pytest.raises(backups.BackupError):
        backups.create("manual", actor="user")


def test_progress_is_seen_from_outside_and_ends(ada: User) -> None:
    assert backups.progress() is None
    with backups._alone() as lock:
        backups._Teller(lock)(25, 100)
        found = backups.progress()
        assert found is not None
        assert found.percent == 25
    assert backups.progress() is None


def test_without_its_program_a_server_database_is_not_backed_up(
    ada: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ArchiveError) as refused:
        archives._dumped(tmp_path / "dump")
    assert "pg_dump is not installed" in refused.value.sentence
