"""What processes tell each other without a lock."""

from __future__ import annotations

from ctypes import c_byte
from multiprocessing.sharedctypes import RawValue


class Flag:
    """One shared byte without a lock: a process killed while reading it leaves nothing locked."""

    def __init__(self) -> None:
        self._byte = RawValue(c_byte, 0)

    def set(self) -> None:
        self._byte.value = 1

    def clear(self) -> None:
        self._byte.value = 0

    def is_set(self) -> bool:
        return bool(self._byte.value)
