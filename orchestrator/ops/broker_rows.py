"""The queue in the database: a task is queued with the transaction that wants it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.conf import Conf
from django_q.models import OrmQ

from orchestrator.ops import broker
from orchestrator.ops.broker import HELD, Carrier, Depth, Waiting
from orchestrator.queue import INTERACTIVE, QUIET

# Several groups reach for the same first row; the loser tries the next ones at once.
TRIED = 4
# Any number that nothing else of this database locks under.
QUIET_LOCK = 7_204_811


class Doorbell(Carrier, ORM):  # type: ignore[misc]  # django-q2 carries no annotations
    def first(self) -> tuple[int, str] | None:
        now = timezone.now()
        for row in _of(self.list_key).filter(lock__lt=now).order_by("pk")[:TRIED]:
            if _take(row, until=now + HELD):
                return row.pk, row.payload
        return None

    def quiet(self, *, older_than: timedelta) -> tuple[int, str] | None:
        if _next_quiet(older_than) is None:
            return None
        with transaction.atomic():
            _alone()
            row = _next_quiet(older_than)
            taken = row is not None and _take(row, until=timezone.now() + HELD)
        return (row.pk, row.payload) if row is not None and taken else None

    def begin(self, task: Mapping[str, Any]) -> bool:
        """Quiet work keeps its row until it is done: the row is what holds the next one back."""
        row = OrmQ.objects.filter(pk=task["ack_id"])
        return row.exists() if broker.is_quiet(task) else bool(row.delete()[0])

    def done(self, task_id: int) -> bool:
        return bool(OrmQ.objects.filter(pk=task_id).delete()[0])

    def renew(self) -> None:
        now = timezone.now()
        if mine := self._mine():
            OrmQ.objects.filter(pk__in=mine, lock__gt=now).update(lock=now + HELD)

    def release(self, *, everything: bool) -> int:
        now = timezone.now()
        taken = OrmQ.objects.filter(key__in=(Conf.CLUSTER_NAME, QUIET), lock__gt=now)
        if not everything:
            taken = taken.filter(pk__in=self._mine())
        return int(taken.update(lock=now))

    def _mine(self) -> list[int]:
        return [*broker.noted(self.taken), *broker.noted(self.quietly)]

    def is_asked(self) -> bool:
        """The usual no is found out without what queries are built of: its pages would be the
        asking process's own from then on, for nothing.
        """
        with connection.cursor() as cursor:
            table = OrmQ._meta.db_table
            cursor.execute(f"SELECT 1 FROM {table} WHERE key = %s LIMIT 1", [INTERACTIVE])
            return cursor.fetchone() is not None

    def off(self, limit: int) -> Iterator[str]:
        for row in _of(INTERACTIVE).order_by("pk")[:limit]:
            if OrmQ.objects.filter(pk=row.pk).delete()[0]:
                yield row.payload

    def rows(self, limit: int | None = None) -> list[Waiting]:
        return [_shown(row) for row in OrmQ.objects.order_by("pk")[:limit]]

    def depths(self) -> dict[str, Depth]:
        # A row keeps the moment it was queued in its lock, until it is taken.
        found = OrmQ.objects.order_by().values_list("key")
        counted = found.annotate(n=Count("pk"), first=Min("lock"))
        return {line: Depth(number, first) for line, number, first in counted}

    def drop(self, pk: int) -> Waiting | None:
        row = OrmQ.objects.filter(pk=pk).first()
        gone = row is not None and OrmQ.objects.filter(pk=pk).delete()[0]
        return _shown(row) if row is not None and gone else None

    def is_reachable(self) -> bool:
        return True


def _of(line: str) -> QuerySet[OrmQ]:
    rows: QuerySet[OrmQ] = OrmQ.objects.filter(key=line)
    return rows


def _take(row: OrmQ, *, until: datetime) -> bool:
    return bool(OrmQ.objects.filter(pk=row.pk, lock=row.lock).update(lock=until))


def _next_quiet(older_than: timedelta) -> OrmQ | None:
    now = timezone.now()
    row = _of(QUIET).filter(lock__lt=now).order_by("pk").first()
    if row is None or row.lock > now - older_than:
        return None
    return None if _of(QUIET).filter(lock__gt=now).exists() else row


def _alone() -> None:
    """Groups that take quiet work look one after the other. On SQLite there is only one group."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [QUIET_LOCK])


def _shown(row: OrmQ) -> Waiting:
    return broker.shown(row.pk, line=row.key, payload=row.payload, since=row.lock)
