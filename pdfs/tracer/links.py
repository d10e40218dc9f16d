"""The redirecting links of a job: made when its PDF is printed, ended by the owner."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from orchestrator.models import Job, User
from pdfs.models import TracerLink
from pdfs.tracer import hrefs


@dataclass(frozen=True)
class Opened:
    """What a token stands for; `target` is empty when its owner ended the link."""

    link: TracerLink
    target: str


def for_job(job: Job, targets: Sequence[str], *, base: str) -> Mapping[str, str]:
    """Target → redirecting address. The same target of a job keeps its token for ever.

    Two builds at once make one link: the later one finds the row of the earlier one.
    """
    known = {digest(target): target for target in targets}
    alive = TracerLink.objects.filter(job=job, ended_at=None)
    missing = set(known) - set(alive.values_list("target_digest", flat=True))
    TracerLink.objects.bulk_create(
        [
            TracerLink(
                job=job, token=hrefs.new_token(), target=known[mark][:2000], target_digest=mark
            )
            for mark in sorted(missing)
        ],
        ignore_conflicts=True,
    )
    rows = alive.filter(target_digest__in=known)
    return {known[row.target_digest]: address(row.token, base=base) for row in rows}


def address(token: str, *, base: str) -> str:
    return f"{base.rstrip('/')}/cv/{token}"


def find(token: str) -> Opened | None:
    """None for what was never a token of ours."""
    if not hrefs.is_token(token):
        return None
    row = TracerLink.objects.select_related("job").filter(token=token).first()
    return Opened(row, "" if row.ended_at else row.target) if row else None


def of(owner: User) -> QuerySet[TracerLink]:
    return TracerLink.objects.filter(job__owner=owner).select_related("job")


def end(owner: User, pks: Sequence[UUID]) -> int:
    """End links for good; how many lived. PDFs that still lead to them are out of date then."""
    with transaction.atomic():
        alive = of(owner).filter(pk__in=pks, ended_at=None)
        jobs = list(alive.values_list("job", flat=True))
        ended = alive.update(ended_at=timezone.now())
        Job.objects.filter(pk__in=jobs, pdf_source="generated").update(pdf_inputs="")
    return ended


def digest(target: str) -> str:
    return hashlib.sha256(target.encode()).hexdigest()
