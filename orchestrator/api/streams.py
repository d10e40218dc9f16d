"""Event streams: one frame at once, one after every change, a comment when nothing happens."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from pydantic_core import to_json

from jobops.web import problems

LOOK_EVERY = 0.5
SPEAK_EVERY = 10.0
HEADERS = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-cache, no-transform",
    "X-Accel-Buffering": "no",
}
FULL = problems.Answer(
    503, "Too many streams are open. Close one, then try again.", {"retryAfter": 5}
)
# A stream keeps a thread; the others go on answering.
_seats = BoundedSemaphore(max(1, settings.WEB_THREADS // 4))


def watch(request: HttpRequest, look: Callable[[], dict[str, Any]]) -> HttpResponseBase:
    """A stream of what `look` returns. A client that names its last frame gets only what is new."""
    if not _seats.acquire(blocking=False):
        return problems.envelope(request, FULL)
    frames = _Frames(look, seen=request.headers.get("Last-Event-ID", ""))
    return StreamingHttpResponse(frames, headers=HEADERS)


class _Frames:
    """Frames until the reader leaves; closing gives the seat back, even before the first frame."""

    def __init__(self, look: Callable[[], dict[str, Any]], *, seen: str) -> None:
        self._look, self._seen, self._open = look, seen, True

    def __iter__(self) -> Iterator[bytes]:
        spoke = time.monotonic()
        while self._open:
            packed = to_json(self._look())
            mark = hashlib.blake2b(packed, digest_size=8).hexdigest()
            if mark != self._seen:
                self._seen, spoke = mark, time.monotonic()
                yield b"id: " + mark.encode() + b"\ndata: " + packed + b"\n\n"
            elif time.monotonic() - spoke >= SPEAK_EVERY:
                spoke = time.monotonic()
                yield b": still here\n\n"
            time.sleep(LOOK_EVERY)

    def close(self) -> None:
        if self._open:
            self._open = False
            _seats.release()
