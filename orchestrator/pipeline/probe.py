"""Whether a source answers now, and how it answered of late."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from statistics import median

from jobops.lib.words import later
from orchestrator import preferences
from orchestrator.jobs.countries import country_code
from orchestrator.models import SourceOutcome, User
from orchestrator.pipeline.asking import OUTCOMES_KEPT, Asking, ask
from orchestrator.pipeline.offers import Offer, available
from orchestrator.sources.base import Query, SourceError
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import SOURCES

__all__ = ["Health", "Offer", "Probed", "available", "health", "probe", "troubles"]

PROBE_SECONDS, PROGRAM_SECONDS = 20.0, 60.0
ENOUGH = 5
FAILURES_IN_A_ROW = 3
USUAL = 10
FINE = later("It answers, with postings.")
EMPTY = later("It answers, and has no postings just now.")


@dataclass(frozen=True)
class Probed:
    """`postings` were read until it was clear that the source works. `kind` as of SourceError,
    `employer` as the first posting names it.
    """

    fine: bool
    sentence: str
    postings: int
    seconds: float
    kind: str | None = None
    employer: str | None = None


@dataclass(frozen=True)
class Health:
    """`outcomes` newest first; `median` of the postings they brought; `trouble` in a sentence."""

    last_ok: datetime | None
    outcomes: tuple[SourceOutcome, ...]
    median: float
    trouble: str | None


def probe(owner: User, source_id: str, board: str | None = None, *, enough: int = ENOUGH) -> Probed:
    """Asks the source for a few postings, now. Leaves no outcome behind. LookupError: no such
    source.
    """
    mine = preferences.of(owner)
    query = Query(
        terms=tuple(mine["searchTerms"][:1]),
        country=country_code(mine["searchCountry"]),
        limit=enough,
        board=board,
    )
    source, begun = SOURCES[source_id], time.monotonic()
    longest = PROGRAM_SECONDS if source.child else PROBE_SECONDS
    asking = ask(
        source, query, owner=owner, cancelled=lambda: False, seconds=longest, is_noted=False
    )
    records = list(islice(asking, enough))
    employers = [record.employer for record in records if isinstance(record, Posting)]
    postings = len(employers)
    error = asking.error or _unreadable(asking, postings=postings)
    seconds = time.monotonic() - begun
    if error:
        return Probed(False, error.sentence, postings, seconds, error.kind)
    sentence = FINE if postings else EMPTY
    return Probed(True, sentence, postings, seconds, employer=next(iter(employers), None))


def health(owner: User, source_id: str) -> Health:
    """Of searches; how boards answer stands with each of them."""
    rows = SourceOutcome.objects.filter(owner=owner, source=source_id, board="")
    latest = tuple(rows.order_by("-at", "-pk")[:OUTCOMES_KEPT])
    usual = median([row.postings for row in latest]) if latest else 0.0
    last_ok = next((row.at for row in latest if not row.kind), None)
    return Health(last_ok, latest, usual, _trouble(latest, usual=usual))


def troubles(owner: User) -> dict[str, str]:
    """The searches that have trouble of late, each with its sentence; one query."""
    kept: dict[str, list[SourceOutcome]] = defaultdict(list)
    for row in SourceOutcome.objects.filter(owner=owner, board="").order_by("-at", "-pk"):
        if row.source in SOURCES and len(kept[row.source]) < OUTCOMES_KEPT:
            kept[row.source].append(row)
    said = {
        source: _trouble(latest, usual=median(row.postings for row in latest))
        for source, latest in kept.items()
    }
    return {source: sentence for source, sentence in said.items() if sentence}


def _unreadable(asking: Asking, *, postings: int) -> SourceError | None:
    return SourceError("changed_shape") if asking.bad and not postings else None


def _trouble(latest: Sequence[SourceOutcome], *, usual: float) -> str | None:
    last = latest[:FAILURES_IN_A_ROW]
    if len(last) == FAILURES_IN_A_ROW and all(one.kind for one in last):
        why = SourceError.SENTENCES.get(last[0].kind, "")
        return f"It failed three times in a row. {why}".strip()
    # A run asks a search several times; one term that nobody uses says nothing.
    is_search = bool(last) and SOURCES[last[0].source].kind == "search"
    silent = last if is_search else last[:1]
    if silent and usual > USUAL and not any(one.kind or one.postings for one in silent):
        return f"It brought nothing last time, where {usual:.0f} postings are usual."
    return None
