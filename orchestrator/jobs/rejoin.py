"""Takes back that a person parted two rows."""

from __future__ import annotations

from django.db import transaction

from orchestrator import lifecycle, primaries
from orchestrator.jobs import links
from orchestrator.models import Job, JobLink


def rejoin(job: Job, other: Job, *, actor: str) -> Job:
    """One job again with the group of `other`, as the owner decides; `job` as it is then.

    Only what was parted can be rejoined; anything else stays as it is.
    """
    with transaction.atomic():
        row, rows = lifecycle.fresh(job), links.group(lifecycle.fresh(other))
        first, second = sorted((job.pk, other.pk))
        parted = JobLink.objects.filter(
            owner_id=row.owner_id, first_id=first, second_id=second, state="unlinked"
        )
        if row.primary_id is not None or row.followers or not parted.exists():
            return row
        _link(row, rows)
        before = lifecycle.snapshot(row)
        leader = min([row, *rows], key=primaries.rank)
        Job.objects.filter(pk__in=[one.pk for one in rows]).update(primary=leader)
        Job.objects.filter(pk=leader.pk).update(primary=None)
        row.primary = None if leader.pk == row.pk else leader
        lifecycle.record(
            row, "job.linked", before=before, actor=actor, context={"data": {"job": str(other.pk)}}
        )
        primaries.recount(Job.objects.all(), [row.pk, *(one.pk for one in rows)])
        return lifecycle.fresh(row)


def _link(job: Job, others: list[Job]) -> None:
    for other in others:
        first, second = sorted((job.pk, other.pk))
        links_of_pair = JobLink.objects.filter(first_id=first, second_id=second, state="unlinked")
        links_of_pair.update(state="linked", decided_by="user")
