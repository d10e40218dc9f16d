"""Finding the few places of a long text that are worth reading. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from jobops.lib.text import fold

READ = 60_000


@lru_cache(maxsize=2)
def plain(text: str) -> str:
    """The first 60,000 characters folded and as ASCII, which is searched several times faster.

    One character stays one, but for the few that folding spells out.
    """
    folded = fold(text[:READ])
    for mark, written in (("–", "-"), ("—", "-"), ("’", "'")):
        folded = folded.replace(mark, written)
    return folded.encode("ascii", "replace").decode("ascii")


def places(plain_text: str, stems: Iterable[str], *, each: int) -> list[int]:
    """Where a stem stands, in order; of every stem only its first `each` places."""
    found: set[int] = set()
    for stem in stems:
        place = plain_text.find(stem)
        for _ in range(each):
            if place < 0:
                break
            found.add(place)
            place = plain_text.find(stem, place + len(stem))
    return sorted(found)
