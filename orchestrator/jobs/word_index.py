"""The word index: built where it is missing, repaired where it misses rows.

A SQLite migration that rebuilds a table drops its triggers; `ensure` notices and builds that part
of the index anew.
"""

from __future__ import annotations

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from orchestrator.jobs.word_mails import MAILS
from orchestrator.jobs.word_parts import JOBS, NOTES, Part

PARTS = (JOBS, NOTES, MAILS)


def ensure(using: str = "default") -> bool:
    """Build each part that is not there or misses rows; whether one was built."""
    connection = connections[using]
    found = _broken(connection)
    for part in found:
        with transaction.atomic(using=using), connection.cursor() as cursor:
            _drop(connection, part)
            for statement in part.build(sqlite=connection.vendor == "sqlite").statements:
                cursor.execute(statement)
    return bool(found)


def broken() -> list[str]:
    """The tables whose words are not all in the index."""
    return [part.source for part in _broken(connections["default"])]


def drop(using: str = "default", *, part: Part = JOBS) -> None:
    with transaction.atomic(using=using):
        _drop(connections[using], part)


def _broken(connection: BaseDatabaseWrapper) -> list[Part]:
    # The first migrations run before there are notes and mails.
    there = connection.introspection.table_names()
    return [part for part in PARTS if part.source in there and not _is_whole(connection, part)]


def _is_whole(connection: BaseDatabaseWrapper, part: Part) -> bool:
    sqlite = connection.vendor == "sqlite"
    wanted = (*part.build(sqlite=sqlite).tables, *part.triggers)
    places = ", ".join(["%s"] * len(wanted))
    listing = (
        f"SELECT count(*) FROM sqlite_master WHERE name IN ({places})"
        if sqlite
        else "SELECT count(*) FROM (SELECT tablename AS name FROM pg_tables WHERE schemaname = "
        "current_schema() UNION SELECT tgname FROM pg_trigger WHERE tgrelid = "
        f"'{part.source}'::regclass) found WHERE name IN ({places})"
    )
    with connection.cursor() as cursor:
        cursor.execute(listing, wanted)
        if cursor.fetchone()[0] != len(wanted):
            return False
        cursor.execute(part.whole)
        return bool(cursor.fetchone()[0])


def _drop(connection: BaseDatabaseWrapper, part: Part) -> None:
    sqlite = connection.vendor == "sqlite"
    build = part.build(sqlite=sqlite)
    suffix = "" if sqlite else f" ON {part.source}"
    with connection.cursor() as cursor:
        for name in part.triggers:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")
        for name in (*reversed(build.tables), *build.old):
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
