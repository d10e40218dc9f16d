"""Replies that ended while their reader may have been elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from jobops.lib.words import later_each
from orchestrator.models import User
from orchestrator.workspace.addresses import address
from orchestrator.workspace.said import Said
from tailoring.models import ChatRun

MOST = 5
WORDS: Mapping[str, str] = later_each(
    {
        "completed": "The Ghostwriter has replied about {title}.",
        "failed": "The Ghostwriter could not finish its reply about {title}.",
    }
)


def ended(owner: User, *, since: datetime) -> Iterator[Said]:
    """A page that shows the message itself says nothing about it: the key is its element's id."""
    rows = ChatRun.objects.filter(owner=owner, finished_at__gt=since, status__in=WORDS)
    found = rows.order_by("-finished_at").select_related("thread__job")
    for run in found.only("status", "message_id", "thread__job__title")[:MOST]:
        job, key = run.thread.job, f"message-{run.message_id}"
        url = f"{address(job.pk, 'ghostwriter')}#{key}"
        yield Said(WORDS[run.status].format(title=job.title[:80]), key, url=url)
