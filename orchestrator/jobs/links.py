"""Rows that look like one job are linked, never merged: which ones, and which stands for them.

Only employers whose names may be the same are looked at, and of their jobs only those with a title
that may be the same; `identity.compare` decides.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from jobops import logs
from orchestrator import lifecycle, primaries
from orchestrator.jobs import employers
from orchestrator.jobs.identity import SUBJECT, Likeness, compare, subject_of
from orchestrator.jobs.likely import Likely
from orchestrator.lifecycle import Status
from orchestrator.models import Job, JobEvent, JobLink, User

WINDOW = timedelta(days=45)
# Shown twice at once by one source it is a duplicate; after this long without it, a new round.
STALE = timedelta(days=7)
COLUMNS = (
    *SUBJECT, "owner_id", "status", "primary", "discovered_at", "last_seen_at", "job_url_direct",
    "expired_by",
)  # fmt: skip
# Of a posting that is there so often, the newest are enough to find its group.
MOST = 20


@dataclass
class Linking:
    """What is to be stored beside new rows: links, and older rows that now follow another one."""

    links: list[tuple[Job, JobLink]] = field(default_factory=list)
    moved: dict[UUID, Job] = field(default_factory=dict)
    leaders: set[UUID] = field(default_factory=set)

    @property
    def linked(self) -> frozenset[UUID]:
        return frozenset(job.pk for job, _ in self.links)

    def store(self, *, actor: str, at: datetime) -> None:
        """Once the rows are there; the caller holds the transaction."""
        if not self.links:
            return
        JobLink.objects.bulk_create(link for _, link in self.links)
        Job.objects.bulk_update(self.moved.values(), ["primary"])
        primaries.recount(Job.objects.all(), self.leaders)
        said = {job.pk: {"job": str(job.primary_id)} for job in self.moved.values()}
        said |= {job.pk: _said(job, link) for job, link in self.links}
        jobs = [job for job, _ in self.links] + [
            job for job in self.moved.values() if job.primary_id is not None
        ]
        JobEvent.objects.write_all(
            jobs, "job.linked", actor=actor, at=at, ids=logs.current(),
            each=lambda job: {"data": said[job.pk]},
        )  # fmt: skip


def find(owner: User, new: Sequence[Job], *, at: datetime) -> Linking:
    """What the rows `new`, not stored yet, are the same as. Sets the primary of each that is."""
    names = employers.known_as(owner.pk, new)
    likely = Likely(_titles(owner, set().union(*names.values()), at=at))
    fits = {}
    for job in new:
        fits[job.pk] = likely.to(job, names)
        likely.take(job)
    known = {job.pk: job for job in new}
    older = {pk for likes in fits.values() for pk in likes} - set(known)
    known |= _rows(owner, older)
    groups, found = _groups(known), Linking()
    for job in new:
        _join(job, [known[pk] for pk in fits[job.pk] if pk in known], groups, found, at=at)
    for job in new:
        found.moved.pop(job.pk, None)
    return found


def group(job: Job) -> list[Job]:
    """All rows that are the same job, the primary first; a job without others alone."""
    leader = job.primary_id or job.pk
    rows = Job.objects.filter(_of(leader), owner_id=job.owner_id).order_by("discovered_at", "pk")
    return sorted(rows, key=lambda row: row.pk != leader)


def unlink(job: Job, other: Job, *, actor: str) -> Job:
    """Say that two jobs of a group are two, for good; `job` as it is then.

    The one that does not stand for the group leaves it; of two that do not, `other`.
    """
    with transaction.atomic():
        rows = group(lifecycle.fresh(job))
        leaver = next((row for row in rows if row.pk == other.pk), None)
        if leaver is None or other.pk == job.pk:
            return rows[0] if rows[0].pk == job.pk else lifecycle.fresh(job)
        if leaver.primary_id is None:
            leaver = next(row for row in rows if row.pk == job.pk)
        leaver = lifecycle.fresh(leaver)
        before = lifecycle.snapshot(leaver)
        former, leaver.primary = leaver.primary_id, None
        _part(leaver, [row for row in rows if row.pk != leaver.pk])
        stays = other if leaver.pk == job.pk else job
        lifecycle.record(
            leaver, "job.unlinked", before=before, actor=actor,
            context={"data": {"job": str(stays.pk)}},
        )  # fmt: skip
        primaries.recount(Job.objects.all(), [former])
        return leaver if leaver.pk == job.pk else lifecycle.fresh(job)


def _part(leaver: Job, others: Sequence[Job]) -> None:
    """Never again one with any of `others`."""
    for other in others:
        first, second = sorted((leaver, other), key=lambda row: row.pk)
        JobLink.objects.update_or_create(
            first=first, second=second,
            defaults={"state": "unlinked", "decided_by": "user"},
            create_defaults={
                "owner_id": leaver.owner_id, "state": "unlinked", "decided_by": "user",
                "title_likeness": 0.0, "employer_likeness": 0.0,
            },
        )  # fmt: skip


def _titles(owner: User, names: Collection[str], *, at: datetime) -> list[tuple[UUID, str, str]]:
    """Id, employer and title of all jobs of these employers that are young enough."""
    jobs = Job.objects.filter(
        owner=owner, employer_key__in=names,
        discovered_at__gte=at - WINDOW, discovered_at__lte=at + WINDOW,
    )  # fmt: skip
    return list(jobs.order_by().values_list("pk", "employer_key", "title"))


def _rows(owner: User, ids: Collection[UUID]) -> dict[UUID, Job]:
    """The jobs `ids` with all that are grouped with them, ours until the commit."""
    if not ids:
        return {}
    leaders = Job.objects.filter(pk__in=ids, primary__isnull=False).values("primary_id")
    rows = Job.objects.filter(
        Q(pk__in=ids) | Q(pk__in=leaders) | Q(primary_id__in=ids) | Q(primary_id__in=leaders),
        owner=owner,
    )
    ours = rows.order_by("pk").select_for_update(of=("self",)).only(*COLUMNS)
    return {job.pk: job for job in ours}


def _groups(known: dict[UUID, Job]) -> dict[UUID, list[Job]]:
    """Leader → its rows, itself included."""
    found: dict[UUID, list[Job]] = {}
    for job in known.values():
        found.setdefault(job.primary_id or job.pk, []).append(job)
    return found


def _join(
    job: Job,
    likely: Sequence[Job],
    groups: dict[UUID, list[Job]],
    found: Linking,
    *,
    at: datetime,
) -> None:
    """Into the first group that it fits as a whole: no member may speak against it."""
    tried: set[UUID] = set()
    for other in sorted(likely, key=lambda row: row.discovered_at, reverse=True)[:MOST]:
        leader = other.primary_id or other.pk
        if leader in tried or abs(job.discovered_at - other.discovered_at) > WINDOW:
            continue
        tried.add(leader)
        rows = groups[leader]
        likeness = _fits(job, rows)
        if likeness is None:
            continue
        found.links.append((job, _link(job, rows[0], likeness, at=at)))
        groups.pop(job.pk, None)
        _lead([*rows, job], groups, found, former=leader)
        return


def _fits(job: Job, rows: Sequence[Job]) -> Likeness | None:
    """How alike it is to the first of them, when it is like all of them."""
    this = subject_of(job)
    likenesses = [compare(this, subject_of(row)) for row in rows]
    return None if any(one.kind == "different" for one in likenesses) else likenesses[0]


def _lead(rows: list[Job], groups: dict[UUID, list[Job]], found: Linking, *, former: UUID) -> None:
    """Let the best of `rows` stand for the others."""
    best = min(rows, key=primaries.rank)
    rows.sort(key=lambda row: row is not best)
    del groups[former]
    groups[best.pk] = rows
    found.leaders |= {best.pk, former}
    for row in rows:
        leader = None if row is best else best
        if row.primary_id != (leader and leader.pk):
            row.primary = leader
            found.moved[row.pk] = row


def _link(job: Job, other: Job, likeness: Likeness, *, at: datetime) -> JobLink:
    first, second = sorted((job, other), key=lambda row: row.pk)
    return JobLink(
        owner_id=job.owner_id, first=first, second=second, kind=_kind(job, other, at=at), at=at,
        title_likeness=likeness.title, employer_likeness=likeness.employer,
        reason=likeness.reason,
    )  # fmt: skip


def _kind(job: Job, other: Job, *, at: datetime) -> str:
    """A repost is the same source showing again what it had taken away."""
    if job.source != other.source:
        return "duplicate"
    gone = other.listing_closed_at is not None or other.status == Status.EXPIRED
    seen = other.last_seen_at or other.discovered_at
    return "repost" if gone or at - seen > STALE else "duplicate"


def _said(job: Job, link: JobLink) -> dict[str, str]:
    other = link.second_id if link.first_id == job.pk else link.first_id
    return {"job": str(other), "kind": link.kind}


def _of(leader: UUID) -> Q:
    return Q(pk=leader) | Q(primary_id=leader)
