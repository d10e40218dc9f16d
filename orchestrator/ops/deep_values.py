"""Values that are computed from others and no longer agree with them, and the database itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from orchestrator.jobs import word_index
from orchestrator.models import Job
from orchestrator.ops.deep_findings import Check
from orchestrator.ops.deep_states import CHUNK
from orchestrator.pipeline import recount
from orchestrator.tracking import packets, stages

COLUMNS = ("tailored_summary", "description", "description_html", "brief")


def timelines() -> Iterator[str]:
    rows = Job.objects.filter(stages__isnull=False).distinct().defer(*COLUMNS)
    for job in rows.iterator(chunk_size=CHUNK):
        if stages.differs(job):
            yield str(job.pk)


def mend_timelines() -> int:
    found = list(timelines())
    return sum(stages.mend(job, actor="recovery") for job in Job.objects.filter(pk__in=found))


def scores() -> Iterator[str]:
    yield from recount.check().differing


def sealed_packets() -> Iterator[str]:
    for packet, why in packets.damaged():
        yield f"{packet.pk}: {why}"


def index() -> Iterator[str]:
    yield from word_index.broken()


def mend_index() -> int:
    return int(word_index.ensure())


def integrity() -> Iterator[str]:
    """What SQLite finds in its own file. PostgreSQL keeps page checksums itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(20)")
        for (said,) in cursor.fetchall():
            if said != "ok":
                yield str(said)


def dangling() -> Iterator[str]:
    """Rows that point at none. PostgreSQL allows no such row."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        while found := cursor.fetchmany(CHUNK):
            for table, row, target, _ in found:
                yield f"{table} {row} → {target}"


CHECKS = (
    Check("timelines", "Status, day or outcome differ from the timeline", timelines,
          "the timeline has the last word", mend_timelines),
    Check("scores", "Stored scores that come out differently", scores,
          "score these jobs anew: manage.py check_scores names them"),
    Check("packets", "What was sent is not what was kept", sealed_packets,
          "restore a backup that holds them whole"),
    Check("index", "The index of words misses rows", index, "it is built anew", mend_index),
    Check("database", "The database file is damaged", integrity, "restore the newest backup"),
    Check("references", "Rows that point nowhere", dangling,
          "restore the newest backup; these rows were left by something else than JobOps"),
)  # fmt: skip
