"""What a worker does before its first task. Twice is as good as once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connections
from django.db.models import Q
from django.utils import timezone

from orchestrator.jobs import expiry, freshness
from orchestrator.models import Job, RegenerationRequest, SourceTurn, User
from orchestrator.ops import files, folder_lock, lost, reaper, tidying
from orchestrator.pipeline import refresh
from tailoring import library

logger = logging.getLogger(__name__)


def recover() -> dict[str, int]:
    """Every step with its count, also logged; a failing step does not keep back the next."""
    done: dict[str, int] = {}
    for name, step in STEPS.items():
        begun = time.monotonic()
        try:
            done[name] = step()
        except Exception:
            logger.exception("recovery step failed", extra={"meta": {"step": name}})
            continue
        seconds = round(time.monotonic() - begun, 3)
        meta = {"step": name, "count": done[name], "seconds": seconds}
        logger.info("recovery step", extra={"meta": meta})
    return done


def after_death() -> None:
    """At once, after a process of the pool died: no job may look busy until the clock's round."""
    try:
        _reap()
    except (DatabaseError, InterfaceError):
        logger.exception("not reaped", extra={"meta": {"again": "with the clock"}})
        connections.close_all()


def _reap() -> int:
    done = reaper.reap(grace=timedelta(0))
    return done.total


def _regenerations() -> int:
    """Requests that were running wait again, and stale PDFs nobody asked for are asked for."""
    alive = Job.objects.filter(render_kind="automatic").values("pk")
    orphans = RegenerationRequest.objects.filter(state="running").filter(~Q(job__in=alive))
    count = sum(reaper.ask_again(one.job) for one in orphans.select_related("job"))
    for owner in User.objects.all():
        # A new version may compose pages differently; then every file is the old version's.
        freshness.renew_options(owner, options=library.page_options(owner))
    return count + refresh.find_stale()


def _turns() -> int:
    """Turns at sources that a dead worker took. Where another group may live they run out alone."""
    if folder_lock.living_group() is None:
        return 0
    return SourceTurn.objects.filter(next_at__gt=timezone.now()).delete()[0]


STEPS: Mapping[str, Callable[[], int]] = {
    "turns at sources": _turns,
    "leases, operations and runs": _reap,
    "missing files": files.repair_pointers,
    "verdicts": lost.reinspect,
    "regenerations": _regenerations,
    "deadlines": expiry.sweep,
    "old files and rows": tidying.tidy,
}
