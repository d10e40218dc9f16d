"""What every event stream shares: how it is sent, who may have one, when the server stops."""

from __future__ import annotations

import socket
from collections.abc import Callable
from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpRequest

from jobops.web import problems

HEADERS = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-cache, no-transform",
    "X-Accel-Buffering": "no",
}
FULL = problems.Answer(
    503, "Too many streams are open. Close one, then try again.", {"retryAfter": 5}
)
# A stream keeps a thread; the others go on answering.
SEATS = BoundedSemaphore(max(1, settings.WEB_THREADS // 4))
# Replies have threads of their own, so that reading them takes none from the pages.
CHAT_SEATS = BoundedSemaphore(settings.CHAT_SEATS)
_ends: list[Callable[[], bool]] = []


def has_left(request: HttpRequest) -> bool:
    """Known at once where the server shows us the connection, else at the next write."""
    line: socket.socket | None = request.META.get("gunicorn.socket")
    if line is None:
        return False
    try:
        return line.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def ends_when(stopping: Callable[[], bool]) -> None:
    """Told by the server once: what says that it is about to stop."""
    _ends[:] = [stopping]


def is_ending() -> bool:
    """Whether streams should end now; the clients come back to the next server."""
    return any(stopping() for stopping in _ends)
