"""The mails of a job: all of them, and the newest in one line each for its panel."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jobops.lib.words import say
from orchestrator.models import InboundMessage, Job
from orchestrator.templatetags.ui import clock

NEWEST = 3


@dataclass(frozen=True)
class Line:
    url: str
    sender: str
    subject: str
    when: str
    waits: bool


def rows(job: Job) -> QuerySet[InboundMessage]:
    """Linked to it, or suggested for it and waiting; newest first."""
    mine = Q(job=job) | Q(suggested=job, status="pending_user")
    found = job.owner.mails.filter(mine).defer("references").select_related("account")
    return found.order_by("-received_at", "-id")


def newest(job: Job) -> tuple[Line, ...]:
    return tuple(map(line, rows(job)[:NEWEST]))


def line(row: InboundMessage) -> Line:
    return Line(
        url=f"/tracking-inbox/{row.pk}",
        sender=row.sender_name or row.sender_address,
        subject=row.subject or say("(no subject)"),
        when=clock(row.received_at),
        waits=row.status == "pending_user",
    )
