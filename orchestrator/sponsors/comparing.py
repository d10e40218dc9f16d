"""After a register changed: every job is compared with it once, in batches that can be killed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orchestrator.models import Job, SponsorRegister
from orchestrator.sponsors import loading, matching
from orchestrator.sponsors.matching import Found, Loads

BATCH = 500
# Distinct employers remembered from batch to batch.
MOST_KNOWN = 20_000
COLUMNS = ("pk", "employer", "sponsor_score", "sponsor_names", "owner_edited")


def run(register_id: str) -> int:
    """How many jobs were looked at. Where another one is at it too, one of both stops."""
    register = SponsorRegister.objects.filter(pk=register_id).first()
    if register is None or register.load is None or register.matched_at is not None:
        return 0
    known, seen = dict[str, Found](), 0
    while rows := _next(register):
        if not _compare(register, rows, known):
            return seen
        seen += len(rows)
    _end(register)
    return seen


def _next(register: SponsorRegister) -> Sequence[dict[str, Any]]:
    """Ids are in the order in which jobs came, so one that comes meanwhile is compared too."""
    jobs = Job.objects.order_by("pk")
    if register.matched_after is not None:
        jobs = jobs.filter(pk__gt=register.matched_after)
    return list(jobs.values(*COLUMNS)[:BATCH])


def _compare(
    register: SponsorRegister, rows: Sequence[dict[str, Any]], known: dict[str, Found]
) -> bool:
    """False when somebody else went on from here, or the register changed again."""
    current = matching.loads()
    if current is None:
        return False
    _look_up(rows, known, current)
    last = rows[-1]["pk"]
    with transaction.atomic():
        here = SponsorRegister.objects.filter(
            pk=register.pk, load=register.load, matched_after=register.matched_after
        )
        if not here.update(matched_after=last, matching_at=timezone.now()):
            return False
        for found, ids in _news(rows, known).items():
            score, names = found
            Job.objects.filter(pk__in=ids).update(sponsor_score=score, sponsor_names=names)
    register.matched_after = last
    return True


def _look_up(rows: Sequence[dict[str, Any]], known: dict[str, Found], current: Loads) -> None:
    if len(known) > MOST_KNOWN:
        known.clear()
    known |= matching.find({row["employer"] for row in rows} - known.keys(), current)


def _news(
    rows: Sequence[dict[str, Any]], known: dict[str, Found]
) -> dict[tuple[float, str], list[UUID]]:
    """The jobs of which something else is known now; what the owner wrote stays."""
    news = defaultdict[tuple[float, str], list[UUID]](list)
    for row in rows:
        found = known[row["employer"]]
        same = (row["sponsor_score"], row["sponsor_names"]) == (found.score, found.names)
        if not same and "sponsor_score" not in row["owner_edited"]:
            news[found.score, found.names].append(row["pk"])
    return news


def _end(register: SponsorRegister) -> None:
    done = SponsorRegister.objects.filter(
        pk=register.pk, load=register.load, matched_after=register.matched_after
    )
    if done.update(matched_at=timezone.now()):
        loading.sweep(register)
