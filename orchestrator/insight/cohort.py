"""One cohort for every figure: applications that began in the window, one for each job, the
closed ones included. Read with few slim queries, because a page waits for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import CharField, Exists, F, Func, IntegerField, OuterRef, Q
from django.db.models.functions import Cast

from orchestrator.insight.windows import Window
from orchestrator.models import Job, SentPacket, StageEvent, User, of_owner
from orchestrator.tracking.derive import STAGES, rank
from orchestrator.tracking.responses import ANSWERED, OFFER

DAY_SECONDS = 86_400
# Stage, seconds since 1970, outcome, whether it is only a note.
Told = tuple[str, int, str | None, bool]
RANKS = {stage: rank(stage) for stage in STAGES}


class Epoch(Func):
    """Seconds since 1970 as a number: of 50,000 times, parsing each costs more than all else."""

    output_field = IntegerField()
    template = "EXTRACT(EPOCH FROM %(expressions)s)::bigint"

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        text = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"
        return self.as_sql(compiler, connection, template=text, **more)


@dataclass(frozen=True)
class Sent:
    """What its packet says it went out with."""

    score: float | None
    engine: str
    has_letter: bool
    base: str | None


@dataclass(frozen=True)
class Application:
    """Times in seconds since 1970. `top`: the furthest stage any live step named, as a rank;
    `stays`: its counting steps in order, each with the time it was left, None for the present one.
    """

    source: str
    outcome: str | None
    started: int
    closed: int | None
    responded: int | None
    positive: int | None
    top: int
    stays: tuple[tuple[str, int, int | None], ...]
    sent: Sent | None

    def day(self, window: Window) -> date:
        return datetime.fromtimestamp(self.started, UTC).astimezone(window.zone).date()


@dataclass(frozen=True)
class Cohort:
    """`now` in seconds since 1970. `previous`: starts in the span before, for comparison."""

    window: Window
    now: int
    applications: tuple[Application, ...]
    previous: tuple[Application, ...]

    @property
    def n(self) -> int:
        return len(self.applications)


def read(owner: User, window: Window, *, now: datetime) -> Cohort:
    """By three queries."""
    since = (window.before or window).begins
    steps, packets = _steps(owner, since), _packets(owner, since)
    every = [
        _application(row, steps.get(row[0], ()), packets.get(row[0])) for row in _jobs(owner, since)
    ]
    return Cohort(
        window,
        int(now.timestamp()),
        _within(every, window),
        _within(every, window.before) if window.before else (),
    )


def _within(every: Sequence[Application], window: Window) -> tuple[Application, ...]:
    begins = window.begins.timestamp() if window.begins else 0
    return tuple(one for one in every if begins <= one.started < window.ends.timestamp())


def _jobs(owner: User, since: datetime | None) -> Any:
    """Both states of an application, without rows that stand for the same job."""
    rows = owner.jobs.primaries().sent().filter(_since(since)).order_by()
    times = (Epoch("applied_at"), Epoch("closed_at"), Epoch("discovered_at"))
    return rows.values_list(Cast("pk", CharField()), "source", "outcome", *times)


def _steps(owner: User, since: datetime | None) -> Mapping[str, list[Told]]:
    """Of each job the live steps of its present round, in their order."""
    live = StageEvent.objects.filter(removed_at=None, undone_at=None, round=F("job__round"))
    own = Job.objects.primaries().filter(pk=OuterRef("job_id"), owner=owner)
    mine = live.filter(Exists(own), _since(since, of="job__"))
    columns = ("to_stage", Epoch("occurred_at"), "outcome", "is_note")
    found: dict[str, list[Told]] = {}
    # The order of an index, so that the database need not sort.
    ordered = mine.order_by("job_id", "occurred_at", "id")
    rows = ordered.values_list(Cast("job_id", CharField()), *columns)
    for row in rows.iterator(chunk_size=2000):
        found.setdefault(row[0], []).append(row[1:])
    return found


def _packets(owner: User, since: datetime | None) -> Mapping[str, Sent]:
    """The newest packet of each job's present round that was not taken back."""
    rows = SentPacket.objects.filter(of_owner(owner), void=None, round=F("job__round"))
    mine = rows.filter(_since(since, of="job__")).order_by("id")
    columns = ("score", "engine", "has_letter", Cast("base", CharField()))
    return {
        key: Sent(*more) for key, *more in mine.values_list(Cast("job_id", CharField()), *columns)
    }


def _since(since: datetime | None, *, of: str = "") -> Q:
    """Those that may lie in the window: of the others nothing is read."""
    if since is None:
        return Q()
    return Q(**{f"{of}applied_at__gte": since}) | Q(**{f"{of}applied_at": None})


def _application(row: Sequence[Any], steps: Sequence[Told], sent: Sent | None) -> Application:
    _, source, outcome, applied, closed, found = row
    positive = [at for stage, at, _, _ in steps if 1 <= RANKS[stage] <= OFFER]
    answered = [at for _, at, ended, _ in steps if ended in ANSWERED]
    if outcome in ANSWERED and closed is not None:
        answered.append(closed)
    counting = [(stage, at) for stage, at, _, is_note in steps if not is_note]
    left = [*(at for _, at in counting[1:]), closed]
    return Application(
        source=source,
        outcome=outcome,
        started=applied if applied is not None else min((at for _, at, *_ in steps), default=found),
        closed=closed,
        responded=min([*positive, *answered], default=None),
        positive=min(positive, default=None),
        top=max((RANKS[stage] for stage, *_ in steps if RANKS[stage] <= OFFER), default=0),
        stays=tuple(
            (stage, at, gone)
            for (stage, at), gone in zip(counting, left, strict=False)
            if RANKS[stage] <= OFFER
        ),
        sent=sent,
    )
