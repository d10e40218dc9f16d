"""Backups in the data folder: made whole or not at all, one at a time, once a day by themselves."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Literal
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404
from django.utils import timezone

from jobops.lib import filed
from jobops.lib.errors import Invalid, Problem
from jobops.version import version
from orchestrator.models import Heartbeat, User
from orchestrator.ops import archive_reading, archives, fitting, queue_rows, turns
from orchestrator.ops.archive_reading import Contents
from orchestrator.ops.archives import ArchiveError
from orchestrator.queue import enqueue

logger = logging.getLogger(__name__)

Kind = Literal["auto", "manual"]
PATTERN = re.compile(r"jobops-(auto|manual)-(\d{8}-\d{6}-\d{6})\.tar\.gz", re.ASCII)
STAMP = "%Y%m%d-%H%M%S-%f"
CHECKED = ".checked"
FAILED = ".failed"
DRAFT = ".making-"
BROUGHT = ".brought-"
EVERY = timedelta(days=1)
AFTER_FAILURE = timedelta(hours=1)
PATIENCE = 120.0
BROUGHT_SECONDS = 3600
TELL_EVERY = 0.5
BROKE_OFF = "The backup broke off. The log says why."


class BackupError(Problem):
    SENTENCES = {"running": "Another backup is being made. Wait for it, then try again."}


@dataclass(frozen=True)
class Result:
    """When an archive was last read back whole, what was wrong with it, if anything, and what it
    holds, without its list of files.
    """

    at: datetime
    files: int
    faults: tuple[str, ...]
    contents: Contents | None = None


@dataclass(frozen=True)
class Backup:
    filename: str
    kind: Kind
    size: int
    created_at: datetime
    result: Result | None

    @property
    def path(self) -> Path:
        return folder() / self.filename


@dataclass(frozen=True)
class Failure:
    at: datetime
    sentence: str


@dataclass(frozen=True)
class Progress:
    """A backup that is being made now; `done` and `total` in bytes."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0


def folder() -> Path:
    root: Path = settings.DATA_DIR
    found = root / "backups"
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def listed() -> list[Backup]:
    """Newest first. What has another name is not ours and not shown."""
    found = [one for path in folder().iterdir() if (one := _read(path)) is not None]
    return sorted(found, key=lambda one: (one.created_at, one.filename), reverse=True)


def find(filename: str) -> Backup:
    """Raises Invalid for a name that no backup can have, Http404 when there is none."""
    if _named(filename) is None:
        raise Invalid({"filename": ["This is not the name of a backup."]})
    found = _read(folder() / filename)
    if found is None:
        raise Http404
    return found


def create(kind: Kind, *, actor: str) -> Backup:
    """Make one now and read it back. Raises BackupError or ArchiveError; then nothing is left."""
    with _alone() as lock:
        return _make(kind, lock, actor=actor)


def request() -> Backup | None:
    """Let the worker make one, and answer at once; without a worker make it here and now."""
    if not Heartbeat.objects.alive(at=timezone.now()).exists():
        return create("manual", actor="user")
    if not is_wanted():
        enqueue("back_up_now")
    return None


def is_wanted() -> bool:
    """Whether one waits for the worker."""
    return "back_up_now" in queue_rows.names()


def create_due() -> Backup | None:
    """The daily one, unless it was made in the meantime; older ones than are kept go."""
    with _alone() as lock:
        due = next_scheduled()
        if due is None or due > timezone.now():
            return None
        made = _make("auto", lock, actor="schedule")
    _prune()
    return made


def start_due() -> bool:
    """Queue the daily one when its time has come, also after days in which nothing ran."""
    now, due, failure = timezone.now(), next_scheduled(), last_failure()
    if due is None or due > now or progress() is not None:
        return False
    if failure and failure.at > now - AFTER_FAILURE:
        return False
    enqueue("back_up")
    return True


def next_scheduled() -> datetime | None:
    """A day after the last one that was made by itself; None when none are kept."""
    if settings.BACKUPS_KEPT == 0:
        return None
    last = next((one.created_at for one in listed() if one.kind == "auto"), None)
    if last is None:
        last = User.objects.order_by("date_joined").values_list("date_joined", flat=True).first()
    return (last or timezone.now()) + EVERY


def bring(file: Iterable[bytes], *, size: int) -> Backup:
    """Keep a file somebody brought, under the time it was made at. Raises RestoreError for one that
    cannot be restored here; then nothing is kept.
    """
    if shutil.disk_usage(folder()).free < 2 * size + archives.LEAST_LEFT:
        raise ArchiveError("no_room")
    draft = folder() / f"{BROUGHT}{uuid4().hex}"
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.writelines(file)
            out.flush()
            os.fsync(out.fileno())
        contents = fitting.examine(draft)
        at = contents.made_at.astimezone(UTC).strftime(STAMP)
        target = folder() / f"jobops-manual-{at}.tar.gz"
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    found = find(target.name)
    check(found)
    logger.info("backup brought", extra={"meta": {"file": target.name, "bytes": size}})
    return find(target.name)


