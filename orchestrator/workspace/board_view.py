"""The lanes of the board and their cards, as one frozen value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from jobops.lib.text import fold
from jobops.lib.words import say
from orchestrator.models import User
from orchestrator.sources import credit
from orchestrator.templatetags.ui import plural
from orchestrator.tracking import experience, followups, standing
from orchestrator.tracking.derive import OUTCOMES, STAGES
from orchestrator.tracking.standing import CLOSED, Application
from orchestrator.workspace.board_asked import SORTS, Asked
from orchestrator.workspace.board_due import Due, due
from orchestrator.workspace.following import due as due_on
from orchestrator.workspace.parameters import shortened

RECENT = timedelta(days=30)
# Cards of a lane, until all of them are asked for.
MOST = 100
ORDERS: Mapping[str, Callable[[Application], Any]] = {
    "waiting": lambda one: (one.since, str(one.id)),
    "title": lambda one: (fold(one.title), one.since),
    "employer": lambda one: (fold(one.employer), one.since),
}


@dataclass(frozen=True)
class Next:
    """The next thing to do or the next date. `when` begins a sentence."""

    text: str
    when: str
    icon: str
    is_overdue: bool


@dataclass(frozen=True)
class Card:
    id: str
    title: str
    employer: str
    days: str
    next: Next | None
    mails: str
    outcome: str
    move_url: str


@dataclass(frozen=True)
class Lane:
    """`total` is without the filters, `fitting` with them. `whole_url`: where all cards are, when
    some are left out. `shown`: the one a narrow screen has in front.
    """

    key: str
    label: str
    cards: tuple[Card, ...]
    fitting: int
    total: int
    whole_url: str
    url: str
    shown: bool

    @property
    def is_closed(self) -> bool:
        return self.key == CLOSED


@dataclass(frozen=True)
class Board:
    """`others`: what else can be asked, as label, address and whether it is so now."""

    asked: Asked
    due: Due
    lanes: tuple[Lane, ...]
    sources: tuple[tuple[str, str, bool], ...]
    sorts: tuple[tuple[str, str, bool], ...]
    total: int
    fitting: int
    moved: str = ""

    @property
    def order(self) -> str:
        return SORTS[self.asked.sort]

    @property
    def clear_url(self) -> str:
        return self.asked.but(words="", source="", due=False)

    @property
    def closed_url(self) -> str:
        """More closed ones, or fewer."""
        return self.asked.but(closed="recent" if self.asked.closed == "all" else "all")


def board(owner: User, asked: Asked, *, moved: str = "") -> Board:
    now = timezone.now()
    waits, courses = standing.waiting(owner, now=now), experience.courses(owner)
    closed_since = None if asked.closed == "all" else now - RECENT
    every = standing.applications(owner, waits, courses, closed_since=closed_since)
    silences = followups.suggested(owner, now=now, courses=courses)
    silent = frozenset(one.job.pk for one in silences)
    fitting = [one for one in every if fits(one, asked, silent=silent, now=now)]
    return Board(
        asked=asked,
        due=due(waits, silences=silences, asked=asked, now=now),
        lanes=lanes(every, fitting, asked, now=now, moved=moved),
        sources=sources({one.source for one in every}, asked),
        sorts=tuple((text, asked.but(sort=key), key == asked.sort) for key, text in SORTS.items()),
        total=len(every),
        fitting=len(fitting),
        moved=moved,
    )


def sources(found: Collection[str], asked: Asked) -> tuple[tuple[str, str, bool], ...]:
    """Value, name and whether it is asked for; one that is asked for in vain stays to be seen."""
    every = {*found, *([asked.source] if asked.source else [])}
    return tuple((one, credit.named(one), one == asked.source) for one in sorted(every))


def fits(one: Application, asked: Asked, *, silent: Collection[UUID], now: datetime) -> bool:
    if asked.source and one.source != asked.source:
        return False
    if asked.due and one.id not in silent and not is_due(one, now=now):
        return False
    return not asked.words or fold(asked.words) in fold(f"{one.title} {one.employer}")


def is_due(one: Application, *, now: datetime) -> bool:
    """Something to do is overdue, a date is near, or a mail waits."""
    overdue = one.todo is not None and one.todo.due_at is not None and one.todo.due_at <= now
    near = one.date is not None and one.date.scheduled_at <= now + standing.WEEK
    return overdue or near or one.mails > 0


def lanes(
    every: Sequence[Application],
    fitting: Sequence[Application],
    asked: Asked,
    *,
    now: datetime,
    moved: str,
) -> tuple[Lane, ...]:
    ordered = sorted(fitting, key=lambda one: one.since, reverse=True)
    closed = [one for one in ordered if one.stage == CLOSED]
    if asked.sort in ORDERS:
        ordered = sorted(fitting, key=ORDERS[asked.sort])
    front = asked.lane or next(
        (s for s in STAGES if any(one.stage == s for one in fitting)), "applied"
    )
    found = []
    for key, label in STAGES.items():
        mine = [one for one in (closed if key == CLOSED else ordered) if one.stage == key]
        kept = mine if asked.whole == key else in_front(mine, moved=moved)
        found.append(
            Lane(
                key=key,
                label=label,
                cards=tuple(card(one, asked, now=now) for one in kept),
                fitting=len(mine),
                total=sum(one.stage == key for one in every),
                whole_url=asked.but(whole=key, lane=key) if len(kept) < len(mine) else "",
                url=asked.but(lane=key),
                shown=key == front,
            )
        )
    return tuple(found)


def in_front(cards: Sequence[Application], *, moved: str) -> list[Application]:
    """The first ones, and the one that was just moved, wherever it stands."""
    return [one for n, one in enumerate(cards) if n < MOST or str(one.id) == moved]


def card(one: Application, asked: Asked, *, now: datetime) -> Card:
    ended = one.stage == CLOSED
    return Card(
        id=str(one.id),
        title=one.title,
        employer=one.employer,
        days=in_stage(one.since, now=now, ended=ended),
        next=None if ended else upcoming(one, now=now),
        mails=say("{mails} to review", mails=plural(one.mails, "mail")) if one.mails else "",
        outcome=OUTCOMES.get(one.outcome or "", "Outcome not known") if ended else "",
        move_url=asked.of(one.id),
    )


def in_stage(since: datetime, *, now: datetime, ended: bool) -> str:
    days = (timezone.localtime(now).date() - timezone.localtime(since).date()).days
    if ended:
        return say("{days} ago", days=plural(days, "day")) if days > 0 else say("Today")
    return say("{days} here", days=plural(days, "day")) if days > 0 else say("Since today")


def upcoming(one: Application, *, now: datetime) -> Next | None:
    """The earlier of what is to do and what is arranged; an undated to-do comes last."""
    todo, date = one.todo, one.date
    if date is not None and (
        todo is None or todo.due_at is None or date.scheduled_at < todo.due_at
    ):
        return Next(say("Interview"), due_on(date.scheduled_at), "calendar", is_overdue=False)
    if todo is None:
        return None
    overdue = todo.due_at is not None and todo.due_at <= now
    return Next(shortened(todo.title), due_on(todo.due_at) if todo.due_at else "", "check", overdue)
