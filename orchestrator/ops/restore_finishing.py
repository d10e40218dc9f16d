"""The part of a restore that goes through, whoever begins it: also the next start after a kill."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from jobops.lib import filed
from jobops.web import stored
from orchestrator.ops import (
    restore_care,
    restore_journal,
    restore_postgres,
    restore_wanted,
    standing_lock,
    tables,
)
from orchestrator.ops.restore_journal import Journal
from orchestrator.ops.restore_refusals import RestoreError
from orchestrator.ops.restore_wanted import Ended

logger = logging.getLogger(__name__)

LOG_FILES = ("-wal", "-shm")


def settle() -> str:
    """What a killed restore left is finished or undone; one sentence when there was something.

    Raises SystemExit while a restore is under way.
    """
    if not restore_journal.is_left():
        return ""
    with standing_lock.alone() as won:
        if not won:
            raise SystemExit("A restore is under way. Wait until it has ended, then start again.")
        ended = go_forward()
    said = "a restore that was interrupted is finished" if ended else "half a restore was undone"
    logger.warning(said)
    return said


def go_forward() -> Ended | None:
    """By the journal; None when nothing had been changed yet, so that nothing is."""
    journal = restore_journal.read()
    if journal is None:
        restore_journal.drop()
        return None
    told = journal.told
    if connection.vendor == "sqlite":
        _swap(journal)
    else:
        told = _loaded(journal)
    if not journal.aside:
        _forget_others(restore_journal.names())
    ended = restore_wanted.note(
        journal.archive, fine=True, sentence=f"Everything is as it was in {journal.archive}.",
        safety=journal.safety, lines=restore_care.lines(told, aside=journal.aside),
    )  # fmt: skip
    restore_journal.drop()
    return ended


def bring_up_to_date(made_at: str) -> dict[str, object]:
    """The database that is aimed at, brought to this version; what was done and found."""
    tables.ensure_tables()
    return restore_care.clean(made_at)


@contextmanager
def aimed_at(path: Path) -> Iterator[None]:
    """The default connection leads to another SQLite file, which is one whole file afterwards."""
    connections.close_all()
    here = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = here
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _swap(journal: Journal) -> None:
    """One rename. What the former database left in its log must not be read with the new one."""
    connections.close_all()
    live, draft = Path(connection.settings_dict["NAME"]), restore_journal.draft()
    if not draft.exists():
        return
    for path in (Path(f"{live}{ending}") for ending in LOG_FILES):
        _out_of_the_way(path, journal.aside)
    if journal.aside:
        _out_of_the_way(live, journal.aside)
    os.replace(draft, live)
    filed.flush(live.parent)


def _loaded(journal: Journal) -> dict[str, object]:
    """Raises RestoreError when PostgreSQL refused all of it; then nothing is left to do."""
    try:
        restore_postgres.load(journal.token)
    except RestoreError:
        restore_journal.drop()
        raise
    return bring_up_to_date(journal.made_at)


def _out_of_the_way(path: Path, aside: str) -> None:
    if not aside:
        path.unlink(missing_ok=True)
    elif path.exists():
        root: Path = settings.DATA_DIR
        (root / aside).mkdir(mode=0o700, exist_ok=True)
        path.rename(root / aside / path.name)


def _forget_others(names: set[str]) -> None:
    """Files that came after the backup: no row of it can name them."""
    for entry in list(stored.entries()):
        if entry.name not in names:
            stored.remove(entry.name)
