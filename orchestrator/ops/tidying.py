"""What is kept for a while and then goes: files no row names, and rows nobody looks at any more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django_q.models import Failure

from orchestrator import incoming
from orchestrator.inbox import retention
from orchestrator.jobs import removal
from orchestrator.models import (
    AccountEvent,
    ApiToken,
    Delivery,
    JobEvent,
    LlmCall,
    LoginAttempt,
    OAuthState,
    Operation,
    RunItem,
    SourceTurn,
    SourceUse,
    StoredFeed,
)
from orchestrator.models import RegenerationRequest as Regeneration
from orchestrator.ops import deep_files, files, parcels, rotation
from pdfs.models import RenderedPdf, TracerClick, TracerKey
from tailoring import revisions
from tailoring.models import ResumeIntake


@dataclass(frozen=True)
class Kept:
    """`of` names the rows that may go, given the moment before which nothing is kept."""

    days: int
    of: Callable[[datetime], QuerySet[Any]]


KEPT: tuple[Kept, ...] = (
    # One row per job that a run passed over: thousands, and of interest for a while only.
    Kept(30, lambda at: RunItem.objects.filter(step="selecting", run__started_at__lt=at)),
    Kept(30, lambda at: Failure.objects.filter(stopped__lt=at)),
    Kept(7, lambda at: Operation.objects.finished_before(at)),
    Kept(7, lambda at: Regeneration.objects.filter(state="done", not_before__lt=at)),
    Kept(30, lambda at: Delivery.objects.filter(created_at__lt=at)),
    Kept(180, lambda at: LlmCall.objects.filter(at__lt=at)),
    Kept(90, lambda at: JobEvent.objects.filter(kind=removal.DELETED, job=None, at__lt=at)),
    Kept(1, lambda at: LoginAttempt.objects.filter(at__lt=at)),
    # The sums on each link stay.
    Kept(180, lambda at: TracerClick.objects.filter(at__lt=at)),
    # Without the day's key nobody can make its visitors' marks again.
    Kept(1, lambda at: TracerKey.objects.filter(day__lt=at.date())),
    Kept(7, lambda at: StoredFeed.objects.filter(fetched_at__lt=at)),
    Kept(1, lambda at: SourceTurn.objects.filter(next_at__lt=at)),
    # Longer than the longest window in which calls are counted.
    Kept(35, lambda at: SourceUse.objects.filter(since__lt=at)),
    # Files that nobody looked at: personal data with no use.
    Kept(1, lambda at: ResumeIntake.objects.filter(created_at__lt=at)),
    Kept(1, lambda at: OAuthState.objects.filter(expires_at__lt=at)),
    Kept(0, lambda at: Session.objects.filter(expire_date__lt=at)),
    Kept(180, lambda at: AccountEvent.objects.filter(at__lt=at)),
    Kept(0, lambda at: ApiToken.objects.filter(is_session=True, expires_at__lt=at)),
)


def tidy(at: datetime | None = None) -> int:
    """How many files and rows went."""
    now = at or timezone.now()
    rows = sum(kept.of(now - timedelta(days=kept.days)).delete()[0] for kept in KEPT)
    rows += retention.sweep(now)
    printed = RenderedPdf.objects.exclude(resume_version=None).values("resume_version")
    kept = files.sweep_files() + incoming.sweep() + parcels.sweep()
    return kept + revisions.sweep(printed) + rows + rotation.sweep() + deep_files.sweep()
