"""What is due: the strip above the lanes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from jobops.lib.words import say
from orchestrator.models import Interview, ToDo
from orchestrator.templatetags.ui import plural
from orchestrator.tracking import standing
from orchestrator.tracking.followups import Suggestion
from orchestrator.tracking.standing import Pending, Waiting
from orchestrator.workspace.board_asked import Asked
from orchestrator.workspace.following import due as due_on
from orchestrator.workspace.followup_offer import Offer, offer
from orchestrator.workspace.parameters import shortened

FIRST, MOST = 2, 20


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
    is_cut: bool

    @property
    def first(self) -> tuple[Entry, ...]:
        return self.entries[:FIRST]

    @property
    def more(self) -> tuple[Entry, ...]:
        return self.entries[FIRST:]


@dataclass(frozen=True)
class Due:
    """`url`: the board with nothing but what is due."""

    groups: tuple[Group, ...]
    url: str


def due(found: Waiting, *, silences: Sequence[Suggestion], asked: Asked, now: datetime) -> Due:
    late = [one for one in found.todos if one.due_at is not None and one.due_at <= now]
    near = [one for one in found.dates if one.scheduled_at <= now + standing.WEEK]
    mails = sum(one.count for one in found.mails)
    groups = (
        group("todos", say("Overdue to-dos"), "check", len(late), map(of_todo, late)),
        group("dates", say("Interviews"), "calendar", len(near), map(of_date, near)),
        group("silent", say("Follow-ups"), "send", len(silences),
              (silent(one, at, asked=asked) for at, one in enumerate(silences))),
        group("mails", say("Mails to review"), "mail", mails, map(of_mails, found.mails)),
    )  # fmt: skip
    return Due(tuple(one for one in groups if one.count), asked.but(due=True))


def group(key: str, label: str, icon: str, count: int, entries: Iterable[Entry]) -> Group:
    kept = tuple(islice(entries, MOST + 1))
    return Group(key, label, icon, count, kept[:MOST], is_cut=len(kept) > MOST)


def of_todo(todo: ToDo) -> Entry:
    url = f"/job/{todo.job_id}/timeline"
    since = due_on(todo.due_at) if todo.due_at else ""
    return Entry(
        shortened(todo.title), url, about(todo.job), overdue=say("Overdue: {since}", since=since)
    )


def of_date(date: Interview) -> Entry:
    when = due_on(date.scheduled_at)
    return Entry(about(date.job), f"/job/{date.job_id}/interviews/{date.pk}", when)


def silent(one: Suggestion, at: int, *, asked: Asked) -> Entry:
    """What may be done stands beside the first ones; the others have it on their own page."""
    url = f"/jobs/applied/{one.job.pk}#follow-up"
    acts = offer(one, back=asked.back) if at < FIRST else None
    return Entry(about(one.job), url, one.sentence, offer=acts)


def of_mails(one: Pending) -> Entry:
    if one.job_id is None:
        return Entry(say("Without an application"), "/tracking-inbox", plural(one.count, "mail"))
    text = f"{shortened(one.title)}, {shortened(one.employer)}"
    return Entry(text, f"/job/{one.job_id}/emails", plural(one.count, "mail"))


def about(job: Any) -> str:
    return f"{shortened(job.title)}, {shortened(job.employer)}"
