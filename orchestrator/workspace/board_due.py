"""What is due: the strip above the lanes, and the one line about it above the list of jobs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from orchestrator.models import Interview, ToDo, User
from orchestrator.templatetags.ui import plural
from orchestrator.tracking import followups, standing
from orchestrator.tracking.followups import Suggestion
from orchestrator.tracking.standing import Pending
from orchestrator.workspace.board_asked import URL
from orchestrator.workspace.following import due as due_on
from orchestrator.workspace.followup_offer import Offer, offer

FIRST = 2


@dataclass(frozen=True)
class Entry:
    """One thing due; `offer` holds what may be done about a silence."""

    text: str
    url: str
    detail: str
    overdue: str = ""
    offer: Offer | None = None


@dataclass(frozen=True)
class Group:
    """`count` is of everything in it; what is beyond the first entries is folded."""

    key: str
    label: str
    icon: str
    count: int
    entries: tuple[Entry, ...]

    @property
    def first(self) -> tuple[Entry, ...]:
        return self.entries[:FIRST]

    @property
    def more(self) -> tuple[Entry, ...]:
        return self.entries[FIRST:]


@dataclass(frozen=True)
class Due:
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Digest:
    """`text` is one sentence about everything due."""

    text: str
    url: str


def due(
    owner: User, *, silences: Sequence[Suggestion], mails: Sequence[Pending], now: datetime
) -> Due:
    todos = standing.overdue(owner, now=now).select_related("job")
    dates = standing.coming(owner, now=now, until=now + standing.WEEK).select_related("job")
    found = (
        group("todos", "Overdue to-dos", "check", [of_todo(one) for one in todos]),
        group("dates", "Interviews", "calendar", [of_date(one) for one in dates]),
        group("silent", "Follow-ups", "send", [silent(one) for one in silences]),
        group("mails", "Mails to review", "mail", [of_mails(one) for one in mails],
              count=sum(one.count for one in mails)),
    )  # fmt: skip
    return Due(tuple(one for one in found if one.count))


def group(
    key: str, label: str, icon: str, entries: Iterable[Entry], *, count: int | None = None
) -> Group:
    kept = tuple(entries)
    return Group(key, label, icon, len(kept) if count is None else count, kept)


def of_todo(todo: ToDo) -> Entry:
    url = f"/job/{todo.job_id}/timeline"
    since = due_on(todo.due_at) if todo.due_at else ""
    return Entry(todo.title, url, about(todo.job), overdue=f"Overdue: {since}")


def of_date(date: Interview) -> Entry:
    when = due_on(date.scheduled_at)
    return Entry(about(date.job), f"/job/{date.job_id}/interviews/{date.pk}", when)


def silent(one: Suggestion) -> Entry:
    url = f"/jobs/applied/{one.job.pk}#follow-up"
    return Entry(about(one.job), url, one.sentence, offer=offer(one, back=urlencode({"back": URL})))


def of_mails(one: Pending) -> Entry:
    if one.job_id is None:
        return Entry("Without an application", "/tracking-inbox", plural(one.count, "mail"))
    text = f"{one.title}, {one.employer}"
    return Entry(text, f"/job/{one.job_id}/emails", plural(one.count, "mail"))


def about(job: Any) -> str:
    return f"{job.title}, {job.employer}"


def digest(owner: User, *, due: int, review: int) -> Digest | None:
    """None when there is nothing. `due`: overdue to-dos and near interviews, counted already."""
    silent = len(followups.suggested(owner, now=timezone.now()))
    parts = (
        f"{due} due" if due else "",
        f"{plural(silent, 'follow-up')} suggested" if silent else "",
        f"{plural(review, 'mail')} to review" if review else "",
    )
    text = ", ".join(part for part in parts if part)
    return Digest(f"Applications: {text}.", URL) if text else None
