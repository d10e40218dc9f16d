"""Several items of one run at once, on threads of one task: what waits for others needs no process
of its own, and the other workers stay free for what a person asks for.

`claim` marks as many items as there are places and queues one task; in it every thread carries one
place from item to item, so there are never more items in work than places. An item that was
interrupted before is begun last and alone: it must not take others down with it.
"""

from __future__ import annotations

import contextvars
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from jobops import logs
from jobops.web import lines
from orchestrator import leases
from orchestrator.models import PipelineRun, RunItem
from orchestrator.pipeline import items
from orchestrator.pipeline.items import Ending
from orchestrator.queue import enqueue

logger = logging.getLogger(__name__)

# A task begins nothing new after this long, so that it ends well before its limit.
TAKING_SECONDS = 300.0
OPEN = ("pending", "running")


Work = Callable[[RunItem], Ending]


def claim(run: PipelineRun, step: str, *, places: int) -> bool:
    """Claim what there is room for and queue one task for it; whether anything is still open."""
    rows = run.items.filter(step=step)
    with transaction.atomic():
        free = places - rows.filter(state="running").count()
        chosen = list(_next(rows, free=free, alone=free == places))
        taken = rows.filter(pk__in=chosen, state="pending").update(
            state="running", worker=None, lease_expires_at=timezone.now() + leases.PICK_UP
        )
        if taken:
            enqueue(items.CREWED[step], run.pk)
    return rows.filter(state__in=OPEN).exists()


def work(run: PipelineRun, *, step: str, places: int, do: Work) -> None:
    """The worker's half: do what was claimed, and go on with what waits."""
    crew = _Crew(run, step=step, do=do)
    hands = min(places, crew.claimed().count())
    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(crew.help_out,))
        for _ in range(hands - 1)
    ]
    with logs.bind(pipelineRunId=str(run.pk)), crew.alive():
        for thread in threads:
            thread.start()
        crew.take_turns()
        for thread in threads:
            thread.join()


def _next(rows: QuerySet[RunItem], *, free: int, alone: bool) -> list[UUID]:
    waiting = rows.filter(state="pending").order_by("rank").values_list("pk", flat=True)
    fresh = list(waiting.filter(attempt=0)[: max(free, 0)])
    return fresh or list(waiting[: int(alone)])


class _Crew:
    """The threads of one task. `_held` are the items they have in hand."""

    def __init__(self, run: PipelineRun, *, step: str, do: Work) -> None:
        self._rows = RunItem.objects.filter(run_id=run.pk, step=step)
        self._run, self._do = run, do
        self._me = leases.worker_name()
        self._end = time.monotonic() + TAKING_SECONDS
        self._held: dict[UUID, float] = {}

    def help_out(self) -> None:
        try:
            self.take_turns()
        finally:
            connections.close_all()

    def take_turns(self) -> None:
        item = self._pick_up()
        while item is not None:
            self._held[item.pk] = time.monotonic()
            ending = self._done(item)
            following = self._hand_over(item, ending)
            item = following or (self._pick_up() if item.attempt == 1 else None)

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Renew the leases of what is in hand, each up to the hard end of an attempt."""
        over = threading.Event()
        thread = threading.Thread(target=self._renew, args=(over,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()

    def claimed(self) -> QuerySet[RunItem]:
        return self._rows.filter(state="running", worker=None)

    def _pick_up(self) -> RunItem | None:
        if items.is_cancelled(self._run.pk):
            return None
        claimed = self.claimed().order_by("rank")
        for pk in claimed.values_list("pk", flat=True):
            if claimed.filter(pk=pk).update(**self._begun()):
                return self._fresh(pk)
        return None

    def _done(self, item: RunItem) -> Ending:
        try:
            with logs.bind(jobId=item.job_id and str(item.job_id)):
                return self._do(item)
        except Exception as error:  # one item's failure, whatever it is, must not reach the next
            return items.failure(error)

    def _hand_over(self, item: RunItem, ending: Ending) -> RunItem | None:
        """End an item and begin the next one in its place, in one transaction."""
        self._held.pop(item.pk, None)
        with transaction.atomic():
            mine = self._rows.filter(
                pk=item.pk, state="running", worker=self._me, attempt=item.attempt
            )
            if not mine.update(
                state=ending.state, reason=ending.reason, error=ending.error,
                finished_at=timezone.now(), lease_expires_at=None,
            ):  # fmt: skip
                return None
            items.touch(self._run.pk)
            return self._take_next() if item.attempt == 1 else None

    def _take_next(self) -> RunItem | None:
        if time.monotonic() > self._end or items.is_cancelled(self._run.pk):
            return None
        waiting = self._rows.filter(state="pending", attempt=0).order_by("rank")
        while (pk := waiting.values_list("pk", flat=True).first()) is not None:
            if waiting.filter(pk=pk).update(state="running", **self._begun()):
                return self._fresh(pk)
        return None

    def _begun(self) -> dict[str, object]:
        now = timezone.now()
        return {
            "worker": self._me,
            "attempt": F("attempt") + 1,
            "started_at": now,
            "lease_expires_at": now + leases.RUNNING,
        }

    def _fresh(self, pk: UUID) -> RunItem:
        item = RunItem.objects.select_related("job").get(pk=pk)
        item.run = self._run
        if item.job is not None:
            item.job.owner = self._run.owner
        return item

    def _renew(self, over: threading.Event) -> None:
        try:
            while not over.wait(leases.RENEW_EVERY):
                limit = time.monotonic() - settings.ATTEMPT_SECONDS
                alive = [pk for pk, since in list(self._held.items()) if since > limit]
                mine = self._rows.filter(pk__in=alive, state="running", worker=self._me)
                with lines.tolerant():
                    mine.update(lease_expires_at=timezone.now() + leases.RUNNING)
        finally:
            connection.close()
