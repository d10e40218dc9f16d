"""Reading one source or board for a run: ask, filter, store, a hundred postings at a time.

What a batch brought and how far the reading came are written in the batch's own transaction. Killed
anywhere, a reading repeats its present question at most; what was stored is found again, not stored
twice, and counted by what it was the first time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from orchestrator import leases, preferences
from orchestrator.jobs import postings, wanted
from orchestrator.jobs.wanted import Near, Verdict, Wanted
from orchestrator.models import Find, FollowedBoard, RunItem, Sighting
from orchestrator.pipeline import board_checks, items, plan
from orchestrator.pipeline.asking import Asking, ask
from orchestrator.pipeline.counting import Counted
from orchestrator.pipeline.items import Ending
from orchestrator.pipeline.turns import Patience
from orchestrator.sources.base import Query, SourceError
from orchestrator.sources.posting import BadRecord, Posting
from orchestrator.sources.registry import SOURCES

BATCH = 100
# A slow source's postings are not kept waiting for a full batch.
LONGEST_WAIT = 2.0
# Boards of one source that answers once a minute are read one after the other.
LONGEST_QUEUE = 300.0
# The next question may fare better, once.
PASSING = frozenset({"unreachable", "changed_shape", "too_big"})
KM_PER_MILE = 1.609


@dataclass(frozen=True)
class Sifted:
    posting: Posting
    verdict: Verdict


def read(item: RunItem) -> Ending:
    """Ask all that is left of the item's plan."""
    reading = _Reading(item)
    ending = reading.through()
    if reading.board and reading.was_whole is not None:
        board_checks.ended(reading.board, ending, whole=reading.was_whole)
    return ending


def wanted_by(options: dict[str, Any], mine: preferences.Preferences) -> Wanted:
    """The filters of a run."""
    near, today = options.get("proximity"), timezone.localdate(timezone=mine.zone())
    return Wanted(
        terms=tuple(plan.used_terms(options["searchTerms"])[0]),
        flexible=options["matchStrictness"] == "flexible",
        since=today - timedelta(days=mine["postingAge"]),
        country=options["country"] or None,
        cities=tuple(options["cityLocations"]),
        near=Near(near["lat"], near["lon"], near["radiusMiles"]) if near else None,
        workplaces=frozenset(options["workplaceTypes"]),
        scope=options["searchScope"],
        blocked=tuple(mine["blockedEmployers"]),
        on=today,
    )


