"""All files from one store to another. Doing it again goes on where it ended; nothing is removed
from where they came unless every one of them was read back.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from jobops.web.stored import Entry, Shelf

PLACES = 4
PIECE = 1 << 20


@dataclass(frozen=True)
class Moved:
    """`there` counts those that had been brought before; `faults` names what did not arrive."""

    copied: int
    there: int
    gone: int
    faults: tuple[str, ...]


def move(source: Shelf, target: Shelf, *, tell: Callable[[int, int], object]) -> Moved:
    """Copy every file and read it back. Raises StoreError; `tell` hears of every file."""
    wanted = list(source.entries())
    said: Counter[str] = Counter()
    faults = []
    with ThreadPoolExecutor(PLACES) as crew:
        ends = crew.map(partial(_moved, source, target), wanted)
        for done, (entry, end) in enumerate(zip(wanted, ends, strict=True), start=1):
            said[end] += 1
            if end == "damaged":
                faults.append(entry.name)
            tell(done, len(wanted))
    return Moved(said["copied"], said["there"], said["gone"], tuple(faults))


def remove(source: Shelf, target: Shelf) -> int:
    """Take away at `source` what `target` has in the same length; how many. Only after a `move`
    without faults.
    """
    sizes = {one.name: one.size for one in target.entries()}
    gone = [one.name for one in source.entries() if sizes.get(one.name) == one.size]
    for name in gone:
        source.remove(name)
    return len(gone)


def _moved(source: Shelf, target: Shelf, entry: Entry) -> str:
    try:
        before = _digest(source, entry.name)
    except FileNotFoundError:
        return "gone"  # swept or deleted meanwhile
    if _is_same(target, entry, before):
        return "there"
    with source.open(entry.name) as file, target.writing(entry.name) as copy:
        _copy(file, copy)
    return "copied" if _is_same(target, entry, before) else "damaged"


def _is_same(target: Shelf, entry: Entry, digest: str) -> bool:
    try:
        return target.size(entry.name) == entry.size and _digest(target, entry.name) == digest
    except FileNotFoundError:
        return False


def _digest(shelf: Shelf, name: str) -> str:
    total = hashlib.sha256()
    with shelf.open(name) as file:
        while piece := file.read(PIECE):
            total.update(piece)
    return total.hexdigest()


def _copy(file: BinaryIO, copy: BinaryIO) -> None:
    while piece := file.read(PIECE):
        copy.write(piece)
