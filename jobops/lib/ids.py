"""Time-ordered ids (UUID version 7, RFC 9562): rows written later sort later."""

from __future__ import annotations

import os
import threading
import time
from datetime import datetime
from uuid import UUID

_lock = threading.Lock()
_last = 0


def time_ordered() -> UUID:
    """A new UUIDv7; strictly rising inside one process, by the millisecond between processes."""
    global _last
    with _lock:
        # 48 bits of milliseconds and 12 of fraction: one process never repeats or steps back.
        stamp = max(int(time.time() * 1000) << 12, _last + 1)
        _last = stamp
    random = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return UUID(
        int=(stamp >> 12 & (1 << 48) - 1) << 80 | 7 << 76 | (stamp & 0xFFF) << 64 | 2 << 62 | random
    )


def first_of(moment: datetime) -> UUID:
    """Smaller than every id given at that moment or later, greater than all before it."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