class _Reading:
    def __init__(self, item: RunItem) -> None:
        self._item, self._owner = item, item.run.owner
        self._source = SOURCES[item.plan["source"]]
        self._mine = preferences.of(self._owner)
        self._wanted = wanted_by(item.run.options, self._mine)
        self.board = _board(item)
        self._plan: dict[str, Any] = dict(item.plan)
        self._counted = Counted.read(self._plan.get("counted"))
        self._end = time.monotonic() + self._mine["sourceDeadline"]
        self._stored_at = time.monotonic()
        self._batch: list[Sifted] = []

    def through(self) -> Ending:
        if self._item.kind == "board" and self.board is None:
            return Ending("skipped", reason="deleted")
        error: SourceError | None = None
        for unit in self._units():
            failure = self._ask(unit)
            is_first, error = error is None, error or failure
            if failure and not (is_first and failure.kind in PASSING):
                break
        if error is None:
            return Ending("succeeded")
        state = "cancelled" if error.kind == "cancelled" else "failed"
        return Ending(state, error={"kind": error.kind, "sentence": error.sentence[:300]})

    @property
    def was_whole(self) -> bool | None:
        """Whether everything there is was read; None when nothing was asked."""
        return self._plan.get("whole")

    def _units(self) -> Iterator[plan.Unit]:
        """The questions that are left; each is done with when the next one is wanted."""
        units = [plan.Unit(**one) for one in self._plan["units"]]
        for number in range(self._plan["done"], len(units)):
            self._number = number
            if units[number].limit:
                yield units[number]
            self._plan |= {"done": number + 1, "counted": self._counted.stored()}
            self._write()

    def _ask(self, unit: plan.Unit) -> SourceError | None:
        """A board waits for its turn where calls are counted; that is not its own time."""
        queue = Patience.lasting(LONGEST_QUEUE, self._is_cancelled)
        while True:
            requests, begun = self._counted.requests, time.monotonic()
            error = self._ask_once(unit)
            wait = error.retry_after if error and error.kind == "rate_limited" else None
            is_ours = self.board is not None and self._counted.requests == requests
            if wait is None or not is_ours or wait > queue.left:
                return error
            try:
                queue.pause(wait)
            except SourceError as stopped:
                return stopped
            self._end += time.monotonic() - begun

    def _ask_once(self, unit: plan.Unit) -> SourceError | None:
        begun = time.monotonic()
        left = self._end - begun
        if left <= 0:
            return SourceError("timeout")
        asking = ask(
            self._source,
            self._query(unit),
            owner=self._owner,
            cancelled=self._is_cancelled,
            seconds=left,
        )
        was_read_out = self._take(asking, most=unit.limit)
        self._counted.spent(requests=asking.requests, seconds=time.monotonic() - begun)
        self._plan["whole"] = was_read_out and asking.error is None
        self._store()
        return asking.error or (SourceError("cancelled") if self._is_cancelled() else None)

    def _take(self, asking: Asking, *, most: int) -> bool:
        """Sift and store what comes; whether it came to its end."""
        begun_with = self._used
        for record in asking:
            self._counted.fetched += 1
            if isinstance(record, BadRecord):
                self._counted.miss(record.title, record.reason)
            else:
                self._sift(record)
            if self._used - begun_with >= most:
                return False
            waited = time.monotonic() - self._stored_at
            if len(self._batch) >= BATCH or (self._batch and waited > LONGEST_WAIT):
                self._store()
                if self._is_cancelled():
                    return False
        return True

    @property
    def _used(self) -> int:
        """What a limit limits: what a search brings, but of a whole list what is wanted."""
        if self._source.kind == "search":
            return self._counted.fetched
        return self._counted.taken + sum(one.verdict.reason is None for one in self._batch)

    def _sift(self, posting: Posting) -> None:
        found = wanted.verdict(posting, self._wanted, searched=self._source.kind == "search")
        if found.reason is None or self.board is not None:
            self._batch.append(Sifted(posting, found))
        else:
            self._counted.reject(found.reason, posting.title)

    def _store(self) -> None:
        """What was sifted, and how far this is, at once or not at all. Raises Superseded."""
        batch, self._batch, self._stored_at = self._batch, [], time.monotonic()
        with transaction.atomic():
            kept = self._wanted_of(batch)
            self._counted.taken += len(kept)
            self._counted.unknown_place += sum(
                "locationUnknown" in one.verdict.flags for one in kept
            )
            if kept and self._item.run.options["enableImporting"]:
                self._import(kept)
            self._write()

    def _wanted_of(self, batch: list[Sifted]) -> list[Sifted]:
        """A followed board's known jobs are looked after, whatever this run searches for."""
        doubtful = [one.posting.source_job_id for one in batch if one.verdict.reason]
        known = set(
            Sighting.objects.filter(
                owner=self._owner, source=self._source.id, key__in=filter(None, doubtful)
            ).values_list("key", flat=True)
        ) if doubtful else set()  # fmt: skip
        kept = []
        for one in batch:
            if one.verdict.reason is None or one.posting.source_job_id in known:
                kept.append(one)
            else:
                self._counted.reject(one.verdict.reason, one.posting.title)
        return kept

    def _import(self, kept: list[Sifted]) -> None:
        added = postings.add_many(
            self._owner,
            [one.posting for one in kept],
            actor="pipeline",
            board=self.board,
        )
        Find.objects.bulk_create(
            (
                Find(
                    run=self._item.run,
                    item=self._item,
                    job=new.job,
                    unit=self._number,
                    outcome=new.outcome,
                    is_linked=new.linked,
                    place_unknown="locationUnknown" in one.verdict.flags,
                )
                for one, new in zip(kept, added, strict=True)
            ),
            ignore_conflicts=True,
        )

    def _write(self) -> None:
        """Also says that this is still being read. A reading given to somebody else ends here."""
        mine = RunItem.objects.filter(
            pk=self._item.pk,
            state="running",
            worker=self._item.worker,
            attempt=self._item.attempt,
        )
        if not mine.update(
            plan=self._plan,
            counts=self._counted.shown(self._outcomes()),
            lease_expires_at=timezone.now() + leases.RUNNING,
        ):
            raise leases.Superseded("superseded")
        items.touch(self._item.run_id)

    def _outcomes(self) -> dict[str, int]:
        found = self._item.finds.values_list("outcome").annotate(number=Count("pk"))
        linked = self._item.finds.filter(is_linked=True).count()
        return {**dict(found), "linked": linked}

    def _query(self, unit: plan.Unit) -> Query:
        options, near = self._item.run.options, self._wanted.near
        terms = (unit.term,) if unit.term else self._wanted.terms
        needs = (*self._source.needs, *self._source.optional_needs)
        is_search = self._source.kind == "search"
        distance = {"distance": str(round(near.miles * KM_PER_MILE))} if near else {}
        return Query(
            terms=terms,
            country=unit.country,
            places=(unit.place,) if unit.place else (),
            workplaces=frozenset({"remote"} if unit.remote else options["workplaceTypes"]),
            since=self._wanted.since,
            limit=unit.limit if is_search else plan.WHOLE_BOARD,
            board=self._plan.get("board"),
            keys={name: key for name in needs if (key := self._mine[name])},
            options=distance if unit.place else {},
            today=self._wanted.on,
        )

    def _is_cancelled(self) -> bool:
        return items.is_cancelled(self._item.run_id)


def _board(item: RunItem) -> FollowedBoard | None:
    if item.kind != "board":
        return None
    return FollowedBoard.objects.filter(pk=item.reference, owner=item.run.owner).first()
