"""Whether the parts an installation needs are there now. Nothing is started to find out."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, connection, connections
from django.utils import timezone

from orchestrator.models import Heartbeat, Job, Operation
from orchestrator.ops import broker
from orchestrator.queue import QUIET


@dataclass(frozen=True)
class Health:
    """`worker`: one is alive, and a task would reach it. `last_beat` is the newest sign of life of
    any worker, however old.
    """

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


NOTHING = Health(database=False, worker=False, chromium=False, last_beat=None)
DEADLINE = 1.5
_asking = ThreadPoolExecutor(1, thread_name_prefix="health")
_asked: list[Future[Health]] = []


def ready_soon() -> Health:
    """As `ready`, after DEADLINE at the latest: a database may also hang. While one question still
    waits no other is asked.
    """
    if connection.in_atomic_block:
        return ready()  # another thread would not see its rows
    if not _asked or _asked[0].done():
        _asked[:] = [_asking.submit(_ready_apart)]
    try:
        return _asked[0].result(timeout=DEADLINE)
    except TimeoutError:
        return NOTHING


def _ready_apart() -> Health:
    try:
        return ready()
    finally:
        connections.close_all()


def ready(at: datetime | None = None) -> Health:
    moment = at or timezone.now()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        newest = Heartbeat.objects.order_by("-at").first()
        alive = list(Heartbeat.objects.alive(at=moment))
    except (DatabaseError, InterfaceError):
        return NOTHING
    return Health(
        database=True,
        worker=bool(alive) and broker.current().is_reachable(),
        chromium=has_browser(alive),
        last_beat=newest.at if newest else None,
    )


def has_browser(beats: Iterable[Heartbeat]) -> bool:
    return any(one.chromium and not one.chromium_error for one in beats)


def queue(at: datetime | None = None) -> Queue:
    moment = at or timezone.now()
    waiting, oldest = _waiting()
    return Queue(
        waiting=waiting,
        oldest=max(moment - oldest, timedelta(0)) if oldest else None,
        running=Operation.objects.filter(status="running").count(),
        under_lease=Job.objects.holding_leases().count(),
    )


def _waiting() -> tuple[int, datetime | None]:
    """How much waits, but for quiet work, and since when; nothing while the queue is away."""
    try:
        lines = broker.current().depths()
    except broker.Unreachable:
        return 0, None
    counted = [depth for line, depth in lines.items() if line != QUIET]
    known = [depth.oldest for depth in counted if depth.oldest is not None]
    return sum(depth.waiting for depth in counted), min(known, default=None)
