"""Lines to the database. On PostgreSQL each costs the server a process, so the threads of one of
ours share a pool of them; on SQLite each thread keeps its own.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections

logger = logging.getLogger(__name__)

AWAY = (OperationalError, InterfaceError)

# How long a thread waits for a line of the pool before its request is refused.
PATIENCE = 5.0
# How long one that nobody used is kept.
IDLE = 120.0


def share() -> None:
    """From now on the threads of this process share a pool. To be called after the last fork: a
    pool has threads of its own.
    """
    for name, known in connections.settings.items():
        if "postgresql" not in known["ENGINE"]:
            continue
        connections[name].close()
        known["CONN_MAX_AGE"] = 0
        known["OPTIONS"]["pool"] = {
            "min_size": 1, "max_size": settings.DATABASE_POOL, "timeout": PATIENCE,
            "max_idle": IDLE, "reconnect_timeout": 2 * PATIENCE,
        }  # fmt: skip


def let_go() -> None:
    """Before a wait: a line of a pool goes back to it. One of one's own stays, as closing costs
    more than keeping it.
    """
    for one in connections.all(initialized_only=True):
        if one.settings_dict["OPTIONS"].get("pool") and not one.in_atomic_block:
            one.close()


@contextmanager
def tolerant() -> Iterator[None]:
    """Around what is tried again anyway: a database that is away for a moment ends no thread."""
    try:
        yield
    except AWAY as error:
        logger.warning("database away", extra={"meta": {"type": type(error).__name__}})
        connections.close_all()
