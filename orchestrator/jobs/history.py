"""What happened to one job, read back page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobops.lib.errors import Invalid
from orchestrator.models import Job, JobEvent


@dataclass(frozen=True)
class Page:
    events: Sequence[JobEvent]
    next_cursor: str | None


def page(job: Job, *, limit: int, cursor: str | None = None) -> Page:
    """Newest first. `cursor` is a page's `next_cursor`. Raises Invalid when it is none."""
    found = job.events.order_by("-seq")
    if cursor is not None:
        if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
            raise Invalid({"cursor": ["This cursor is broken. Start with the first page."]})
        found = found.filter(seq__lt=int(cursor))
    events = list(found[: limit + 1])
    more = len(events) > limit
    return Page(events[:limit], str(events[limit - 1].seq) if more else None)
