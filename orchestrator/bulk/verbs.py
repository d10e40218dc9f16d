"""What can be done to many jobs at once: the verbs of one job, by the names of the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from jobops.lib.errors import Problem, Refused
from orchestrator import gateway, lifecycle
from orchestrator.jobs import snoozing, tags
from orchestrator.lifecycle import IllegalTransition, Status
from orchestrator.models import Job, Operation, User
from orchestrator.pipeline import judge, process
from orchestrator.tracking import stages

Result = TypeVar("Result")


@dataclass(frozen=True)
class Outcome:
    """`work` goes on by itself; `event` is what an undo would take back."""

    work: Operation | None = None
    event: UUID | None = None


@dataclass(frozen=True)
class Order:
    """How a verb is to be done. `force` makes texts or scores anew; `existing` takes a PDF that is
    there; `event` is the one move that may be undone, `aside` and `tagged` say that it was no move
    but a snooze or a change of tags; `until` is the moment to snooze to, `tag` the name of one.
    """

    actor: str
    force: bool = False
    existing: bool = False
    event: UUID | None = None
    aside: bool = False
    tagged: bool = False
    until: str = ""
    tag: str = ""


# Called within a transaction, with a row that was read shortly before it.
Verb = Callable[[Job, Order], Outcome]


def _sources(action: str) -> tuple[str, ...]:
    edges = Job._meta.get_field("status").get_all_transitions(Job)
    found = {edge.source for edge in edges if edge.name == action}
    return tuple(status for status in Status.values if status in found)


# Present status → the actions that make sense there, for who counts them beforehand.
SOURCES: Mapping[str, tuple[str, ...]] = {
    "skip": _sources("skip"),
    "move_to_ready": _sources("start_processing"),
    "rescore": tuple(status for status in Status.values if status != Status.PROCESSING),
    "apply": _sources("apply"),
    "reopen": _sources("reopen"),
    "snooze": tuple(snoozing.OPEN),
    "wake": tuple(snoozing.OPEN),
    "tag": tuple(Status.values),
    "untag": tuple(Status.values),
}
# Model calls per job, at most.
CALLS: Mapping[str, int] = {"move_to_ready": 2, "rescore": 1}


def skip(job: Job, *, actor: str) -> tuple[Job, UUID]:
    """Put the job aside. Raises Refused(status_not_allowed) from anywhere but its two sources."""
    with transaction.atomic():
        row = lifecycle.fresh(job)
        return row, _moved(row, "skip", actor=actor)


def can(status: str, *, snoozed: bool = False) -> tuple[str, ...]:
    """The actions open to a job in this status; only one that is put aside can be woken, and
    tags are for all.
    """
    found = (action for action, sources in SOURCES.items() if status in sources)
    left = {"tag", "untag"} if snoozed else {"tag", "untag", "wake"}
    return tuple(action for action in found if action not in left)


def estimate(owner: User, action: str, *, jobs: int) -> str:
    """What a bulk action will cost, before it starts: "12 jobs, about 24 model calls"."""
    counted = "1 job" if jobs == 1 else f"{jobs} jobs"
    calls = jobs * CALLS.get(action, 0)
    if not calls:
        return counted
    if gateway.for_owner(owner) is None:
        return f"{counted}, computed, no model"
    return f"{counted}, about {calls} model {'call' if calls == 1 else 'calls'}"


def _skip(job: Job, order: Order) -> Outcome:
    return Outcome(event=_done(job, lambda row: _moved(row, "skip", actor=order.actor)))


def _reopen(job: Job, order: Order) -> Outcome:
    return Outcome(event=_done(job, lambda row: _moved(row, "reopen", actor=order.actor)))


def _apply(job: Job, order: Order) -> Outcome:
    event = _done(job, lambda row: stages.apply_step(row, actor=order.actor))
    return Outcome(event=event.pk if event else None)


def _undo(job: Job, order: Order) -> Outcome:
    event = order.event
    if order.aside and event:
        _done(job, lambda row: snoozing.back_step(row, event, actor=order.actor))
    elif order.tagged and event:
        _done(job, lambda row: tags.back_step(row, event, actor=order.actor))
    else:
        _done(job, lambda row: stages.back_step(row, actor=order.actor, event_id=event))
    return Outcome()


def _snooze(job: Job, order: Order) -> Outcome:
    until = datetime.fromisoformat(order.until)
    event = _done(job, lambda row: snoozing.snooze_step(row, until, actor=order.actor))
    return Outcome(event=event.pk if event else None)


def _wake(job: Job, order: Order) -> Outcome:
    event = _done(job, lambda row: snoozing.wake_step(row, actor=order.actor))
    return Outcome(event=event.pk if event else None)


def _tag(job: Job, order: Order) -> Outcome:
    event = _done(
        job, lambda row: tags.add_step(row, tags.make(row.owner, order.tag), actor=order.actor)
    )
    return Outcome(event=event.pk if event else None)


def _untag(job: Job, order: Order) -> Outcome:
    found = job.owner.tags.filter(folded=tags.folded(order.tag)).first()
    if found is None:
        return Outcome()
    event = _done(job, lambda row: tags.drop_step(row, found, actor=order.actor))
    return Outcome(event=event.pk if event else None)


def _rescore(job: Job, order: Order) -> Outcome:
    return Outcome(work=judge.request(job, actor=order.actor, force=order.force))


def _move_to_ready(job: Job, order: Order) -> Outcome:
    if order.existing and job.has_sound_pdf:
        ready = _done(job, lambda row: _moved(row, "mark_ready", actor=order.actor))
        return Outcome(event=ready)
    return Outcome(work=process.request(job, actor=order.actor, force=order.force))


def _done(job: Job, step: Callable[[Job], Result]) -> Result:
    """`step` for the row as the whole batch was read, which is nearly always how it still is;
    what is refused is tried once with the row as it is now.
    """
    try:
        return step(job)
    except Problem:
        return step(lifecycle.fresh(job))


def _moved(row: Job, action: str, *, actor: str) -> UUID:
    try:
        return lifecycle.step(row, action, actor=actor).pk
    except IllegalTransition as refused:
        if refused.kind != "illegal_transition" or action not in SOURCES:
            raise
        status: Any = refused.details["source"]
        allowed = list(SOURCES[action])
        raise Refused("status_not_allowed", status=status, allowed=allowed) from refused


VERBS: Mapping[str, Verb] = {
    "skip": _skip,
    "rescore": _rescore,
    "move_to_ready": _move_to_ready,
    "apply": _apply,
    "reopen": _reopen,
    "snooze": _snooze,
    "wake": _wake,
    "tag": _tag,
    "untag": _untag,
    "undo": _undo,
}
