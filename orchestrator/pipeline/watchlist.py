"""The companies an owner follows: follow, unfollow, rename, switch on and off, check now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.db.models.functions import Coalesce, Lower
from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from jobops import logs
from jobops.lib.errors import Invalid
from orchestrator import preferences
from orchestrator.models import FollowedBoard, Operation, PipelineRun, Sighting, Tally, User
from orchestrator.pipeline import board_finding, runs
from orchestrator.pipeline.board_finding import Candidate, WatchProblem
from orchestrator.sources.addresses import board_of

MOST = 200
KIND = "watchlist"
SLICE = 500
LONGEST_LABEL = 200
# What is kept of an unfollowed board, so that it can come back as it was.
KEPT = ("ats", "token", "label", "url", "enabled", "failures", "last_error")
KEPT_TIMES = ("created_at", "first_checked_at", "last_checked_at", "last_ok_at", "paused_at")
CHECK: Mapping[str, Any] = {"boardsOnly": True, "enableAutoTailoring": False, "candidates": "run"}


@dataclass(frozen=True)
class Followed:
    """`created` is False when the company was followed already."""

    board: FollowedBoard
    created: bool


def follow(owner: User, text: str) -> Followed:
    """Follow the company whose careers page, board or name `text` is; its board is asked first.

    Raises Invalid and WatchProblem; kind `several` has `candidates`, whose `url` is such a text.
    """
    tidy = board_finding.said(text)
    address = board_of(tidy)
    if address and (known := _known(owner, address.ats, address.token)):
        return Followed(known, created=False)
    _refuse_more(owner)
    found = board_finding.find(owner, tidy)
    if len(found) > 1:
        raise WatchProblem("several", candidates=[one.shown() for one in found])
    return _save(owner, found[0])


def unfollow(board: FollowedBoard) -> UUID:
    """Its jobs stay. The answer is what `restore` takes, for a week."""
    before = {name: getattr(board, name) for name in KEPT}
    times = {name: at.isoformat() for name in KEPT_TIMES if (at := getattr(board, name))}
    with transaction.atomic():
        kept = remember(board.owner, {"id": str(board.pk), **before, **times})
        board.delete()
        Tally.objects.raised(board.owner_id)
    return kept


def restore(kept: Operation) -> FollowedBoard:
    """A board that was unfollowed, with the id and the marks it had."""
    said = dict(kept.options)
    if known := _known(kept.owner, said["ats"], said["token"]):
        return known
    _refuse_more(kept.owner)
    times = {name: parse_datetime(said[name]) for name in KEPT_TIMES if name in said}
    with transaction.atomic():
        board = FollowedBoard.objects.create(
            pk=UUID(said["id"]), owner=kept.owner, **{name: said[name] for name in KEPT}, **times
        )
        _adopt(board)
        Tally.objects.raised(board.owner_id)
    return board


def take_back(kept: Operation) -> FollowedBoard:
    """Undo what `kept` remembers: an unfollowed company, or marks of one. Raises Http404."""
    if kept.kind != KIND:
        raise Http404
    if "marks" not in kept.options:
        return restore(kept)
    board = FollowedBoard.objects.filter(owner=kept.owner, pk=kept.options["board"]).first()
    if board is None:
        raise Http404
    here = Sighting.objects.filter(board=board)
    with transaction.atomic():
        write_marks(here, kept.options["marks"])
        Tally.objects.raised(kept.owner_id)
    return board


def write_marks(here: QuerySet[Sighting], marks: Mapping[str, Collection[str]]) -> int:
    """How many rows got the marks under which their ids stand."""
    return sum(
        here.filter(pk__in=ids[start : start + SLICE]).update(mark=mark)
        for mark, found in marks.items()
        for ids in (list(found),)
        for start in range(0, len(ids), SLICE)
    )


def restored(owner: User, board_id: UUID) -> FollowedBoard:
    """The board of this id, brought back if it was unfollowed. Raises Http404."""
    if board := FollowedBoard.objects.filter(owner=owner, pk=board_id).first():
        return board
    mine = Operation.objects.filter(owner=owner, kind=KIND, options__id=str(board_id))
    kept = mine.order_by("-finished_at", "-pk").first()
    if kept is None:
        raise Http404
    return restore(kept)


def every(owner: User) -> list[FollowedBoard]:
    """By name."""
    return list(FollowedBoard.objects.filter(owner=owner).order_by(Lower("label"), "pk"))


def change(
    board: FollowedBoard, *, label: str | None = None, enabled: bool | None = None
) -> FollowedBoard:
    """Rename, switch on or off. Switched on, a board that was paused is checked again."""
    fields: dict[str, Any] = {}
    if label is not None:
        tidy = " ".join(label.split())
        if not 0 < len(tidy) <= LONGEST_LABEL:
            raise Invalid({"label": [f"Give a name of at most {LONGEST_LABEL} characters."]})
        fields["label"] = tidy
    if enabled is not None:
        fields["enabled"] = enabled
    if enabled:
        fields |= {"paused_at": None, "failures": 0, "last_error": None}
    FollowedBoard.objects.filter(pk=board.pk).update(**fields)
    Tally.objects.raised(board.owner_id)
    board.refresh_from_db()
    return board


def check(owner: User, ids: Collection[UUID] | None = None) -> PipelineRun:
    """A run over these boards alone, or over all that are neither off nor paused."""
    if ids is None and not active(owner).exists():
        raise WatchProblem("nothing_to_check")
    mine = FollowedBoard.objects.filter(owner=owner, pk__in=ids or ())
    if mine.count() < len(set(ids or ())):
        raise Invalid({"ids": ["You do not follow one of these companies."]})
    chosen = {} if ids is None else {"watchlistSelectedSourceIds": [str(one) for one in ids]}
    return runs.start(owner, options={**CHECK, **chosen}, trigger="manual", actor="user")


def active(owner: User) -> Any:
    """The boards that scheduled checks and searches read."""
    return FollowedBoard.objects.filter(owner=owner, enabled=True, paused_at=None)


def next_check(owner: User) -> datetime | None:
    """When the boards are read by themselves; None when they are not. One that is past is due."""
    hours = preferences.of(owner)["watchlistHours"]
    checked = active(owner).aggregate(at=Min(Coalesce("last_checked_at", "created_at")))["at"]
    if not hours or checked is None:
        return None
    looks = PipelineRun.objects.filter(
        owner=owner, trigger="schedule", requested__boardsOnly=True, started_at__lt=timezone.now()
    )
    last = looks.aggregate(at=Max("started_at"))["at"]
    due: datetime = max(checked, last or checked) + timedelta(hours=hours)
    return due


def remember(owner: User, options: Mapping[str, Any]) -> UUID:
    """What an undo needs, kept as long as finished work is."""
    now = timezone.now()
    kept = Operation.objects.create(
        owner=owner,
        kind=KIND,
        status="succeeded",
        options=dict(options),
        started_at=now,
        finished_at=now,
        request_id=logs.current().get("requestId", ""),
    )
    return kept.pk


def _known(owner: User, ats: str, token: str) -> FollowedBoard | None:
    return FollowedBoard.objects.filter(owner=owner, ats=ats, token__iexact=token).first()


def _refuse_more(owner: User) -> None:
    if FollowedBoard.objects.filter(owner=owner).count() >= MOST:
        raise WatchProblem("too_many")


def _save(owner: User, one: Candidate) -> Followed:
    if known := _known(owner, one.ats, one.token):
        return Followed(known, created=False)
    with transaction.atomic():
        board, created = FollowedBoard.objects.get_or_create(
            owner=owner, ats=one.ats, token=one.token,
            defaults={"label": one.label, "url": one.url},
        )  # fmt: skip
        if created:
            _adopt(board)
            Tally.objects.raised(owner.pk)
    return Followed(board, created)


def _adopt(board: FollowedBoard) -> None:
    """What was seen of it before belongs to it again, with the marks it had."""
    seen = Sighting.objects.filter(
        owner=board.owner, source=board.ats, board=None, key__startswith=f"{board.token}/"
    )
    seen.filter(mark="").update(mark="known")
    seen.update(board=board)
