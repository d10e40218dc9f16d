"""Linking a mail to an application, or not: each decision is one transaction, made once.

The job's row is locked before the mail's, in the order in which a deletion locks them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from jobops.lib.errors import Refused
from orchestrator import lifecycle
from orchestrator.inbox import deciding, meetings, steps
from orchestrator.inbox.deciding import AUTO, USER
from orchestrator.models import InboundMessage, Job, StageEvent, Tally
from orchestrator.tracking import stages

CERTAIN = 95
# A mail may be a little older than what is known as the day of applying.
LEEWAY = timedelta(days=1)


@dataclass(frozen=True)
class Decided:
    """A mail as it now is, with the job it was linked to or taken from. `warning`: what else the
    decision did to the application, as a sentence.
    """

    mail: InboundMessage
    job: Job | None = None
    step: StageEvent | None = None
    warning: str = ""


def link(
    mail: InboundMessage,
    job: Job,
    *,
    target: str,
    by: str,
    actor: str,
    note: str = "",
    text: str = "",
) -> Decided:
    """Link a waiting mail to `job` and write the step it reports. `by` "auto": only where no
    person has to look, else it keeps waiting. `text` is kept if the owner wants it kept.

    Raises Refused: message_decided.
    """
    with transaction.atomic():
        row = lifecycle.fresh(job)
        if by == AUTO and not needs_nobody(mail, row):
            return Decided(deciding.suggest(mail, row))
        linked = deciding.claim(mail, row, target=target, by=by, note=note, text=text)
        row, step, warning = steps.write(linked, row, target=target, by=by, actor=actor)
        if step is None:
            _tell(row, "job.mail_linked", mail, actor=actor)
        meetings.arrange(linked, row, actor=actor)
    return Decided(linked, row, step, warning)


def needs_nobody(mail: InboundMessage, row: Job) -> bool:
    """Whether a mail may be linked without a person: the application is open, and not younger than
    the mail.
    """
    if row.status not in stages.SENT or row.closed_at is not None or mail.confidence < CERTAIN:
        return False
    return row.applied_at is None or mail.received_at >= row.applied_at - LEEWAY


def approve(
    mail: InboundMessage, *, actor: str, job: Job | None = None, target: str = "", note: str = ""
) -> Decided:
    """Link a waiting mail to `job`, or to the one it suggests. Raises Refused: message_decided,
    no_suggested_match.
    """
    deciding.require_waiting(mail)
    chosen = job or mail.suggested
    if chosen is None:
        raise Refused("no_suggested_match")
    target = target or mail.stage_target or stages.NO_CHANGE
    return link(mail, chosen, target=target, by=USER, note=note, actor=actor)


def deny(mail: InboundMessage, *, actor: str) -> Decided:
    """Put a waiting mail aside. Raises Refused: message_decided."""
    with transaction.atomic():
        denied = deciding.put_aside(mail)
        Tally.objects.raised(mail.owner_id)
    return Decided(denied)


def restore(mail: InboundMessage, *, actor: str) -> Decided:
    """Let a mail that was put aside wait again; one that waits stays as it is. Raises Refused:
    message_decided.
    """
    with transaction.atomic():
        back = deciding.bring_back(mail)
        Tally.objects.raised(mail.owner_id)
    return Decided(back)


def undo(mail: InboundMessage, *, actor: str, elsewhere: bool = False) -> Decided:
    """Make a decision never have been, however old it is, and whatever followed it; a repeat
    changes nothing. `elsewhere`: the mail is about another job, so this one is not suggested again.
    """
    with transaction.atomic():
        found = InboundMessage.objects.select_related("job").get(pk=mail.pk)
        if found.status == deciding.IGNORED:
            return restore(found, actor=actor)
        if found.job is None:
            return Decided(found)
        row = lifecycle.fresh(found.job)
        freed = deciding.release(found, row, elsewhere=elsewhere)
        if freed is None:
            return Decided(InboundMessage.objects.get(pk=mail.pk))
        back = steps.take_out(freed, row, actor=actor)
        if back is None:
            _tell(row, "job.mail_unlinked", mail, actor=actor)
        meetings.call_off(freed, actor=actor)
        return Decided(freed, back or row)


def undo_step(job: Job, event: StageEvent, *, actor: str) -> Job:
    """Make a step never have been. The mail that reported it waits for a decision again."""
    mail = event.message
    live = event.removed_at is None and event.undone_at is None
    if mail is None or not live or mail.job_id != job.pk:
        return stages.undo(job, event, actor=actor)
    return undo(mail, actor=actor).job or stages.undo(job, event, actor=actor)


def _tell(row: Job, kind: str, mail: InboundMessage, *, actor: str) -> None:
    """A step tells of its mail; without one, this does."""
    context = {"data": {"message": str(mail.pk)}}
    lifecycle.record(row, kind, before=lifecycle.snapshot(row), actor=actor, context=context)
