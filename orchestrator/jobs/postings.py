"""The one way in for postings, whatever their door: a new job, or a known one refreshed.

A known job keeps its status, its timeline, its PDF and every text the owner wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import IntegrityError, transaction
from django.utils import timezone

from jobops import logs
from orchestrator.jobs import arrivals, deadlines, links, listing, refreshing, sightings
from orchestrator.jobs.arrivals import Arrival, Key, Present
from orchestrator.jobs.identity import employer_key
from orchestrator.models import FollowedBoard, Job, JobEvent, User
from orchestrator.sources.posting import Posting
from orchestrator.sponsors import matching

Outcome = Literal["created", "refreshed", "unchanged", "duplicate"]
BATCH = 100


@dataclass(frozen=True)
class Added:
    """`duplicate`: address and source id belong to two different jobs, so neither was touched.

    `linked`: it is a job of its own that looks like one that was here.
    """

    job: Job
    outcome: Outcome
    changed: tuple[str, ...] = ()
    linked: bool = False


@dataclass(frozen=True)
class Door:
    """Whose jobs they become, who brings them, and from which followed board."""

    owner: User
    actor: str
    at: datetime
    board: FollowedBoard | None = None


def add(owner: User, posting: Posting, *, actor: str, at: datetime | None = None) -> Added:
    """Store `posting` as a job of `owner`, or refresh the job it already is."""
    (added,) = add_many(owner, [posting], actor=actor, at=at)
    return added


def add_many(
    owner: User,
    postings: Sequence[Posting],
    *,
    actor: str,
    at: datetime | None = None,
    board: FollowedBoard | None = None,
) -> list[Added]:
    """The same for up to a hundred in one transaction; answers in the order of `postings`."""
    if len(postings) > BATCH:
        raise ValueError(f"more than {BATCH} postings in one transaction")
    door = Door(owner, actor, at or timezone.now(), board)
    came = [Arrival(posting, at=door.at) for posting in postings]
    _prepare(owner, came)
    with transaction.atomic():
        _in_turn(owner)
        added = _add(door, came)
    return [added[arrival] for arrival in came]


def _prepare(owner: User, came: Sequence[Arrival]) -> None:
    """Clean and read the new ones before the database is ours: others write meanwhile."""
    here = arrivals.present(owner, came)
    for arrival in came:
        if not here.of(arrival) or not here.says_nothing_new(arrival):
            _ = arrival.columns


def _in_turn(owner: User) -> None:
    """One import of an owner at a time, where the database would let two in."""
    User.objects.select_for_update(no_key=True).filter(pk=owner.pk).values_list("pk").first()


def _add(door: Door, came: Sequence[Arrival]) -> dict[Arrival, Added]:
    """Rows are locked first, then inserted, then the owner's counters raised, as a move does it:
    nobody waits for somebody who waits for him.
    """
    here = arrivals.present(door.owner, came, locked=True)
    first, again = _once(came)
    known = [arrival for arrival in first if here.of(arrival)]
    added = _create(door, [arrival for arrival in first if not here.of(arrival)], here)
    added |= _refresh(door, known, here)
    return (added | _add(door, again)) if again else added


def _once(came: Sequence[Arrival]) -> tuple[list[Arrival], list[Arrival]]:
    """Those that share no key with an earlier one, and those that do."""
    met, first, again = set[Key](), list[Arrival](), list[Arrival]()
    for arrival in came:
        own = {*arrival.identity, arrival.sighting}
        (again if own & met else first).append(arrival)
        met |= own
    return first, again


def _create(door: Door, new: Sequence[Arrival], here: Present) -> dict[Arrival, Added]:
    if not new:
        return {}
    rows = [_job(door, arrival) for arrival in new]
    matching.fill(rows)
    linking = links.find(door.owner, rows, at=door.at)
    try:
        with transaction.atomic():
            Job.objects.bulk_create(rows)
    except IntegrityError:
        return _one_by_one(door, new)
    sightings.note(
        door.owner, list(zip(new, rows, strict=True)), present=here, board=door.board, at=door.at
    )
    JobEvent.objects.write_all(
        rows, "job.created", actor=door.actor, at=door.at, ids=logs.current(),
        each=lambda job: {"data": {"source": job.source}},
    )  # fmt: skip
    linking.store(actor=door.actor, at=door.at)
    return {
        arrival: Added(job, "created", linked=job.pk in linking.linked)
        for arrival, job in zip(new, rows, strict=True)
    }


def _one_by_one(door: Door, new: Sequence[Arrival]) -> dict[Arrival, Added]:
    """Somebody else was a moment faster with one of them; the others are new all the same."""
    added: dict[Arrival, Added] = {}
    for arrival in new:
        here = arrivals.present(door.owner, [arrival], locked=True)
        if here.of(arrival):
            added |= _refresh(door, [arrival], here)
        elif len(new) == 1:
            raise IntegrityError(f"{arrival.keys} can be neither found nor stored")
        else:
            added |= _create(door, [arrival], here)
    return added


def _job(door: Door, arrival: Arrival) -> Job:
    posting, at, values = arrival.posting, door.at, arrival.columns
    job: Job = Job(
        owner=door.owner,
        source=arrival.keys.source,
        source_job_id=arrival.keys.source_job_id,
        job_url=posting.job_url,
        canonical_url=arrival.keys.url,
        employer_key=employer_key(posting.employer),
        deadline_at=deadlines.day_of(
            values["deadline"],
            on=at.date(),
            posted_on=values["posted_on"],
            location=posting.location,
        ),
        discovered_at=at,
        created_at=at,
        updated_at=at,
        last_seen_at=at,
        **values,
    )
    job.inputs = job.inputs_now()
    return job


def _refresh(door: Door, known: Sequence[Arrival], here: Present) -> dict[Arrival, Added]:
    if not known:
        return {}
    added: dict[Arrival, Added] = {}
    seen = [(arrival, jobs[0]) for arrival in known if len(jobs := here.of(arrival)) == 1]
    nothing_new = {arrival for arrival, _ in seen if here.says_nothing_new(arrival)}
    seen = [(arrival, _seen(door, job)) for arrival, job in seen]
    # Nobody is told of a later time.
    Job.objects.filter(pk__in=[job.pk for _, job in seen]).update(last_seen_at=door.at)
    sightings.note(door.owner, seen, present=here, board=door.board, at=door.at)
    for arrival, job in seen:
        row, changed = job, tuple[str, ...]()
        if arrival not in nothing_new:
            row, changed = refreshing.refresh(job, arrival, actor=door.actor, at=door.at)
        if door.actor == "pipeline":
            row = refreshing.relist(row, at=door.at)
        added[arrival] = Added(row, "refreshed" if changed else "unchanged", changed)
    return {**{a: Added(here.of(a)[0], "duplicate") for a in known if a not in added}, **added}


def _seen(door: Door, job: Job) -> Job:
    """Where it was thought to be closed, it is not."""
    if job.listing_closed_at is None:
        return job
    return listing.clear(job, actor=refreshing.editor(door.actor))
