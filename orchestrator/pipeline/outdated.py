"""Whose scores were made with something else than they would be made with now.

A basis is a digest of settings and bases, so no query can compare it: a slice of owners is read in
four, however many of them there are, and compared here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from orchestrator import preferences
from orchestrator.lifecycle import Status
from orchestrator.models import Job, JobQuerySet, User
from orchestrator.pipeline.basis import SETTINGS, basis, options
from tailoring import library
from tailoring.library import Base

SLICE = 500
LIVING = (Status.DISCOVERED, Status.READY)
# A model's score is only marked, once; a computed one is made anew while its job is in work.
CONCERNED = Q(score_engine="model", score_outdated=False) | Q(
    score_engine="computed", status__in=LIVING
)


def scored() -> JobQuerySet:
    found: JobQuerySet = Job.objects.filter(score__isnull=False, score_basis__isnull=False)
    return found


def owners() -> Iterator[UUID]:
    everybody = User.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True)
    part = list(everybody[:SLICE])
    while part:
        yield from _among(part)
        part = list(everybody.filter(pk__gt=part[-1])[:SLICE])


def _among(part: Sequence[UUID]) -> set[UUID]:
    wanted, bases = preferences.each(part, keys=SETTINGS), library.bases(part)
    due = {pk: _due(bases[pk], wanted=wanted[pk]) for pk in part}
    rows = (
        scored()
        .filter(CONCERNED, owner__in=part)
        .order_by()
        .values_list("owner_id", "resume_id", "score_basis", "score_outdated")
        .distinct()
    )
    return {
        owner
        for owner, resume, made_with, is_outdated in rows.iterator()
        if is_outdated or made_with != due[owner].get(resume, due[owner][None])
    }


def _due(bases: Sequence[Base], *, wanted: Mapping[str, object]) -> Mapping[UUID | None, str]:
    """The basis of a score now, by the base of its job; None for every other job."""
    with_these, digests = options(wanted), [one.digest for one in bases]
    default = next((one.digest for one in bases if one.is_default), None)
    by_base: dict[UUID | None, str | None] = {one.document_id: one.digest for one in bases}
    return {
        pk: basis(digest, options=with_these, bases=digests)
        for pk, digest in {**by_base, None: default}.items()
    }
