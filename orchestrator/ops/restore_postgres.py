"""The database of an archive into PostgreSQL: in one transaction, which replaces every table."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.utils import timezone

from orchestrator.ops import archives, restore_journal
from orchestrator.ops.archives import POSTGRES
from orchestrator.ops.restore_refusals import RestoreError

logger = logging.getLogger(__name__)

OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
# Functions outlive the tables whose triggers call them, and a migration makes its own only once.
FORGET_FUNCTIONS = """DO $$ DECLARE one text; BEGIN
FOR one IN SELECT p.oid::regprocedure FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace AND p.prokind = 'f'
    AND pg_get_userbyid(p.proowner) = current_user AND NOT EXISTS (
        SELECT FROM pg_depend d
        WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
LOOP EXECUTE 'DROP FUNCTION IF EXISTS ' || one || ' CASCADE'; END LOOP; END $$;
"""


def is_free() -> None:
    """Raises RestoreError while anybody else is connected to the database, from any machine."""
    for program in ("psql", "pg_restore"):
        if shutil.which(program) is None:
            raise RestoreError("no_program")
    others = archives.asked(OTHERS)
    if others:
        said = f"{RestoreError.SENTENCES['in_use']} Connections to the database: {others}."
        raise RestoreError("in_use", said)


def mark(token: str) -> None:
    """A row that goes with the old state: as long as it is there, nothing was restored."""
    if _has_sessions():
        Session.objects.create(
            session_key=_key(token), session_data="",
            expire_date=timezone.now() + timedelta(days=1),
        )  # fmt: skip


def load(token: str) -> None:
    """Put the dump in the place of every table, unless that was done before a kill. Raises
    RestoreError(not_taken); then nothing was changed.
    """
    if not _is_new(token):
        try:
            _load()
        except RestoreError:
            Session.objects.filter(session_key=_key(token)).delete()
            raise


def _load() -> None:
    """The tables and functions that are there go first: an older archive does not name those of a
    newer version, which would stand in its way.
    """
    tables = ", ".join(f'"{name}"' for name in connection.introspection.table_names())
    connections.close_all()
    dump = restore_journal.folder() / POSTGRES
    reading = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--file=-", str(dump)]
    env = {**os.environ, **archives.named()}
    writing = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(writing, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                         stderr=said) as into,
        subprocess.Popen(reading, env=env, stdout=subprocess.PIPE, stderr=said) as out,
    ):  # fmt: skip
        assert into.stdin is not None
        assert out.stdout is not None
        try:
            if tables:
                into.stdin.write(f"DROP TABLE IF EXISTS {tables} CASCADE;\n".encode())
            into.stdin.write(FORGET_FUNCTIONS.encode())
            shutil.copyfileobj(out.stdout, into.stdin)
            if out.wait():
                into.kill()  # before its transaction is closed
            into.stdin.close()
        except BrokenPipeError:
            out.kill()
        if into.wait() or out.wait():
            said.seek(0)
            logger.error("dump not taken", extra={"meta": {"said": said.read(2000).decode()}})
            raise RestoreError("not_taken")


def _is_new(token: str) -> bool:
    """Whether the tables are those of the archive: the mark went with the old ones."""
    return _has_sessions() and not Session.objects.filter(session_key=_key(token)).exists()


def _has_sessions() -> bool:
    return Session._meta.db_table in connection.introspection.table_names()


def _key(token: str) -> str:
    return f"restoring-{token[:24]}"
