"""One stream per browser that says when to look again, and never asks the database while nothing
happens.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from jobops.web import lines, problems, streaming
from orchestrator import access
from orchestrator.bells import NewsBell
from orchestrator.models import User
from orchestrator.workspace.pulse import woken

# A burst of changes is one frame.
PAUSE = 0.25
# Changes so far, and when the last snoozed job came back, which is no change of anything.
Seen = tuple[int, datetime | None]
LISTEN = 1.0
LOOK_EVERY = 10.0
LONGEST = 900.0


@require_safe
def stream(request: HttpRequest) -> HttpResponseBase:
    """A frame per change, its id the owner's number of changes; nothing of what changed."""
    access.owner(request)
    if not streaming.SEATS.acquire(blocking=False):
        return problems.envelope(request, streaming.FULL)
    return StreamingHttpResponse(_Frames(request), headers=streaming.HEADERS)


class _Frames:
    """Frames until the reader leaves, signs out, or the server stops. Closing frees the seat."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._owner = access.owner(request)
        self._line: socket.socket | None = request.META.get("gunicorn.socket")
        self._bell = NewsBell(self._owner.pk)
        self._open = True

    def __iter__(self) -> Iterator[bytes]:
        known = self._changes()
        began = looked = time.monotonic()
        yield b"retry: 3000\n" + frame(known)
        while self._open and not streaming.is_ending():
            lines.let_go()
            rang = self._bell.wait(LISTEN, line=self._line)
            if streaming.has_left(self._request) or time.monotonic() - began > LONGEST:
                return
            if rang:
                time.sleep(PAUSE)
                self._bell.drain()
            elif time.monotonic() - looked < LOOK_EVERY:
                continue
            looked, found = time.monotonic(), self._changes()
            if found is None:
                return
            yield frame(found) if rang or found != known else b": still here\n\n"
            known = found
        # The next server will be there soon, and nothing failed.
        yield b"retry: 1000\n\n"

    def _changes(self) -> Seen | None:
        """None when the person may no longer look."""
        if settings.AUTH != "local" and not self._is_signed_in():
            return None
        known = User.objects.filter(pk=self._owner.pk, is_active=True)
        for changes, woken_at in known.values_list("tally__changes", woken(timezone.now())):
            return changes or 0, woken_at
        return None

    def _is_signed_in(self) -> bool:
        key = self._request.session.session_key
        return key is None or self._request.session.exists(key)

    def close(self) -> None:
        if self._open:
            self._open = False
            self._bell.close()
            streaming.SEATS.release()


def frame(seen: Seen | None) -> bytes:
    return f"id: {seen[0] if seen else 0}\nevent: change\ndata: {{}}\n\n".encode()
