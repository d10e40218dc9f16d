"""Everything as it was when a backup was made: verified, brought up to date beside the present
data, and swapped in. What was there before is backed up first.

Files come first: they are kept under the digest of what is in them, so more of them harm nobody.
The database is one rename on SQLite and one transaction on PostgreSQL.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from jobops.lib.errors import Problem
from orchestrator.models import User
from orchestrator.ops import (
    archives,
    backups,
    fitting,
    folder_lock,
    restore_finishing,
    restore_journal,
    restore_postgres,
    restore_unpacking,
    restore_wanted,
    standing_lock,
)
from orchestrator.ops.archive_reading import Contents
from orchestrator.ops.restore_journal import Journal
from orchestrator.ops.restore_refusals import RestoreError
from orchestrator.ops.restore_wanted import Ended

logger = logging.getLogger(__name__)

BROKE_OFF = "The restore broke off, and nothing was changed. The log says why."


def restore(path: Path, *, actor: str) -> Ended:
    """Raises RestoreError, BackupError, ArchiveError or StoreError; then nothing was changed."""
    with _alone():
        contents = fitting.examine(path)
        _has_room(path, contents)
        safety, aside = _safety(actor=actor)
        with restore_journal.begun():
            restore_unpacking.unpack(path, contents)
            journal = _prepared(path, contents, safety=safety, aside=aside)
            restore_journal.commit(journal, names=sorted(contents.stored))
        ended = restore_finishing.go_forward()
    meta = {"file": path.name, "actor": actor, "safety": safety}
    logger.warning("restored", extra={"meta": meta})
    assert ended is not None
    return ended


def carry_out() -> int:
    """In a process of its own while nothing else runs: what was asked for in the browser."""
    restore_finishing.settle()
    filename = restore_wanted.take()
    if filename is None:
        return 0
    wrong = BROKE_OFF
    try:
        restore(backups.find(filename).path, actor="user")
        wrong = ""
    except Problem as refused:
        wrong = refused.sentence
    finally:
        if wrong:
            restore_wanted.note(filename, fine=False, sentence=wrong)
    return 0


@contextmanager
def _alone() -> Iterator[None]:
    """Raises RestoreError as long as somebody else uses the data."""
    with standing_lock.alone() as won:
        if not (won and folder_lock.take("restore")):
            raise RestoreError("in_use")
        try:
            if connection.vendor == "sqlite":
                _is_free()
            else:
                restore_postgres.is_free()
            yield
        finally:
            folder_lock.let_go()


def _is_free() -> None:
    """SQLite leaves its write-ahead log only when nobody else has the database open."""
    connection.close()
    live = live_database()
    if not live.exists():
        return
    try:
        with closing(sqlite3.connect(live, timeout=2)) as opened:
            opened.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as locked:
        raise RestoreError("in_use") from locked
    except sqlite3.DatabaseError:
        return  # damaged: it is put aside as it is


def live_database() -> Path:
    return Path(connection.settings_dict["NAME"])


def _has_room(path: Path, contents: Contents) -> None:
    """Bringing a database up to date may need it twice."""
    needed = 2 * contents.database_bytes + archives.LEAST_LEFT
    needed += sum(int(one["size"]) for one in contents.stored.values())
    root: Path = settings.DATA_DIR
    if shutil.disk_usage(root).free < needed:
        raise RestoreError("no_space")


def _safety(*, actor: str) -> tuple[str, str]:
    """The name of a backup of what is here, or where a database goes that cannot be read."""
    try:
        if not _holds_anything():
            return "", ""
        return backups.create("manual", actor=actor).filename, ""
    except (DatabaseError, sqlite3.DatabaseError):
        if connection.vendor != "sqlite":
            raise
        logger.exception("no backup of the present data", extra={"meta": {"why": "unreadable"}})
        return "", f"unreadable-{timezone.now():%Y%m%d-%H%M%S}"


def _holds_anything() -> bool:
    """An account, at least. Without tables nothing is there."""
    if connection.vendor == "sqlite" and not live_database().exists():
        return False
    if User._meta.db_table not in connection.introspection.table_names():
        return False
    return User.objects.exists()


def _prepared(path: Path, contents: Contents, *, safety: str, aside: str) -> Journal:
    """On SQLite the copy is brought up to date and cleaned now, beside the present data."""
    made_at, told = contents.made_at.isoformat(), {}
    token = uuid4().hex
    if connection.vendor == "sqlite":
        with restore_finishing.aimed_at(restore_journal.draft()):
            told = restore_finishing.bring_up_to_date(made_at)
        _is_free()
    else:
        restore_postgres.mark(token)
    return Journal(path.name, made_at, safety, aside, token, told)
