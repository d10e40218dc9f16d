"""What a restored database must not bring back to life, and what people have to know about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from orchestrator.models import ApiToken, Delivery, Heartbeat
from orchestrator.ops import sealed
from orchestrator.templatetags.ui import plural

RESTORED = "restored"
REMEDIES = {one.kind: one.remedy for one in sealed.SEALED}


def clean(made_at: str) -> dict[str, object]:
    """Twice is as good as once. Leases and runs are given back by the worker at its start."""
    with transaction.atomic():
        Session.objects.all().delete()
        ApiToken.objects.filter(is_session=True).delete()
        # Nudges for work of that day; its rows say what is left to do.
        OrmQ.objects.all().delete()
        Heartbeat.objects.all().delete()
        unsent = _withhold(datetime.fromisoformat(made_at))
    return {"unsent": unsent, "closed": sealed.not_openable()}


def lines(told: dict[str, Any], *, aside: str) -> tuple[str, ...]:
    """What to know and do, in sentences."""
    said = ["Everybody signs in again; access tokens of programs go on working."]
    if unsent := told["unsent"]:
        said.append(
            f"{plural(unsent, 'message')} to other programs waited in the backup and may have "
            "gone out since, so they were not sent. Each can be sent again under Settings, "
            "Webhooks."
        )
    said += [
        f"{plural(count, noun)} cannot be read with the present key: {_remedy(kind)}"
        for kind, noun, count in told["closed"]
    ]
    if aside:
        said.append(f"The former database could not be read; it lies in {aside}.")
    return tuple(said)


def _remedy(kind: str) -> str:
    return f"put the box.key of that time back, or {REMEDIES[kind]}"


def _withhold(made_at: datetime) -> int:
    """Whether they went out after the backup nobody knows any more."""
    waiting = Delivery.objects.filter(state__in=("pending", "sending"), created_at__lte=made_at)
    at = timezone.now()
    note = {"at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"), "status": None,
            "durationMs": 0, "reason": RESTORED, "excerpt": ""}  # fmt: skip
    for one in waiting:
        one.state, one.finished_at = "failed", at
        one.attempts_log = [*one.attempts_log, note][-20:]
        one.save(update_fields=["state", "finished_at", "attempts_log"])
    return len(waiting)
