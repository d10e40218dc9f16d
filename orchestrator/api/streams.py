"""Event streams: one frame at once, one after every change, a comment when nothing happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from pydantic_core import to_json

from jobops.web import lines, problems, streaming

LOOK_EVERY = 0.5
GLANCE_EVERY = 0.1
SPEAK_EVERY = 10.0
_seats = streaming.SEATS


def watch(
    request: HttpRequest, look: Callable[[], dict[str, Any]], *, mark: Callable[[], str]
) -> HttpResponseBase:
    """A stream of what `look` returns whenever `mark` differs. A client that names its last frame
    gets only what is new.
    """
    if not _seats.acquire(blocking=False):
        return problems.envelope(request, streaming.FULL)
    frames = _Frames(look, mark=mark, seen=request.headers.get("Last-Event-ID", ""))
    return StreamingHttpResponse(frames, headers=streaming.HEADERS)


def tell(
    request: HttpRequest, begin: Callable[[], Iterator[dict[str, Any] | None]]
) -> HttpResponseBase:
    """A stream that ends by itself: the frames of what `begin` starts, None while nothing moves.

    Nothing is begun without a seat, and a refusal of `begin` is an ordinary answer.
    """
    if not _seats.acquire(blocking=False):
        return problems.envelope(request, streaming.FULL)
    with ExitStack() as seat:
        seat.callback(_seats.release)
        frames = _Told(begin())
        seat.pop_all()
    return StreamingHttpResponse(frames, headers=streaming.HEADERS)


class _Told:
    """The given frames until they end or the reader leaves; the seat is given back once."""

    def __init__(self, frames: Iterator[dict[str, Any] | None]) -> None:
        self._frames, self._open = frames, True

    def __iter__(self) -> Iterator[bytes]:
        spoke = time.monotonic()
        for frame in self._frames:
            if streaming.is_ending():
                return
            if frame is not None:
                spoke = time.monotonic()
                yield b"data: " + to_json(frame) + b"\n\n"
                continue
            if time.monotonic() - spoke >= SPEAK_EVERY:
                spoke = time.monotonic()
                yield b": still here\n\n"
            lines.let_go()
            time.sleep(GLANCE_EVERY)

    def close(self) -> None:
        if self._open:
            self._open = False
            _seats.release()


class _Frames:
    """Frames until the reader leaves; closing gives the seat back, even before the first frame."""

    def __init__(
        self, look: Callable[[], dict[str, Any]], *, mark: Callable[[], str], seen: str
    ) -> None:
        self._look, self._mark, self._seen, self._open = look, mark, seen, True

    def __iter__(self) -> Iterator[bytes]:
        spoke = time.monotonic()
        while self._open and not streaming.is_ending():
            # Read before what it marks: a change in between is shown twice rather than never.
            mark = self._mark()
            if mark != self._seen:
                self._seen, spoke = mark, time.monotonic()
                yield b"id: " + mark.encode() + b"\ndata: " + to_json(self._look()) + b"\n\n"
            elif time.monotonic() - spoke >= SPEAK_EVERY:
                spoke = time.monotonic()
                yield b": still here\n\n"
            lines.let_go()
            time.sleep(LOOK_EVERY)

    def close(self) -> None:
        if self._open:
            self._open = False
            _seats.release()
