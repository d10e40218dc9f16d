"""The jobs a mail may be about, and what is known about one mail already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from orchestrator.inbox import homes
from orchestrator.inbox.acquaintance import Acquaintance
from orchestrator.inbox.mails.mail import Mail
from orchestrator.inbox.routes.routing import Candidate, Known
from orchestrator.lifecycle import Status
from orchestrator.models import Job, StageEvent, User
from orchestrator.primaries import rank
from orchestrator.tracking import events
from orchestrator.tracking.derive import in_order
from orchestrator.tracking.stages import SENT

CLOSED_FOR = timedelta(days=180)
READ = (
    "pk", "primary", "status", "employer", "title", "round", "applied_at", "closed_at",
    "source_job_id", "employer_url", "job_url", "job_url_direct", "application_link", "extras",
    "discovered_at",
)  # fmt: skip
BY_STATE = ("open", "closed", "ready")


def of(owner: User, *, at: datetime | None = None) -> tuple[Candidate, ...]:
    """Open applications, those closed in the last months, and what is ready: one for all rows that
    are the same job.
    """
    since = (at or timezone.now()) - CLOSED_FOR
    alive = Q(closed_at=None) | Q(closed_at__gte=since)
    chosen = Job.objects.for_user(owner).filter(Q(status__in=SENT) & alive | Q(status=Status.READY))
    ids = chosen.order_by().annotate(leader=Coalesce(F("primary_id"), F("pk"))).values("leader")
    # Duplicates tell more addresses and numbers of the job, whatever state they are in.
    kin = Job.objects.for_user(owner).filter(Q(pk__in=ids) | Q(primary__in=ids))
    groups: dict[UUID, list[Job]] = defaultdict(list)
    for row in kin.only(*READ):
        groups[row.primary_id or row.pk].append(row)
    found = {_best(rows, since=since): rows for rows in groups.values()}
    stages = _stages([job for job in found if job.status in SENT])
    return tuple(
        _candidate(job, rows, stage=stages.get(job.pk, job.status)) for job, rows in found.items()
    )


def known(owner: User, mail: Mail, thread_id: str = "") -> Known:
    """Of one mail; who has many asks an Acquaintance for all of them."""
    met = Acquaintance(owner)
    met.look_up([(mail, thread_id)])
    return met.known(mail, thread_id)


def state(job: Job) -> str:
    if job.status == Status.READY:
        return "ready"
    return "open" if job.closed_at is None else "closed"


def _best(rows: Sequence[Job], *, since: datetime) -> Job:
    """The row mail is linked to: an open application before a closed one, the primary first."""
    fit = [row for row in rows if row.status == Status.READY or _is_alive(row, since=since)]
    return min(
        fit, key=lambda row: (BY_STATE.index(state(row)), row.primary_id is not None, rank(row))
    )


def _is_alive(row: Job, *, since: datetime) -> bool:
    return row.status in SENT and (row.closed_at is None or row.closed_at >= since)


def _candidate(job: Job, rows: Iterable[Job], *, stage: str) -> Candidate:
    found: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    for row in rows:
        told = (row.employer_url, row.job_url_direct, row.application_link)
        found |= homes.domains([*told, (row.extras or {}).get("companyUrlDirect")])
        found |= homes.named(row.job_url, employer=row.employer)
        references |= homes.numbers(row.source_job_id)
    return Candidate(
        job_id=job.pk,
        employer=job.employer,
        title=job.title,
        stage=stage,
        state=state(job),  # type: ignore[arg-type]
        applied_at=job.applied_at,
        domains=found,
        references=references,
    )


def _stages(jobs: Sequence[Job]) -> Mapping[UUID, str]:
    """Where each application stands."""
    rounds = {job.pk: job.round for job in jobs}
    rows = StageEvent.objects.filter(job__in=rounds, removed_at=None, undone_at=None, is_note=False)
    steps: dict[UUID, list[Any]] = defaultdict(list)
    for event in rows.defer("metadata"):
        if event.round == rounds[event.job_id]:
            steps[event.job_id].append(events.step(event))
    return {pk: events.present_stage(in_order(steps.get(pk, ()))) for pk in rounds}