def remove(backup: Backup) -> None:
    backup.path.unlink(missing_ok=True)
    backup.path.with_name(backup.filename + CHECKED).unlink(missing_ok=True)
    logger.info("backup deleted", extra={"meta": {"file": backup.filename}})


def check(backup: Backup) -> Result:
    """Read it back whole, and keep what was found beside it."""
    found = archive_reading.verify(backup.path)
    result = Result(timezone.now(), found.files, found.faults, found.contents)
    said = {"at": result.at.isoformat(), "files": result.files, "faults": list(result.faults)}
    note = backup.path.with_name(backup.filename + CHECKED)
    about = found.contents.noted() if found.contents else None
    note.write_text(json.dumps({**said, "contents": about}))
    note.chmod(0o600)
    if result.faults:
        logger.error("backup is damaged", extra={"meta": {"file": backup.filename, **said}})
    return result


def last_failure() -> Failure | None:
    """The last attempt, when it came to nothing."""
    try:
        said = json.loads((folder() / FAILED).read_text())
        return Failure(datetime.fromisoformat(said["at"]), str(said["sentence"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def progress() -> Progress | None:
    """The one that is being made, by whatever process."""
    path = _lock_path()
    if not path.exists():
        return None
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            done, _, total = file.read(60).decode().partition("/")
            return Progress(int(done or 0), int(total or 0))
    return None


def _make(kind: Kind, lock: IO[bytes], *, actor: str) -> Backup:
    _sweep()
    try:
        made = _written(kind, lock, actor=actor)
    except (Problem, OSError, DatabaseError, sqlite3.Error) as failed:
        sentence = failed.sentence if isinstance(failed, Problem) else BROKE_OFF
        said = {"at": timezone.now().isoformat(), "sentence": sentence}
        (folder() / FAILED).write_text(json.dumps(said))
        raise
    (folder() / FAILED).unlink(missing_ok=True)
    check(made)
    return find(made.filename)


def _written(kind: Kind, lock: IO[bytes], *, actor: str) -> Backup:
    begun = time.monotonic()
    at = timezone.now()
    draft = folder() / f"{DRAFT}{uuid4().hex}"
    draft.mkdir(mode=0o700)
    try:
        archive = draft / f"jobops-{kind}-{at.astimezone(UTC).strftime(STAMP)}.tar.gz"
        about = {"version": version(), "createdAt": at.isoformat(), "type": kind}
        archives.write(archive, about=about, tell=_Teller(lock))
        target = folder() / archive.name
        archive.rename(target)
        filed.flush(folder())
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    seconds = round(time.monotonic() - begun, 3)
    meta = {"file": target.name, "actor": actor, "bytes": target.stat().st_size, "seconds": seconds}
    logger.info("backup made", extra={"meta": meta})
    return find(target.name)


class _Teller:
    """Writes how far it is into the lock file, twice a second at most."""

    def __init__(self, lock: IO[bytes]) -> None:
        self._lock, self._next = lock, 0.0

    def __call__(self, done: int, total: int) -> None:
        if (now := time.monotonic()) < self._next:
            return
        self._next = now + TELL_EVERY
        os.pwrite(self._lock.fileno(), f"{done}/{total}".ljust(60).encode(), 0)


@contextmanager
def _alone() -> Iterator[IO[bytes]]:
    """Hold the locks that end with this process, of the folder and of the database. Raises
    BackupError after a while of waiting.
    """
    end = time.monotonic() + PATIENCE
    handle = os.open(_lock_path(), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise BackupError("running") from None
                time.sleep(0.1)
        with turns.lone(turns.BACKUP, until=end) as won:
            if not won:
                raise BackupError("running")
            file.truncate(0)
            yield file


def _lock_path() -> Path:
    root: Path = settings.RUN_DIR
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    return root / "backup.lock"


def _sweep() -> None:
    """What a killed one left behind; whoever holds the lock is alone here."""
    for left in folder().glob(f"{DRAFT}*"):
        shutil.rmtree(left, ignore_errors=True)
    old = time.time() - BROUGHT_SECONDS
    for left in folder().glob(f"{BROUGHT}*"):
        if left.stat().st_mtime < old:
            left.unlink(missing_ok=True)


def _prune() -> None:
    own = [one for one in listed() if one.kind == "auto"]
    for old in own[settings.BACKUPS_KEPT :]:
        remove(old)


def _named(filename: str) -> tuple[Kind, datetime] | None:
    found = PATTERN.fullmatch(filename)
    if found is None:
        return None
    try:
        at = datetime.strptime(found[2], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return ("auto" if found[1] == "auto" else "manual"), at


def _read(path: Path) -> Backup | None:
    named = _named(path.name)
    if named is None or not path.is_file():
        return None
    kind, at = named
    return Backup(path.name, kind, path.stat().st_size, at, _result(path))


def _result(path: Path) -> Result | None:
    note = path.with_name(path.name + CHECKED)
    try:
        said = json.loads(note.read_text())
        at = datetime.fromisoformat(said["at"])
        about = said.get("contents")
        contents = archive_reading.understood(about) if about else None
        return Result(at, int(said["files"]), tuple(said["faults"]), contents)
    except (OSError, ValueError, KeyError, TypeError):
        return None
