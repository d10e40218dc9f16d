"""How a reading of mail ends, and what that means for its account: in one transaction."""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobops.lib.errors import Problem
from orchestrator import bells
from orchestrator.inbox import leasing
from orchestrator.models import LlmCall, MailAccount, SyncRun

logger = logging.getLogger(__name__)

# Only the owner can put these right, so nothing is tried by itself. A certificate may be renewed.
FINAL = frozenset({"revoked", "login", "mailbox", "not_allowed"})
SLOW_DOWN = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=6)


def completed(run: SyncRun) -> bool:
    now = timezone.now()
    fine = {"status": "connected", "failures": 0, "not_before": None, "last_error": None,
            "last_synced_at": now, "updated_at": now}  # fmt: skip
    return _end(leasing.mine(run), run, "completed", error=None, account=fine)


def failed(run: SyncRun, problem: Problem, *, rows: QuerySet[SyncRun] | None = None) -> bool:
    """False when it was over or somebody else's. `rows`: the run as its reaper found it."""
    now = timezone.now()
    error = {"code": problem.kind, "message": problem.sentence[:300], "at": now.isoformat()}
    mine = leasing.mine(run) if rows is None else rows
    return _end(mine, run, "failed", error=error, account=_trouble(run, problem, error, at=now))


def cancelled(run: SyncRun) -> bool:
    """What was stored stays. False when it was over."""
    rows = leasing.under_way().filter(pk=run.pk)
    return _end(rows, run, "cancelled", error=None, account=None)


def _trouble(
    run: SyncRun, problem: Problem, error: Mapping[str, Any], *, at: datetime
) -> Mapping[str, Any]:
    failures = run.account.failures if run.account else 0
    return {
        "last_error": error,
        "failures": F("failures") + 1,
        "not_before": at + _pause(problem, failures),
        "updated_at": at,
        **({"status": "error"} if problem.kind in FINAL else {}),
    }


def _pause(problem: Problem, failures: int) -> timedelta:
    """What the provider asked for, else longer each time, and not everybody at once."""
    asked = problem.details.get("retryAfter")
    if isinstance(asked, int):
        return timedelta(seconds=min(asked, LONGEST_PAUSE.total_seconds()))
    first = SLOW_DOWN if problem.kind == "rate_limited" else FIRST_PAUSE
    wait: timedelta = min(first * 2 ** min(failures, 10), LONGEST_PAUSE)
    return wait * random.uniform(0.8, 1.2)


def _end(
    rows: QuerySet[SyncRun],
    run: SyncRun,
    status: str,
    *,
    error: Mapping[str, Any] | None,
    account: Mapping[str, Any] | None,
) -> bool:
    now = timezone.now()
    changes = {"token": None, "worker": None, "lease_until": None, "finished_at": now}
    with transaction.atomic():
        if not rows.update(status=status, error=error, **changes, **_spent(run)):
            return False
        if account is not None and run.account_id is not None:
            # One that was disconnected meanwhile stays so.
            mailbox = MailAccount.objects.filter(pk=run.account_id)
            mailbox.exclude(status="disconnected").update(**account)
        bells.tell(run.owner_id)
    _say(run, status, error)
    return True


def _spent(run: SyncRun) -> dict[str, Any]:
    """Tokens and cost of the model calls that were made for it; of one without a price none."""
    tokens = Coalesce(F("prompt_tokens"), 0) + Coalesce(F("completion_tokens"), 0)
    calls = LlmCall.objects.filter(operation_id=run.pk)
    found = calls.aggregate(tokens=Sum(tokens), cost=Sum("cost"))
    return {"tokens": found["tokens"] or 0, "cost": found["cost"]}


def _say(run: SyncRun, status: str, error: Mapping[str, Any] | None) -> None:
    run.refresh_from_db()
    begun = run.started_at or run.created_at
    counts = ("discovered", "relevant", "matched", "approved", "errored", "skipped")
    meta = {"run": str(run.pk), "provider": run.provider, "status": status,
            "seconds": round((timezone.now() - begun).total_seconds(), 3),
            **{name: getattr(run, name) for name in counts}}  # fmt: skip
    if error:
        logger.warning("mail reading failed", extra={"meta": {**meta, "code": error["code"]}})
    else:
        logger.info("mail reading ended", extra={"meta": meta})
