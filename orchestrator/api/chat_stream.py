"""A reply as an event stream, from wherever its reader was."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from pydantic_core import to_json

from jobops.web import places, problems, streaming
from orchestrator.api import wire_chat
from orchestrator.models import Job
from tailoring.ghostwriter import tail
from tailoring.ghostwriter.tail import Frame
from tailoring.models import ChatRun

SPEAK_EVERY = 10.0
LONGEST = 600.0
RETRY = b"retry: 2000\n"
PLACE = re.compile(r"(?:(?P<run>[0-9a-f-]{36}):)?(?P<cursor>[0-9]{1,9})")


def stream(
    request: HttpRequest, begin: Callable[[], ChatRun], *, job: Job, cursor: str = ""
) -> HttpResponseBase:
    """What `begin` returns, as it is written. Nothing is begun without a seat, and a refusal is an
    ordinary answer. `cursor` is where the reader was, unless a header of theirs knows better.
    """
    if not streaming.CHAT_SEATS.acquire(blocking=False):
        return problems.envelope(request, streaming.FULL)
    with ExitStack() as seat:
        seat.callback(streaming.CHAT_SEATS.release)
        run = begin()
        place = request.headers.get("Last-Event-ID") or cursor
        frames = _Frames(request, run, job=job, place=place)
        seat.pop_all()
    places.step_aside()
    return StreamingHttpResponse(frames, headers=streaming.HEADERS)


class _Frames:
    """Frames until the reply is over or its reader leaves; the seat is given back once."""

    def __init__(self, request: HttpRequest, run: ChatRun, *, job: Job, place: str) -> None:
        cursor, reset = _place(run, place)
        self._request, self._open = request, True
        self._frames = tail.follow(
            run, cursor=cursor, reset=reset, ending=partial(wire_chat.ending, job_id=job.pk)
        )

    def __iter__(self) -> Iterator[bytes]:
        began = spoke = time.monotonic()
        first = RETRY
        for frame in self._frames:
            now = time.monotonic()
            if streaming.is_ending() or now - began > LONGEST:
                return
            if frame is not None:
                spoke = now
                yield first + self._packed(frame)
                first = b""
            elif streaming.has_left(self._request):
                return
            elif now - spoke >= SPEAK_EVERY:
                spoke = now
                yield b": still here\n\n"

    def _packed(self, frame: Frame) -> bytes:
        data = {**frame.data, "requestId": self._request.request_id}  # type: ignore[attr-defined]
        return b"id: " + frame.id.encode() + b"\ndata: " + to_json(data) + b"\n\n"

    def close(self) -> None:
        if self._open:
            self._open = False
            self._frames.close()
            streaming.CHAT_SEATS.release()


def _place(run: ChatRun, given: str) -> tuple[int, bool]:
    """Code points the reader has, and whether they have to begin anew."""
    if not given:
        return 0, False
    found = PLACE.fullmatch(given)
    if not found or found["run"] not in (None, str(run.pk)):
        return 0, True
    return int(found["cursor"]), False
