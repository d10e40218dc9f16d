"""How often one address may ask for links: in memory, because addresses are not written down."""

from __future__ import annotations

import time
from collections import deque
from threading import Lock

PER_MINUTE = 60
MOST_ADDRESSES = 10_000
_SECONDS = 60.0


class Limiter:
    """A sliding minute per address; the oldest address is forgotten when there are too many."""

    def __init__(self, most: int = PER_MINUTE) -> None:
        self._most = most
        self._calls: dict[str, deque[float]] = {}
        self._lock = Lock()

    def allows(self, address: str, *, now: float | None = None) -> bool:
        moment = time.monotonic() if now is None else now
        with self._lock:
            calls = self._calls.pop(address, deque())
            while calls and calls[0] <= moment - _SECONDS:
                calls.popleft()
            allowed = len(calls) < self._most
            if allowed:
                calls.append(moment)
            self._calls[address] = calls
            if len(self._calls) > MOST_ADDRESSES:
                del self._calls[next(iter(self._calls))]
            return allowed


LIMITER = Limiter()
