"""Pages of kept mail, newest first, with the applications they are about: few queries, however
long the list is.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jobops.lib.errors import Invalid
from orchestrator.inbox.deciding import AUTO_LINKED, IGNORED, LINKED, MANUAL_LINKED, PENDING
from orchestrator.models import InboundMessage, Job, SyncRun, User

STATUSES: Mapping[str, Sequence[str]] = {
    "pending": (PENDING,), "linked": LINKED, "ignored": (IGNORED,),
}  # fmt: skip
OF_JOB: Mapping[str, Sequence[str]] = {
    "all": (*LINKED, PENDING), "auto": (AUTO_LINKED,), "manual": (MANUAL_LINKED,),
    "review": (PENDING,),
}  # fmt: skip
BROKEN = "This cursor is broken. Start with the first page."
Mails = QuerySet[InboundMessage]


@dataclass(frozen=True)
class Entry:
    """A mail, the job it is or may be about, and the reading that brought it."""

    mail: InboundMessage
    job: Job | None
    run: UUID | None


@dataclass(frozen=True)
class Page:
    """`total` of all pages; `next` is empty on the last."""

    entries: tuple[Entry, ...]
    total: int
    next: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


def inbox(owner: User, *, view: str, cursor: str = "", limit: int = 50, provider: str = "") -> Page:
    """One of STATUSES; what could not be read yet is tried again first. Raises Invalid."""
    mine = InboundMessage.objects.filter(owner=owner, retry_at=None)
    mine = mine.filter(provider=provider) if provider else mine
    counts = _counted(mine)
    rows = mine.filter(status__in=STATUSES[view])
    entries, following = _page(rows, cursor=cursor, limit=limit)
    return Page(entries, counts[view], following, counts)


def of_job(job: Job, *, view: str = "all", limit: int = 100) -> Page:
    """Mail linked to `job`, and what waits with it as the suggestion."""
    mine = Q(job=job) | Q(suggested=job, status=PENDING)
    rows = InboundMessage.objects.filter(mine, owner=job.owner_id, status__in=OF_JOB[view])
    return Page(_page(rows, limit=limit)[0], rows.count())


def of_run(run: SyncRun, *, limit: int = 100) -> Page:
    return Page(_page(run.mails.all(), limit=limit)[0], run.mails.count())


def one(mail: InboundMessage) -> Entry:
    """The same for one mail, as it is now."""
    return _page(InboundMessage.objects.filter(pk=mail.pk), limit=1)[0][0]


def many(mails: Iterable[InboundMessage]) -> dict[UUID, Entry]:
    found = [mail.pk for mail in mails]
    rows = InboundMessage.objects.filter(pk__in=found)
    return {entry.mail.pk: entry for entry in _page(rows, limit=len(found))[0]}


def _counted(mine: Mails) -> dict[str, int]:
    counted = mine.order_by().values_list("status").annotate(number=Count("pk"))
    by_status = dict(counted.values_list("status", "number"))
    return {view: sum(by_status.get(one, 0) for one in of) for view, of in STATUSES.items()}


def _page(rows: Mails, *, limit: int, cursor: str = "") -> tuple[tuple[Entry, ...], str]:
    if cursor:
        at, pk = _read(cursor)
        rows = rows.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=pk))
    rows = rows.select_related("account", "job", "suggested").defer("body", *BIG)
    found = list(rows.order_by("-received_at", "-pk")[: limit + 1])
    kept, runs = found[:limit], _runs(found[:limit])
    entries = tuple(Entry(one, one.job or one.suggested, runs.get(one.pk)) for one in kept)
    return entries, _written(kept[-1]) if len(found) > limit and kept else ""


# Texts of the job that no list of mails shows.
BIG = tuple(
    f"{of}__{name}"
    for of in ("job", "suggested")
    for name in ("description", "description_html", "brief", "extras")
)


def _runs(mails: Sequence[InboundMessage]) -> dict[UUID, UUID]:
    """The first reading that met each."""
    met = InboundMessage.runs.through.objects.filter(inboundmessage__in=[m.pk for m in mails])
    pairs = met.order_by("-syncrun_id").values_list("inboundmessage_id", "syncrun_id")
    return dict(pairs)


def _written(mail: InboundMessage) -> str:
    text = f"{mail.received_at.isoformat()} {mail.pk.hex}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, UUID]:
    """Raises Invalid."""
    try:
        text = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        at, _, pk = text.decode("ascii").partition(" ")
        return datetime.fromisoformat(at).astimezone(UTC), UUID(pk)
    except (ValueError, OverflowError) as broken:
        raise Invalid({"cursor": [BROKEN]}) from broken
