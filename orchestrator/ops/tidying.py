"""What is kept for a while and then goes: files no row names, and rows nobody looks at any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django_q.models import Failure

from orchestrator.models import RunItem
from orchestrator.ops import files

KEPT = timedelta(days=30)


def tidy(at: datetime | None = None) -> int:
    """How many files and rows went."""
    before = (at or timezone.now()) - KEPT
    # One row per job that a run passed over: thousands, and of interest for a while only.
    passed_over = RunItem.objects.filter(step="selecting", run__started_at__lt=before)
    failures = Failure.objects.filter(stopped__lt=before)
    rows: int = passed_over.delete()[0] + failures.delete()[0]
    return files.sweep_files() + rows
