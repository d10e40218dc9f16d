"""What processes tell each other without a lock."""

from __future__ import annotations

from ctypes import c_byte, c_longlong
from multiprocessing.sharedctypes import RawArray, RawValue


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


class Ring:
    """The last numbers one process noted, for another to read. Without a lock, as above."""

    def __init__(self, size: int) -> None:
        self._places = RawArray(c_longlong, size)
        self._next = RawValue(c_longlong, 0)

    def note(self, number: int) -> None:
        self._places[self._next.value % len(self._places)] = number
        self._next.value += 1

    def noted(self) -> list[int]:
        return [number for number in self._places if number]
