"""Deleting many jobs: a chunk to a transaction, so that others write in between and a kill in the
middle leaves whole jobs, the rest of which the same call takes the next time.

Of each job one event remains: that it was there and where it came from, and nothing else.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Invalid
from orchestrator import leases, primaries
from orchestrator.jobs import documents
from orchestrator.lifecycle import Status
from orchestrator.models import (
    InboundMessage,
    Job,
    JobEvent,
    JobQuerySet,
    SeenMail,
    Tally,
    User,
)

logger = logging.getLogger(__name__)

DELETED = "job.deleted"
CHUNK = 100
# SQLite lets in whoever asks in the right moment: without a pause that is always us.
PAUSE_SECONDS = 0.01
SENT = (Status.APPLIED, Status.IN_PROGRESS)
PRINTED = (
    "pdf_digest", "applied_pdf_digest", "pdfs__digest", "letters__pdf_digest",
    "packets__pdf_digest", "packets__letter_digest",
)  # fmt: skip

# What jobs that are gone had on disk: `digests` of files, which others may still refer to.
Discard = Callable[[UUID, Sequence[str]], object]


def in_status(owner: User, status: str) -> JobQuerySet:
    """Raises Invalid for a status there is not."""
    if status not in Status.values:
        raise Invalid({"status": [f"Give one of {', '.join(Status.values)}."]})
    found: JobQuerySet = Job.objects.for_user(owner).filter(status=status)
    return found


def scored_below(owner: User, threshold: str | int) -> JobQuerySet:
    """Without those never scored and those applied to. Raises Invalid unless it is 0 to 100."""
    text = str(threshold)
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 100):
        raise Invalid({"threshold": ["Give a whole number from 0 to 100."]})
    low: JobQuerySet = Job.objects.for_user(owner).filter(score__lt=int(text))
    return low.exclude(status__in=SENT)


def free(jobs: JobQuerySet, *, at: datetime) -> JobQuerySet:
    """Those nobody works on: a lease that has run out holds nothing."""
    held = Q()
    for slot in leases.SLOTS:
        held |= Q(**{f"{slot}_token__isnull": False, f"{slot}_expires_at__gt": at})
    return jobs.exclude(held)


def remove(owner: User, jobs: JobQuerySet, *, actor: str, discard: Discard) -> int:
    """Delete `jobs` with all that hangs on them, except those with a live lease; how many.

    `discard` is called after each commit with the digests the jobs of the chunk referred to.
    """
    begun, total = time.monotonic(), 0
    while True:
        with transaction.atomic():
            count, digests = _remove_some(owner, jobs, actor=actor)
        if digests:
            discard(owner.pk, digests)
        total += count
        if count < CHUNK:
            break
        time.sleep(PAUSE_SECONDS)
    seconds = round(time.monotonic() - begun, 3)
    logger.info("jobs deleted", extra={"meta": {"count": total, "seconds": seconds}})
    return total


def _remove_some(owner: User, jobs: JobQuerySet, *, actor: str) -> tuple[int, list[str]]:
    now = timezone.now()
    chosen = free(jobs, at=now).order_by("pk").select_for_update(of=("self",))
    rows = list(chosen.only("pk", "owner", "source", "status")[:CHUNK])
    ids = [row.pk for row in rows]
    digests = _digests(ids)
    primaries.retire(rows, gone=True)
    followed = Job.objects.filter(pk__in=ids, primary__isnull=False)
    leaders = set(followed.values_list("primary_id", flat=True))
    _remember_mails(ids)
    Job.objects.filter(pk__in=ids).only("pk", "status").delete()
    if leaders:
        primaries.recount(Job.objects.all(), leaders)
    _bury(owner, rows, at=now, actor=actor)
    return len(rows), digests


def _remember_mails(ids: Sequence[UUID]) -> None:
    """Mail that goes with its job must not be fetched again: that it was there is kept."""
    linked = InboundMessage.objects.filter(job__in=ids).values_list(
        "owner_id", "key", "received_at"
    )
    SeenMail.objects.bulk_create(
        (SeenMail(owner_id=owner, key=key, at=at) for owner, key, at in linked),
        ignore_conflicts=True,
    )


def _digests(ids: Sequence[UUID]) -> list[str]:
    """Of every file the jobs refer to: PDFs of any time, letters, documents, pictures."""
    found = set[str]()
    chosen = Job.objects.filter(pk__in=ids).order_by()
    for path in (*PRINTED, *documents.NAMING):
        held = chosen.filter(**{f"{path}__isnull": False}).values_list(path, flat=True)
        found.update(digest for digest in held if digest)
    return sorted(found)


def _bury(owner: User, rows: Sequence[Job], *, at: datetime, actor: str) -> None:
    """One event per job that is gone. The counters rise, so every open page notices."""
    if not rows:
        return
    Tally.objects.raised(owner.pk, events=len(rows))
    last = Tally.objects.values_list("events", flat=True).get(owner=owner)
    ids: Any = logs.current()
    JobEvent.objects.bulk_create(
        JobEvent(
            seq=last - len(rows) + place,
            owner=owner,
            kind=DELETED,
            at=at,
            from_status=row.status,
            to_status=row.status,
            actor=actor,
            user_id=ids.get("userId"),
            request_id=ids.get("requestId", ""),
            data={"id": str(row.pk), "source": row.source, "status": row.status},
        )
        for place, row in enumerate(rows, start=1)
    )


@dataclass(frozen=True)
class Forecast:
    """What `remove` would take now: jobs with what hangs on them. `held` stay, `named` are some."""

    jobs: int
    held: int
    notes: int
    documents: int
    todos: int
    pdfs: int
    named: tuple[str, ...]


def forecast(jobs: JobQuerySet, *, names: int = 5) -> Forecast:
    going = free(jobs, at=timezone.now()).order_by()
    count = going.count()
    hanging = {
        "notes": Q(notes__removed_at=None),
        "documents": Q(),
        "todos": Q(todos__removed_at=None),
        "pdfs": Q(),
    }
    counted = {
        name: going.filter(only, **{f"{name}__isnull": False}).count()
        for name, only in hanging.items()
    }
    some = going.order_by("-updated_at").only("pk", "status", "title", "employer")[:names]
    return Forecast(count, jobs.count() - count, **counted, named=tuple(map(str, some)))
