"""Runs what was queued, in this process, through real django-q2 rows."""

from __future__ import annotations

import pydoc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
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


@contextmanager
def working() -> Iterator[None]:
    """Meanwhile the queue is worked off in a thread of this process, as by a worker beside it."""
    over = threading.Event()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            while not over.is_set():
                if not drain(limit=1):
                    over.wait(0.005)
        except BaseException as error:  # a task that raises is a failure of the test
            failed.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    if failed:
        raise failed[0]
