"""Scoring jobs: one with a model, or many by the rules. A score becomes a card (`cards`)."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from django.db import transaction

from jobops.lib.errors import Refused
from orchestrator import answers, leases, lifecycle, preferences
from orchestrator import gateway as gateways
from orchestrator.lifecycle import Status
from orchestrator.models import Job, JobQuerySet, Operation, User
from orchestrator.pipeline import cards, slots
from orchestrator.pipeline.desk import Desk, Draft
from orchestrator.scoring.model import Asked

logger = logging.getLogger(__name__)

BATCH = 50


@dataclass(frozen=True)
class Judged:
    """What became of one job: its row as stored, or why there is no new score. Neither: it is
    gone.
    """

    job_id: UUID
    job: Job | None = None
    error: Exception | None = None


def request(job: Job, *, actor: str, force: bool = False) -> Operation:
    """Claim the score slot. Raises Busy or Refused."""
    if job.status == Status.PROCESSING:
        raise Refused("status_not_allowed", status=job.status)
    slots.require_worker()
    with transaction.atomic():
        operation = slots.new_operation(
            job, kind="rescore", options={"force": force, "actor": actor}
        )
        token = slots.take(job, slot="score", kind=leases.RESCORE, operation=operation)
        return slots.queue(operation, token=token, task="rescore_job")


def run(operation_id: str) -> None:
    work = slots.begin(operation_id)
    if work is None:
        return
    with slots.kept(work):
        try:
            model = gateways.for_owner(work.job.owner, cancelled=lambda: not slots.still_mine(work))
            judge(work.job, gateway=model, force=work.operation.options["force"])
            this = Job.objects.filter(pk=work.job.pk)
            skip_below(this, owner=work.job.owner, actor="worker")
        except Exception as error:  # the slot must come free, whatever it was
            slots.fail(work, error)
        else:
            slots.succeed(work, result={})
        finally:
            slots.release(work, "score")


def skip_below(jobs: JobQuerySet, *, owner: User, actor: str) -> int:
    """Skip those of `jobs` that score below the owner's threshold; how many. Each can be undone."""
    threshold = preferences.of(owner)["autoSkipScoreThreshold"]
    if threshold is None:
        return 0
    skipped = 0
    for job in jobs.filter(owner=owner).below(threshold):
        with suppress(leases.Busy, leases.Superseded, lifecycle.IllegalTransition):
            data = {"score": job.score, "threshold": threshold}
            lifecycle.move(job, "auto_skip", actor=actor, context={"data": data})
            skipped += 1
    return skipped


def score_now(job: Job, *, on: date | None = None, instructions: str | None = None) -> Job:
    """The computed score, at once; what an import or a page calls."""
    return judge(job, gateway=None, on=on, instructions=instructions)


def judge(
    job: Job,
    *,
    gateway: Asked | None,
    force: bool = True,
    on: date | None = None,
    instructions: str | None = None,
    actor: str = "worker",
    desk: Desk | None = None,
) -> Job:
    """Score `job` and store a card, unless nothing changed since the last one and `force` is off.

    A failing model leaves the computed score. A score the owner typed meanwhile is kept.
    `instructions` stand in for the owner's setting; a `desk` is for several jobs of one owner.
    Raises Job.DoesNotExist when it is gone.
    """
    desk = desk or Desk(job.owner, on=on, instructions=instructions)
    desk.take_up([job])
    inputs = desk.inputs(job, engine=gateway.model if gateway else "computed")
    last = job.cards.order_by("-created_at", "-id").values_list("inputs", "fallback_reason").first()
    if not force and not job.score_outdated and last == (inputs, None):
        return job
    if gateway is None:
        return _kept(desk, desk.score(job), actor=actor)
    question = desk.question(job, engine=gateway.model)
    asked = answers.Remembering(gateway, job.owner, question, anew=force)
    stored = _kept(desk, desk.score(job, gateway=asked), actor=actor)
    answers.known_as(job.owner, question, also=desk.question(stored, engine=gateway.model))
    return stored


def _kept(desk: Desk, draft: Draft, *, actor: str) -> Job:
    stored = cards.store(desk.owner, [draft], actor=actor)
    if draft.job.pk not in stored:
        raise Job.DoesNotExist
    return stored[draft.job.pk]


def score_many(
    owner: User,
    jobs: Iterable[UUID | Job],
    *,
    on: date | None = None,
    instructions: str | None = None,
) -> list[Judged]:
    """The computed scores of many jobs of one owner, in their order, fifty to a transaction.

    A job that cannot be scored or stored never spoils the others.
    """
    desk = Desk(owner, on=on, instructions=instructions)
    return [one for batch in _batches(jobs) for one in _score_all(desk, batch)]


def _batches(jobs: Iterable[UUID | Job]) -> Iterator[list[UUID | Job]]:
    waiting = iter(jobs)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _score_all(desk: Desk, batch: Sequence[UUID | Job]) -> Iterator[Judged]:
    asked = {_id(one): one for one in batch}
    missing = [pk for pk, one in asked.items() if not isinstance(one, Job)]
    found = desk.owner.jobs.in_bulk(missing) if missing else {}
    given = {pk: one if isinstance(one, Job) else found.get(pk) for pk, one in asked.items()}
    rows = {pk: row for pk, row in given.items() if row is not None}  # events are in this order
    desk.take_up(rows.values())
    done = {pk: _scored(desk, row) for pk, row in rows.items()}
    drafts = [one for one in done.values() if isinstance(one, Draft)]
    failed = {pk: one for pk, one in done.items() if isinstance(one, Exception)}
    ended: dict[UUID, Job | Exception] = {**failed, **_stored(desk, drafts)}
    for pk in asked:
        yield _judged(pk, ended)


def _id(one: UUID | Job) -> UUID:
    return one if isinstance(one, UUID) else UUID(str(one.pk))


def _judged(pk: UUID, ended: Mapping[UUID, Job | Exception]) -> Judged:
    found = ended.get(pk)
    return Judged(pk, error=found) if isinstance(found, Exception) else Judged(pk, job=found)


def _scored(desk: Desk, job: Job) -> Draft | Exception:
    try:
        return desk.score(job)
    except Exception as error:  # one posting that cannot be read must not keep the others waiting
        logger.exception("not scored", extra={"meta": {"job": str(job.pk)}})
        return error


def _stored(desk: Desk, drafts: Sequence[Draft]) -> Mapping[UUID, Job | Exception]:
    if not drafts:
        return {}
    try:
        return cards.store(desk.owner, drafts)
    except Exception as error:  # all of them were given back: each is tried by itself
        if len(drafts) > 1:
            parts = [_stored(desk, [one]) for one in drafts]
            return {pk: found for part in parts for pk, found in part.items()}
        logger.exception("score not stored", extra={"meta": {"job": str(drafts[0].job.pk)}})
        return {drafts[0].job.pk: error}
