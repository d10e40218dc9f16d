"""Finding the few places of a long text that are worth reading. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from jobops.lib.text import fold

READ = 60_000
# Of a longer text only the languages are looked for whose commonest words it has.
SHORT, SEEN, SURE = 400, 1_000, 2
COMMON = {
    "en": (" the ", " and ", " to "),
    "de": (" und ", " der ", " mit ", " wir "),
    "fr": (" et ", " les ", " des ", " de "),
    "es": (" el ", " los ", " y ", " de "),
    "pt": (" os ", " para ", " uma ", " de "),
    "it": (" di ", " il ", " della ", " che "),
    "nl": (" het ", " een ", " van ", " de "),
}


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


@lru_cache(maxsize=4)
def languages(plain_text: str) -> tuple[str, ...]:
    """Those the text may be in, English always among them."""
    if len(plain_text) <= SHORT:
        return tuple(COMMON)
    seen = plain_text[:SEEN]
    others = (name for name in COMMON if sum(word in seen for word in COMMON[name]) >= SURE)
    return tuple(dict.fromkeys(("en", *others)))
