"""What a check of a followed board leaves behind: when, how it went, and a pause after too many
failures in a row.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobops import logs
from orchestrator.models import FollowedBoard, Operation, Tally
from orchestrator.pipeline.items import Ending

PAUSED_AFTER = 5
# Our own calls were used up: that says nothing about the board.
NOT_ITS_FAULT = frozenset({"rate_limited", "needs_key", "unsupported"})


def ended(board: FollowedBoard, ending: Ending, *, whole: bool) -> None:
    """`whole`: everything the board shows was read. A cancelled reading is no check."""
    if ending.state == "succeeded":
        _went_well(board, whole=whole)
    elif ending.state == "failed":
        _failed(board, str((ending.error or {}).get("kind", "")))


def _went_well(board: FollowedBoard, *, whole: bool) -> None:
    now = timezone.now()
    # Only after a whole read can the next one show what is new.
    first = {"first_checked_at": Coalesce(F("first_checked_at"), Value(now))} if whole else {}
    FollowedBoard.objects.filter(pk=board.pk).update(
        last_checked_at=now, last_ok_at=now, failures=0, last_error=None, paused_at=None, **first
    )


def _failed(board: FollowedBoard, kind: str) -> None:
    now, row = timezone.now(), FollowedBoard.objects.filter(pk=board.pk)
    if kind in NOT_ITS_FAULT:
        row.update(last_checked_at=now, last_error=kind)
        return
    row.update(last_checked_at=now, last_error=kind, failures=F("failures") + 1)
    with transaction.atomic():
        if row.filter(failures__gte=PAUSED_AFTER, paused_at=None).update(paused_at=now):
            _tell(board, now)


def _tell(board: FollowedBoard, now: datetime) -> None:
    """For the notices."""
    Operation.objects.create(
        owner=board.owner,
        kind="board_paused",
        status="failed",
        options={"board": str(board.pk), "name": board.label},
        finished_at=now,
        request_id=logs.current().get("requestId", ""),
    )
    Tally.objects.raised(board.owner_id)
