"""Scores that are of something that has changed: computed ones are made anew, a model's marked.

A résumé, an option or a rule that moved leaves its jobs with another `score_basis` than is due now.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from orchestrator.models import JobQuerySet, Tally, User
from orchestrator.pipeline import judge, outdated, rounds
from orchestrator.pipeline.desk import Desk

# At one call; the next comes soon, and imports and runs want the processor too.
MOST = 200


def renew_due() -> int:
    """Score anew what is outdated, for whoever has such; how many jobs."""
    return rounds.go(outdated.owners(), renew)


def renew(owner: User, *, most: int = MOST) -> int:
    desk = Desk(owner)
    _mark(owner, desk)
    old = Q(score_outdated=True) | _moved(desk)
    due = _scored(owner).filter(old, score_engine="computed", status__in=outdated.LIVING)
    ids = list(due.order_by("-score", "-id").values_list("pk", flat=True)[:most])
    return sum(one.job is not None for one in judge.score_many(owner, ids)) if ids else 0


def _mark(owner: User, desk: Desk) -> None:
    """A model's score costs, so it is only said to be outdated."""
    rows = _scored(owner).filter(_moved(desk), score_engine="model", score_outdated=False)
    if rows.update(score_outdated=True):
        Tally.objects.raised(owner.pk)


def _scored(owner: User) -> JobQuerySet:
    return outdated.scored().filter(owner=owner)


def _moved(desk: Desk) -> Q:
    """Jobs whose score was made with something else than it would be made with now."""
    found = Q(pk__in=[])
    for jobs, basis in _due(desk):
        found |= jobs & ~Q(score_basis=basis)
    return found


def _due(desk: Desk) -> Iterator[tuple[Q, str]]:
    bases = desk.bases()
    for one in bases:
        yield Q(resume_id=one.document_id), desk.basis(one)
    default = next((one for one in bases if one.document.is_default), None)
    own = Q(resume_id__in=[one.document_id for one in bases])
    yield Q(resume_id=None) | ~own, desk.basis(default)
