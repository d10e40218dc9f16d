"""A reply as it is written, told to one reader: each character once, from wherever they were."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import connection

from tailoring.ghostwriter import hub, looking
from tailoring.ghostwriter.looking import Snapshot
from tailoring.models import ChatRun

TICK = 1.0
Ending = Callable[[ChatRun], Mapping[str, Any]]


@dataclass(frozen=True)
class Frame:
    """`id` is "<run>:<code points told so far>"."""

    id: str
    data: Mapping[str, Any]


def follow(
    run: ChatRun, *, cursor: int = 0, reset: bool = False, ending: Ending
) -> Generator[Frame | None, None, None]:
    """Frames from the code point `cursor` on until the reply is over; None while nothing moves.

    With `reset`, or a cursor behind the text, everything is told anew and said to be. `ending`
    makes the last frame of a finished run; one whose rows are gone was cancelled.
    """
    now = looking.at(run.pk)
    told = now.text[:cursor]
    anew = reset or cursor > len(now.text)
    told = "" if anew else told
    yield _frame(run, told, "ready", threadId=str(run.thread_id))
    for snapshot in _states(run.pk, now, tick=TICK):
        if snapshot is None:
            yield None
            continue
        # What is kept in the end may differ from what was streamed; then the end alone says it.
        goes_on = snapshot.text != told and snapshot.text.startswith(told)
        if not snapshot.gone and (anew or goes_on):
            delta, told = snapshot.text[len(told) :], snapshot.text
            yield _frame(run, told, "delta", delta=delta, **({"reset": True} if anew else {}))
            anew = False
        if snapshot.is_over:
            yield Frame(_mark(run, told), _end(run, snapshot, ending))


def ended(run: ChatRun, *, seconds: float) -> ChatRun | None:
    """The run with its message when it is over within that time."""
    end = monotonic() + seconds
    now = looking.at(run.pk)
    for snapshot in _states(run.pk, now, tick=min(TICK, seconds)):
        if snapshot and snapshot.is_over:
            return snapshot.run
        if monotonic() >= end:
            return None
    return None


def _states(run_id: UUID, now: Snapshot, *, tick: float) -> Generator[Snapshot | None, None, None]:
    """From `now` on in the order they were; the last one is over."""
    yield now
    if now.is_over:
        return
    # Not earlier: the last line to be closed makes SQLite tidy up, and the reader waits for that.
    _let_go()
    reader, length = hub.follow(run_id), len(now.text)
    try:
        while True:
            found = reader.wait(tick)
            if found and not found.is_over and len(found.text) < length:
                continue  # looked at before `now` was
            yield found
            if found:
                length = len(found.text)
                if found.is_over:
                    return
    finally:
        reader.leave()


def _let_go() -> None:
    """Waiting needs no connection, and many wait."""
    if not connection.in_atomic_block:
        connection.close()


def _frame(run: ChatRun, told: str, kind: str, **more: Any) -> Frame:
    data = {"type": kind, "runId": str(run.pk), "messageId": str(run.message_id), **more}
    return Frame(_mark(run, told), data)


def _mark(run: ChatRun, told: str) -> str:
    return f"{run.pk}:{len(told)}"


def _end(run: ChatRun, snapshot: Snapshot, ending: Ending) -> Mapping[str, Any]:
    if snapshot.run is None:
        return {"type": "cancelled", "runId": str(run.pk), "message": None}
    return ending(snapshot.run)
