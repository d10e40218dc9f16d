"""The daily backup: missed, failed, tried again, kept; and several worker groups."""

from __future__ import annotations

import errno
import os
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone

from orchestrator.models import User
from orchestrator.ops import backups, status, turns
from orchestrator.ops.archives import ArchiveError
from orchestrator.ops.backups import BackupError
from orchestrator.ops.clock import Clock
from orchestrator.queue import SCHEDULES
from tests.work import drain, queued
from tests.worker.harness import REAL_ROWS

POSTGRES = "postgresql" in settings.DATABASES["default"]["ENGINE"]
OLD = "jobops-auto-20260101-000000-000000.tar.gz"


@pytest.fixture(autouse=True)
def one_old() -> Iterator[None]:
    shutil.rmtree(backups.folder())
    (backups.folder() / OLD).write_bytes(b"x")
    yield
    shutil.rmtree(backups.folder())


def clock() -> Clock:
    return Clock({"back_up": SCHEDULES["back_up"]})


def failed(monkeypatch: pytest.MonkeyPatch, error: OSError) -> backups.Failure:
    """What is known about a daily one that ended so."""

    def refuse(_: int) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refuse)
        with pytest.raises((ArchiveError, OSError)):
            backups.create_due()
    found = backups.last_failure()
    assert found is not None
    return found


def test_a_missed_one_is_queued_when_a_worker_starts(ada: User) -> None:
    clock().tick()
    assert queued() == ["back_up"]
    drain()
    assert [one.kind for one in backups.listed()] == ["auto", "auto"]
    assert backups.last_failure() is None


def test_a_full_disk_in_the_middle_leaves_nothing_and_is_told(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = failed(monkeypatch, OSError(errno.ENOSPC, "No space left on device"))
    assert "too little room" in found.sentence
    assert sorted(path.name for path in backups.folder().iterdir()) == [".failed", OLD]
    assert ("Last attempt failed", found.sentence) in {
        (name, text.partition("UTC: ")[2]) for name, text in status._backups(timezone.now())
    }


def test_one_that_broke_off_for_another_reason_is_told_as_well(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert failed(monkeypatch, OSError(errno.EIO, "x")).sentence == backups.BROKE_OFF


def test_a_failure_is_shown_and_gone_an_hour_later_with_the_next(
    ada: User, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed(monkeypatch, OSError(errno.ENOSPC, "No space left on device"))
    assert "The last attempt came to nothing" in visitor.get("/settings/backups").content.decode()
    assert backups.start_due() is False
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert backups.start_due() is True
    drain()
    assert backups.last_failure() is None
    assert "came to nothing" not in visitor.get("/settings/backups").content.decode()


@pytest.mark.skipif(not POSTGRES, reason="about PostgreSQL's own program")
@REAL_ROWS
def test_without_pg_dump_none_is_made_and_it_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    User.objects.create_user("ada", password="x")
    with monkeypatch.context() as patched:
        patched.setenv("PATH", str(tmp_path))
        with pytest.raises(ArchiveError):
            backups.create_due()
    found = backups.last_failure()
    assert found is not None
    assert "pg_dump is not installed" in found.sentence
    assert [one.filename for one in backups.listed()] == [OLD]


@pytest.mark.skipif(not POSTGRES, reason="on SQLite there is only one group")
@REAL_ROWS
def test_a_group_on_another_machine_waits_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder has another file lock: only the database knows of both."""
    User.objects.create_user("ada", password="x")
    held, go_on = threading.Event(), threading.Event()

    def elsewhere() -> None:
        try:
            with turns.lone(turns.BACKUP, until=0.0) as won:
                assert won
                held.set()
                go_on.wait(60)
        finally:
            connections.close_all()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    try:
        assert held.wait(60)
        with monkeypatch.context() as patched:
            patched.setattr(backups, "PATIENCE", 0.0)
            with pytest.raises(BackupError):
                backups.create_due()
    finally:
        go_on.set()
        thread.join()
    with turns.lone(turns.BACKUP, until=time.monotonic() + 60) as won:
        assert won
    made = backups.create_due()
    assert made is not None
    assert made.kind == "auto"
