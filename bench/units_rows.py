"""Bytes and rounds for the measurement of units. Imported after Django was set up."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from bench.load_rows import person, template
from orchestrator.models import Job, JobEvent, User
from orchestrator.ops import files
from orchestrator.pipeline import refresh, renewal

WORDS = ("job_search", "job_words", "job_names", "job_terms", "job_named", "job_standing")


def say(count: int) -> None:
    """Bytes that `count` jobs added per job, one `name=value` each, as one line."""
    owner = person(900)
    before = stored()
    template(owner, count)
    if connection.vendor != "sqlite":
        vacuum()
    after = stored()
    found = {
        name: (after.get(name, 0) - before.get(name, 0)) / count
        for name in ("row and indexes", "words", "events", "everything")
    }
    text = Job.objects.filter(owner=owner).values_list("description", flat=True)
    found["of that the description, bytes"] = sum(len(one or "") for one in text) / count
    print(";".join(f"bytes a job: {name}={value}" for name, value in found.items()))


def vacuum() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def stored() -> dict[str, float]:
    return _in_sqlite() if connection.vendor == "sqlite" else _in_postgres()


def _in_postgres() -> dict[str, float]:
    def size(*tables: str) -> float:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(sum(pg_total_relation_size(relid)), 0) FROM "
                "pg_catalog.pg_statio_user_tables WHERE relname = ANY(%s)", [[*tables]],
            )  # fmt: skip
            return float(cursor.fetchone()[0])

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        whole = float(cursor.fetchone()[0])
    return {"row and indexes": size(Job._meta.db_table), "words": size(*WORDS),
            "events": size(JobEvent._meta.db_table), "everything": whole}  # fmt: skip


def _in_sqlite() -> dict[str, float]:
    """By table where this SQLite can say it; the whole file in any case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        found = {"everything": float(cursor.fetchone()[0])}
        cursor.execute("SELECT count(*) FROM pragma_compile_options "
                       "WHERE compile_options = 'ENABLE_DBSTAT_VTAB'")  # fmt: skip
        if not cursor.fetchone()[0]:
            return found
        cursor.execute(
            "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s "
            "JOIN sqlite_master m ON m.name = s.name GROUP BY m.tbl_name"
        )
        tables = {str(name): float(size) for name, size in cursor.fetchall()}
    words = sum(size for name, size in tables.items() if name.startswith(WORDS))
    return {**found, "row and indexes": tables.get(Job._meta.db_table, 0.0), "words": words,
            "events": tables.get(JobEvent._meta.db_table, 0.0)}  # fmt: skip


def rounds() -> None:
    """Milliseconds per owner of what the clock asks for every owner in turn."""
    owners = User.objects.count()
    acts: dict[str, Callable[[], Any]] = {
        "find_stale, every 30 s": refresh.find_stale,
        "renew_scores, every 2 min": renewal.renew_due,
        "files swept, every day": files.sweep_files,
    }
    said = []
    for name, act in acts.items():
        act()
        begun = time.perf_counter()
        act()
        took = (time.perf_counter() - begun) / owners
        said.append(f"ms an owner: {name}={took * 1000:.2f}")
    print(";".join(said))
