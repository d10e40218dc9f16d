"""Runs what was queued, in this process, through real django-q2 rows."""

from __future__ import annotations

import pydoc

from django_q.models import OrmQ

from jobops import logs


def drain(limit: int = 100) -> int:
    """Run queued tasks until none is left; the number run. Each row is taken before it runs."""
    done = 0
    while done < limit and (row := OrmQ.objects.order_by("pk").first()):
        task = row.task
        row.delete()
        with logs.bind():
            pydoc.locate(task["func"])(*task["args"], **task["kwargs"])  # type: ignore[operator]
        done += 1
    return done


def queued() -> list[str]:
    """Names of the tasks that wait."""
    return [row.task["name"] for row in OrmQ.objects.order_by("pk")]
