"""A mail with its decision becomes a row, its link and its step: all of it or nothing.

The run's row is written first: a worker that lost its run stores nothing, and its counters are
those of what is there. Then the job's is locked, then the mail's, as a deletion does it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from orchestrator import preferences
from orchestrator.inbox import decisions, leasing, steps, tiers
from orchestrator.inbox.deciding import AUTO, require_waiting
from orchestrator.inbox.mails import mime
from orchestrator.inbox.mails.mail import Item, Mail
from orchestrator.inbox.routes.routing import Routing
from orchestrator.models import InboundMessage, Job, SeenMail, SyncRun

MOST_TRIES = 5
# After each failure: the next reading, then later ones.
AGAIN_AFTER = tuple(timedelta(minutes=minutes) for minutes in (0, 10, 60, 240))
NO_FAULT: dict[str, Any] = {"error_code": "", "error_message": "", "retry_at": None}


def store(
    run: SyncRun, item: Item, mail: Mail, routing: Routing, *, key: str = "", **progress: Any
) -> InboundMessage | None:
    """The mail's row, linked if the decision says so; None when nothing is kept. One that is here
    already only gets the run, unless it failed before.

    `progress` are columns of the run that are true with this mail stored. Raises Superseded.
    """
    key = key or mime.key(mail)
    with transaction.atomic():
        leasing.write(run, **progress)
        if routing.decision == "unseen":
            _forget(run, key, item.received_at)
            return None
        job = _job(run.owner_id, routing)
        where = {**tiers.place(run, item), "received_at": item.received_at}
        row, is_open = _row(run, key, where)
        row.runs.add(run)
        if not is_open:
            leasing.write(run, skipped=F("skipped") + 1)
            return row
        row = _settle(row, mail, routing, job=job, thread_id=item.thread_id)
        leasing.write(run, **_counted(row, routing))
    return row


def failed(
    run: SyncRun, item: Item, *, key: str, code: str, sentence: str, **progress: Any
) -> None:
    """Keep a mail that could not be read or stored, for another try. Raises Superseded."""
    with transaction.atomic():
        leasing.write(run, errored=F("errored") + 1, **progress)
        head = tiers.shown(item.head, received_at=item.received_at)
        values = {**head, **tiers.place(run, item), "external_thread_id": item.thread_id[:200]}
        row, is_open = _row(run, key, {**values, "error_code": code[:40]})
        row.runs.add(run)
        if not is_open:
            return
        tries = row.attempts + 1
        again = AGAIN_AFTER[min(tries, len(AGAIN_AFTER)) - 1] if run.account_id else None
        InboundMessage.objects.filter(pk=row.pk).update(
            error_code=code[:40],
            error_message=sentence[:300],
            attempts=tries,
            retry_at=timezone.now() + again if again is not None and tries < MOST_TRIES else None,
            updated_at=timezone.now(),
        )


def reroute(row: InboundMessage, mail: Mail, routing: Routing) -> InboundMessage:
    """Another decision about a mail nobody decided. What was linked by itself and taken back is
    only suggested. Raises Refused: message_decided.
    """
    with transaction.atomic():
        job = _job(row.owner_id, routing)
        held = InboundMessage.objects.select_for_update(of=("self",)).get(pk=row.pk)
        require_open(held)
        if steps.was_taken_back(held):
            routing = replace(routing, decision="pending_user")
        if routing.decision == "unseen":
            routing = replace(routing, decision="ignored")
        return _settle(held, mail, routing, job=job, thread_id=held.external_thread_id)


def require_open(row: InboundMessage) -> None:
    """Raises Refused: message_decided, when a person or a link decided."""
    if row.status != "ignored" or row.decided_by:
        require_waiting(row)


def is_faulty(row: InboundMessage) -> bool:
    """It failed before, and nobody decided meanwhile."""
    return bool(row.error_code) and row.status == "pending_user" and row.decided_at is None


def _settle(
    row: InboundMessage, mail: Mail, routing: Routing, *, job: Job | None, thread_id: str
) -> InboundMessage:
    wanted = preferences.of(row.owner)
    values = {
        **tiers.shown(mail, received_at=row.received_at),
        **tiers.judged(routing),
        **tiers.told(mail, routing, thread_id=thread_id, wanted=wanted),
        **NO_FAULT,
        "suggested": job,
        "updated_at": timezone.now(),
    }
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[*values])
    if routing.decision != "auto_linked" or job is None:
        return row
    target = routing.target
    return decisions.link(row, job, target=target, by=AUTO, actor="mail", text=mail.text).mail


def _counted(row: InboundMessage, routing: Routing) -> dict[str, Any]:
    """One more of what it turned out to be."""
    is_relevant = routing.decision != "ignored"
    found = {
        "relevant": is_relevant,
        "classified": is_relevant and routing.cls > 0,
        "matched": is_relevant and routing.job_id is not None,
        "approved": row.status == "auto_linked",
    }
    return {name: F(name) + 1 for name, is_so in found.items() if is_so}


def _job(owner_id: UUID, routing: Routing) -> Job | None:
    """None also when it was deleted while the mail was read."""
    if routing.job_id is None or routing.decision == "ignored":
        return None
    mine = Job.objects.filter(owner_id=owner_id, pk=routing.job_id)
    found: Job | None = mine.select_for_update(of=("self",), no_key=True).first()
    return found


def _row(run: SyncRun, key: str, values: Mapping[str, Any]) -> tuple[InboundMessage, bool]:
    """The row of this mail, made with `values` if there is none, and whether it waits for a
    decision of ours: it is new, or failed before.
    """
    mine = InboundMessage.objects.filter(owner=run.owner, key=key).select_related("owner")
    row = mine.select_for_update(of=("self",)).first()
    if row is None:
        try:
            with transaction.atomic():
                made = InboundMessage(owner=run.owner, key=key, **values)
                made.save(force_insert=True)
                return made, True
        except IntegrityError:
            row = mine.select_for_update(of=("self",)).get()
    return row, is_faulty(row)


def _forget(run: SyncRun, key: str, at: datetime) -> None:
    """Only that it was there; a mail that failed before leaves its row too."""
    seen = SeenMail(owner=run.owner, key=key, at=at)
    SeenMail.objects.bulk_create([seen], ignore_conflicts=True)
    faulty = InboundMessage.objects.filter(owner=run.owner, key=key, status="pending_user")
    faulty.filter(decided_at=None).exclude(error_code="").delete()
