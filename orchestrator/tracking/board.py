"""Moving an application from one lane to another."""

from __future__ import annotations

from django.db import transaction

from jobops.lib.errors import Problem
from orchestrator import lifecycle
from orchestrator.models import Job, StageEvent
from orchestrator.tracking import stages, standing
from orchestrator.tracking.derive import STAGES
from orchestrator.tracking.stages import SENT


class CardMoved(Problem):
    SENTENCES = {
        "moved": "This application was moved meanwhile, so nothing was changed.",
        "gone": "This application was taken back meanwhile, so nothing was changed.",
    }


def move(
    job: Job, stage: str, *, seen: str, outcome: str | None, actor: str
) -> tuple[Job, StageEvent | None]:
    """Write one step with source board; none when the card is there already. `seen` is the lane
    the card was taken from; raises CardMoved when it stands elsewhere by now.
    """
    with transaction.atomic():
        row = lifecycle.fresh(job)
        if row.status not in SENT:
            raise CardMoved("gone")
        now = standing.stage_of(row)
        if now != seen:
            raise CardMoved("moved", f"This application stands at {STAGES[now]} by now, so nothing "
                            "was changed.")  # fmt: skip
        if stage == now:
            return row, None
        return stages.log(row, stage, actor=actor, source="board", outcome=outcome,
                          metadata={"actor": actor})  # fmt: skip
