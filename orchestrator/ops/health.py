"""Whether the parts an installation needs are there now. Nothing is started to find out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.utils import timezone
from django_q.conf import Conf
from django_q.models import OrmQ

from orchestrator.models import Heartbeat, Job, Operation
from orchestrator.queue import INTERACTIVE


@dataclass(frozen=True)
class Health:
    """`beat` is the newest sign of life of any worker, however old."""

    database: bool
    worker: bool
    chromium: bool
    last_beat: datetime | None

    @property
    def is_ready(self) -> bool:
        return self.database and self.worker and self.chromium


@dataclass(frozen=True)
class Queue:
    """`oldest` is how long the first waiting task has waited."""

    waiting: int
    oldest: timedelta | None
    running: int
    under_lease: int


def ready(at: datetime | None = None) -> Health:
    moment = at or timezone.now()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        newest = Heartbeat.objects.order_by("-at").first()
        alive = list(Heartbeat.objects.alive(at=moment))
    except DatabaseError:
        return Health(database=False, worker=False, chromium=False, last_beat=None)
    return Health(
        database=True,
        worker=bool(alive),
        chromium=any(one.chromium and not one.chromium_error for one in alive),
        last_beat=newest.at if newest else None,
    )


def queue(at: datetime | None = None) -> Queue:
    moment = at or timezone.now()
    waiting = OrmQ.objects.filter(key__in=(Conf.CLUSTER_NAME, INTERACTIVE))
    # The queue keeps the moment a task was queued in its lock, until it is taken.
    first = waiting.order_by("lock").values_list("lock", flat=True).first()
    return Queue(
        waiting=waiting.count(),
        oldest=max(moment - first, timedelta(0)) if first else None,
        running=Operation.objects.filter(status="running").count(),
        under_lease=Job.objects.holding_leases().count(),
    )
