"""Where and when jobs were seen, and what it means when a board stops showing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef

from orchestrator.jobs import listing
from orchestrator.jobs.arrivals import Arrival, Present
from orchestrator.models import FollowedBoard, Job, Sighting, User

Seen = tuple[Arrival, Job]
APART = timedelta(hours=12)


def note(
    owner: User,
    seen: Sequence[Seen],
    *,
    present: Present,
    board: FollowedBoard | None,
    at: datetime,
) -> None:
    """One more sight of each: rows for the first ones, time and count for the others."""
    again: list[Sighting] = []
    changed: list[Sighting] = []
    first: dict[tuple[str, str], Sighting] = {}
    for arrival, job in seen:
        row = present.sightings.get(arrival.sighting)
        if row is None:
            first.setdefault(arrival.sighting, _row(owner, arrival, job, board=board, at=at))
            continue
        again.append(row)
        if _renew(row, arrival, job, board=board):
            changed.append(row)
    present.sightings |= first
    # Somebody else's first sight a moment ago is as good as ours.
    Sighting.objects.bulk_create(first.values(), ignore_conflicts=True)
    Sighting.objects.filter(pk__in=[row.pk for row in again]).update(
        times=F("times") + 1, last_seen_at=at, missed_at=None
    )
    Sighting.objects.bulk_update(changed, ["digest", "url", "job", "board", "mark"])


def _row(
    owner: User, arrival: Arrival, job: Job, *, board: FollowedBoard | None, at: datetime
) -> Sighting:
    source, key = arrival.sighting
    return Sighting(
        owner=owner, job=job, board=board, source=source, key=key, url=arrival.posting.job_url,
        mark=_mark(board), first_seen_at=at, last_seen_at=at, digest=arrival.digest,
    )  # fmt: skip


def _renew(row: Sighting, arrival: Arrival, job: Job, *, board: FollowedBoard | None) -> bool:
    """Whether more than time and count differ now."""
    before = (row.digest, row.url, row.job_id, row.board_id)
    if board is not None and row.board_id != board.pk:
        row.board, row.mark = board, _mark(board)
    row.digest, row.url, row.job = arrival.digest, arrival.posting.job_url, job
    return before != (row.digest, row.url, row.job_id, row.board_id)


def _mark(board: FollowedBoard | None) -> str:
    """What a board shows at its first check was there before anybody looked."""
    if board is None:
        return ""
    return "known" if board.first_checked_at is None else "new"


@dataclass(frozen=True)
class Missed:
    """How many listings were found closed, and how many of their jobs expired for it."""

    closed: int = 0
    expired: int = 0


def missed(board: FollowedBoard, seen_since: datetime, *, at: datetime) -> Missed:
    """After a complete read of `board` that began at `seen_since`: what it did not show.

    Once is an accident; twice, half a day apart, the listing is closed.
    """
    unseen = Sighting.objects.filter(board=board, last_seen_at__lt=seen_since)
    elsewhere = Sighting.objects.filter(job=OuterRef("job"), board__isnull=False, missed_at=None)
    twice = unseen.filter(missed_at__lte=at - APART, job__listing_closed_at=None)
    ids = set(twice.exclude(Exists(elsewhere)).values_list("job_id", flat=True))
    unseen.filter(missed_at=None).update(missed_at=at)
    return Missed(*listing.gone(board.owner, ids, at=at)) if ids else Missed()
