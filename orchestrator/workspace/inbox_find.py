"""Finding the job a mail is about, among all jobs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from orchestrator.jobs import finding
from orchestrator.models import InboundMessage, User
from orchestrator.workspace import inbox_standing, inbox_view
from orchestrator.workspace.inbox_form import DecisionForm

MOST = 8
LONGEST = 100
# Applications first: mail is rarely about anything else.
ORDER = ("applied", "ready", "discovered", "other")


def filled(request: HttpRequest, row: InboundMessage) -> DecisionForm:
    """The form as it was sent, with what its words find."""
    words = " ".join(request.POST.get("q", "").replace("\0", "").split())[:LONGEST]
    found = sought(row.owner, words) if words else ()
    more = set(found) | ids(request.POST.get("job", ""))
    known = inbox_standing.read(row.owner, inbox_view.named([row]) | more)
    return DecisionForm(request.POST, row=row, known=known, words=words, found=found)


def sought(owner: User, words: str) -> tuple[UUID, ...]:
    groups = {group.key: group for group in finding.find(owner, words)}
    hits = [hit for key in ORDER if key in groups for hit in groups[key].hits]
    return tuple(hit.job.pk for hit in hits[:MOST])


def ids(text: str) -> set[UUID]:
    try:
        return {UUID(text)}
    except ValueError:
        return set()
