"""What JOBOPS_WEB_THREADS means: so many ordinary requests at once, and so many lines to the
database, although readers of replies have threads beside them.
"""

from __future__ import annotations

import threading
from threading import BoundedSemaphore

from django.conf import settings
from django.db import connections

_places = BoundedSemaphore(settings.WEB_THREADS)
_lines = BoundedSemaphore(settings.WEB_THREADS)
_mine = threading.local()


def come_in() -> None:
    """Before a request: take a place, or wait for one."""
    _places.acquire()
    _mine.placed = True


def step_aside() -> None:
    """Give the place back early, for a seat of another kind."""
    if getattr(_mine, "placed", False):
        _mine.placed = False
        _places.release()


def go_out() -> None:
    """After a request. A thread beyond the number keeps no line to the database."""
    step_aside()
    if not getattr(_mine, "keeps", False):
        _mine.keeps = _lines.acquire(blocking=False)
    if not _mine.keeps:
        connections.close_all()
