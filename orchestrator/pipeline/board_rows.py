"""What a followed board shows: its jobs, which of them are new, and marking them as seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Value, When

from orchestrator.lifecycle import Status
from orchestrator.models import FollowedBoard, RunItem, Sighting, Tally, User
from orchestrator.pipeline import watchlist

Mark = Literal["new", "known", "ignored"]
State = Literal["new", "known", "ignored", "moved"]
STATES: tuple[State, ...] = ("new", "known", "ignored", "moved")
IN_DISCOVERED = Q(job__status=Status.DISCOVERED)
# A job that left Discovered is looked after elsewhere, whatever its mark was.
STATE = Case(
    When(~IN_DISCOVERED, then=Value("moved")),
    When(mark="", then=Value("known")),
    default=F("mark"),
    output_field=CharField(),
)


@dataclass(frozen=True)
class Counts:
    new: int = 0
    known: int = 0
    ignored: int = 0
    moved: int = 0

    @property
    def total(self) -> int:
        return self.new + self.known + self.ignored + self.moved

    def of(self, state: State) -> int:
        return int(getattr(self, state))


@dataclass(frozen=True)
class Marked:
    """How many rows changed; `undo` is what watchlist.take_back takes, None when nothing did."""

    changed: int
    undo: UUID | None


def counts(boards: Iterable[FollowedBoard]) -> dict[UUID, Counts]:
    """Of each board, by one query."""
    ids = [board.pk for board in boards]
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    rows = Sighting.objects.filter(board__in=ids).annotate(state=STATE)
    for board, state, number in rows.values_list("board", "state").annotate(n=Count("pk")):
        found[board][state] = number
    return {pk: Counts(**found[pk]) for pk in ids}


def rows(board: FollowedBoard, state: State | None = None) -> QuerySet[Sighting]:
    """Newest first, each with its job and its `state`."""
    found = Sighting.objects.filter(board=board).annotate(state=STATE).select_related("job")
    found = found.filter(state=state) if state else found
    return found.order_by("-first_seen_at", "-pk")


def mark(board: FollowedBoard, mark: Mark, jobs: Collection[UUID] | None = None) -> Marked:
    """Mark the rows of these jobs, or all that are new."""
    here = Sighting.objects.filter(board=board)
    chosen = here.filter(IN_DISCOVERED, mark="new") if jobs is None else here.filter(job__in=jobs)
    with transaction.atomic():
        before: dict[str, list[str]] = defaultdict(list)
        for pk, was in chosen.exclude(mark=mark).values_list("pk", "mark"):
            before[was].append(str(pk))
        changed = watchlist.write_marks(here, {mark: [pk for ids in before.values() for pk in ids]})
        if not changed:
            return Marked(0, None)
        undo = watchlist.remember(board.owner, {"board": str(board.pk), "marks": dict(before)})
        Tally.objects.raised(board.owner_id)
    return Marked(changed, undo)


def unknown(board: FollowedBoard, jobs: Collection[UUID]) -> bool:
    """Whether one of these jobs is not of this board."""
    here = Sighting.objects.filter(board=board, job__in=jobs)
    return len(set(here.values_list("job", flat=True))) < len(set(jobs))


def fresh(owner: User | OuterRef) -> QuerySet[Sighting]:
    """The new rows of all boards."""
    return Sighting.objects.filter(IN_DISCOVERED, board__owner=owner, mark="new")


def last_counts(board: FollowedBoard) -> dict[str, Any] | None:
    """What the last reading of it came to, as its run counted; None when there was none."""
    ended = RunItem.objects.filter(
        run__owner=board.owner_id, step="crawling", kind="board", reference=str(board.pk),
        state="succeeded",
    )  # fmt: skip
    found: dict[str, Any] | None
    found = ended.order_by("-run__started_at").values_list("counts", flat=True).first()
    return found
