"""Where the work is done, in words: remote, hybrid or on site. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from jobops.lib.text import fold
from orchestrator.sources.posting import Posting

Kind = Literal["remote", "hybrid", "onsite"]
KINDS: dict[str, Kind] = {"remote": "remote", "hybrid": "hybrid", "onsite": "onsite"}
HYBRID = re.compile(r"\b(?:hybrid\w*|hibrid\w*)\b")
REMOTE = re.compile(r"\b(?:remote|home\s?office|work from home|teletravail|teletrabajo)\b")
NEGATED = re.compile(r"\b(?:no|not|non|kein\w*|pas de|sin)\b")


@dataclass(frozen=True)
class Workplace:
    """`origin` is source, location, title or description; `quote` the words it was read from."""

    kind: Kind
    origin: str
    quote: str


def workplace_of(posting: Posting, *, description: Callable[[], str]) -> Workplace | None:
    """The structured field first, then location, title and description; None when none says."""
    said = str(posting.extras.get("workplace") or "").lower()
    if said in KINDS:
        return Workplace(KINDS[said], "source", said)
    place = fold(posting.location or "")
    if HYBRID.search(place):
        return Workplace("hybrid", "location", posting.location or "")
    if posting.is_remote:
        return Workplace("remote", "source", posting.location or "remote")
    if REMOTE.search(place) and not NEGATED.search(place):
        return Workplace("remote", "location", posting.location or "")
    return None
