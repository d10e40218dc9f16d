"""Asks one source one question: records come out, failures stay inside and are remembered."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from django.utils import timezone
from django.utils.crypto import salted_hmac

from orchestrator import preferences
from orchestrator.models import SourceOutcome, User
from orchestrator.pipeline import child, offers
from orchestrator.pipeline.child import Child
from orchestrator.pipeline.polite import Polite
from orchestrator.pipeline.turns import Patience
from orchestrator.sources.base import Query, Record, SourceError, has_changed
from orchestrator.sources.posting import BadRecord
from orchestrator.sources.registry import Source

logger = logging.getLogger(__name__)

OUTCOMES_KEPT = 20
BOARD_LIMIT = 200
# They say nothing about the source.
NOT_ITS_FAULT = frozenset({"needs_key", "unsupported", "cancelled"})


class Asking:
    """The records of one question; iterate once. It never raises.

    Afterwards: `error` (what came before it stays good), `good`, `bad`, `requests`, `seconds`,
    and `notes`, sentences about what was odd.
    """

    def __init__(
        self, source: Source, query: Query, *, owner: User, patience: Patience, is_noted: bool
    ) -> None:
        self.error: SourceError | None = None
        self.good = self.bad = 0
        self.seconds = 0.0
        self.notes: tuple[str, ...] = ()
        self._source, self._query, self._owner = source, query, owner
        self._is_noted = is_noted
        self._http = _way_out(source, query, patience=patience)

    @property
    def requests(self) -> int:
        return self._http.requests

    def __iter__(self) -> Iterator[Record]:
        begun = time.monotonic()
        try:
            yield from self._records()
        except SourceError as error:
            self.error = error
        except Exception:
            # S4: nothing that a source does may end a run.
            logger.exception("source failed", extra={"meta": {"source": self._source.id}})
            self.error = SourceError("changed_shape")
        finally:
            # Also when whoever reads has enough: that the source answered is worth knowing.
            self._conclude(seconds=time.monotonic() - begun)

    def _records(self) -> Iterator[Record]:
        if refusal := offers.refusal(self._source, self._query):
            raise refusal
        for record in self._source.fetch()(self._query, self._http):
            if isinstance(record, BadRecord):
                self.bad += 1
            else:
                self.good += 1
            yield record
            # A board is read whole: what it no longer shows is closed.
            if self._query.board is None and self.good >= self._query.limit:
                return

    def _conclude(self, *, seconds: float) -> None:
        self.seconds = seconds
        if self.error is None and has_changed(self.good, self.bad):
            self.error = SourceError("changed_shape")
        if isinstance(self._http, Child) and self._http.warnings:
            self.notes = (child.WARNED.format(count=self._http.warnings),)
        kind = self.error.kind if self.error else ""
        if self._is_noted and kind not in NOT_ITS_FAULT:
            _note(self, owner=self._owner, source=self._source, query=self._query, kind=kind)


def ask(
    source: Source,
    query: Query,
    *,
    owner: User,
    cancelled: Callable[[], bool],
    seconds: float | None = None,
    is_noted: bool = True,
) -> Asking:
    """`seconds` is what the owner set unless given. The owner's keys are put into the query."""
    mine = preferences.of(owner)
    whole = replace(
        query,
        keys={**offers.keys(source, mine), **query.keys},
        options={**query.options, **source.options},
        today=query.today or timezone.localdate(timezone=mine.zone()),
    )
    lasting = mine["sourceDeadline"] if seconds is None else seconds
    patience = Patience.lasting(lasting, cancelled)
    return Asking(source, whole, owner=owner, patience=patience, is_noted=is_noted)


def _way_out(source: Source, query: Query, *, patience: Patience) -> Polite | Child:
    if source.child:
        return Child(patience)
    deadline, cancelled = patience.deadline, patience.cancelled
    return Polite(source, scope=_scope(source, query), deadline=deadline, cancelled=cancelled)


def _scope(source: Source, query: Query) -> str:
    """Whose calls are counted: those of the key where there is one, else everybody's together."""
    if not query.keys:
        return source.id
    said = "\n".join(f"{name}={value}" for name, value in sorted(query.keys.items()))
    return f"{source.id}:{salted_hmac('orchestrator.source', said).hexdigest()[:16]}"


def _note(asking: Asking, *, owner: User, source: Source, query: Query, kind: str) -> None:
    SourceOutcome.objects.create(
        owner=owner,
        source=source.id,
        board=(query.board or "")[:BOARD_LIMIT],
        kind=kind,
        postings=asking.good,
        seconds=asking.seconds,
    )
    mine = SourceOutcome.objects.filter(
        owner=owner, source=source.id, board=(query.board or "")[:BOARD_LIMIT]
    ).order_by("-at", "-pk")
    mine.exclude(pk__in=list(mine.values_list("pk", flat=True)[:OUTCOMES_KEPT])).delete()
