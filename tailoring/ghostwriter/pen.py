"""Puts text into a reply as it comes, and finds out when nobody wants it any more."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from jobops.web import lines
from tailoring.ghostwriter import runs
from tailoring.models import ChatRun

LIMIT = 20_000
# The first word is written at once; after it, whichever comes first.
EVERY, PIECE = 0.15, 256
# How soon a cancel is noticed while nothing is written.
LOOK_EVERY = 1.0


# Reading long files before the first word, and weighing the last one, may take this long.
MOST_RENEWALS = 6


@contextmanager
def kept(run: ChatRun) -> Iterator[None]:
    """Stay alive through work that has no ticks."""
    done = threading.Event()
    thread = threading.Thread(target=_renew, args=(run, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()


class Stopped(Exception):
    """The run is over or somebody else's: write nothing more."""


class Pen:
    """`text` is what was written, `full` whether there was more than fits."""

    def __init__(self, run: ChatRun) -> None:
        self._run = run
        self._written: list[str] = []
        self._waiting = ""
        self._length = 0
        self._flushed = 0.0
        self._seen = self._renewed = time.monotonic()
        self.full = False

    @property
    def text(self) -> str:
        return "".join(self._written)

    def write(self, piece: str) -> None:
        """Raises Stopped."""
        fits = piece[: LIMIT - self._length]
        self.full = self.full or len(fits) < len(piece)
        self._length += len(fits)
        self._waiting += fits
        if len(self._waiting) >= PIECE or time.monotonic() - self._flushed >= EVERY:
            self.flush()

    def flush(self) -> None:
        """Write down what waits. Raises Stopped."""
        if not self._waiting:
            return
        text, self._waiting = self._waiting, ""
        if not runs.append(self._run, text):
            raise Stopped
        self._written.append(text)
        self._flushed = self._seen = time.monotonic()

    def tick(self) -> None:
        """Called also in silence: stay alive, and stop when told. Raises Stopped."""
        now = time.monotonic()
        if self._waiting and now - self._flushed >= EVERY:
            self.flush()
        if now - self._renewed >= runs.RENEW_EVERY:
            self._renewed = self._seen = now
            if not runs.renew(self._run):
                raise Stopped
        if now - self._seen >= LOOK_EVERY:
            self._seen = now
            if not runs.is_mine(self._run):
                raise Stopped
        lines.let_go()


def _renew(run: ChatRun, done: threading.Event) -> None:
    for _ in range(MOST_RENEWALS):
        if done.wait(runs.RENEW_EVERY):
            return
        try:
            with lines.tolerant():
                runs.renew(run)
        finally:
            connection.close()
