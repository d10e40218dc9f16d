"""What happened to mail while nobody looked: linked by itself, waiting for a person, not read.

No notice holds a word of a mail: they are read by other programs too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet

from jobops.lib.words import later_each, say, several
from orchestrator.models import InboundMessage, MailAccount, SyncRun, User
from orchestrator.pipeline.notice import Named, Notice

MOST = 300
MOST_RUNS = 30
NAMED = 10
PARTS = ("linked", "waiting", "files", "mailboxes")
COLUMNS = ("status", "created_at", "decided_at", "kind", "job_id")
KINDS: Mapping[str, str] = later_each({
    "interview": "an interview", "offer": "an offer", "rejection": "a rejection",
    "update": "an update",
})  # fmt: skip


def read(
    owner: User, *, oldest: datetime, seen: datetime, among: Collection[str] = PARTS
) -> list[Notice]:
    """Newer than `oldest`, in any order. A query for mails, for files, and for mailboxes."""
    mails = _mails(owner, oldest=oldest) if {"linked", "waiting"} & {*among} else []
    runs = _runs(owner, oldest=oldest) if "files" in among else []
    boxes = _troubled(owner, oldest=oldest) if "mailboxes" in among else []
    return [
        *of_mails(mails, seen=seen),
        *(of_run(run, seen=seen) for run in runs),
        *(of_trouble(box, seen=seen) for box in boxes),
    ]


def fresh(seen: object) -> dict[str, tuple[QuerySet[Any], str]]:
    """Of each part what is new since `seen`, an expression, of the owner around it, with the column
    whose different values are as many notices.
    """
    mine = {"owner": OuterRef("pk")}
    mails = InboundMessage.objects.filter(**mine)
    return {
        "linked": (mails.filter(status="auto_linked", decided_at__gt=seen), "status"),
        "waiting": (mails.filter(status="pending_user", created_at__gt=seen), "status"),
        "files": (SyncRun.objects.filter(provider="upload", finished_at__gt=seen, **mine), "pk"),
        "mailboxes": (
            MailAccount.objects.filter(status="error", updated_at__gt=seen, **mine),
            "pk",
        ),
    }


def of_mails(mails: Iterable[InboundMessage], *, seen: datetime) -> list[Notice]:
    """One notice for those linked and one for those that wait, per day; unread apart from seen."""
    heaps: dict[tuple[str, bool, object], list[InboundMessage]] = {}
    for mail in mails:
        at = moment(mail)
        heaps.setdefault((mail.status, at > seen, at > seen or at.date()), []).append(mail)
    return [
        (linked if status == "auto_linked" else waiting)(heap, is_unread=new)
        for (status, new, _), heap in heaps.items()
    ]


def linked(heap: list[InboundMessage], *, is_unread: bool) -> Notice:
    first, count = heap[0], len(heap)
    name, said = (
        str(first.job) if first.job else say("A deleted job"),
        str(KINDS.get(first.kind, "")),
    )
    return Notice(
        kind="mail.linked",
        subject="mail",
        subject_id=first.pk if count == 1 else None,
        text=say("Mail linked: {name}", name=name)
        if count == 1
        else say("{count} mails were linked", count=count),
        detail=f"{said[0].upper()}{said[1:]}." if count == 1 and said else "",
        at=moment(first),
        is_unread=is_unread,
        good=True,
        count=count,
        jobs=tuple(named(mail) for mail in heap[:NAMED]),
    )


def named(mail: InboundMessage) -> Named:
    said = KINDS.get(mail.kind, "")
    name = str(mail.job) if mail.job else say("A deleted job")
    return Named(mail.job_id, f"{name}, {said}" if said else name, mail=mail.pk)


def waiting(heap: list[InboundMessage], *, is_unread: bool) -> Notice:
    count = len(heap)
    return Notice(
        kind="mail.waiting",
        subject="mail",
        subject_id=heap[0].pk if count == 1 else None,
        text=several("{count} mail to review", "{count} mails to review", count),
        detail="",
        at=moment(heap[0]),
        is_unread=is_unread,
        good=None,
        count=count,
    )


def of_run(run: SyncRun, *, seen: datetime) -> Notice:
    """Files that were brought have been read."""
    assert run.finished_at is not None
    failed, error = run.status == "failed", run.error or {}
    parts = (
        say("{count} seen", count=run.discovered),
        say("{count} about applications", count=run.relevant),
        say("{count} linked", count=run.approved),
    )
    return Notice(
        kind=f"mail.{run.status}",
        subject="mail_run",
        subject_id=run.pk,
        text=say("Your mails could not be read") if failed else say("Your mails have been read"),
        detail=say(str(error.get("message", ""))) if failed else f"{', '.join(parts)}.",
        at=run.finished_at,
        is_unread=run.finished_at > seen,
        good=not failed,
    )


def of_trouble(box: MailAccount, *, seen: datetime) -> Notice:
    error: Mapping[str, object] = box.last_error or {}
    return Notice(
        kind="mailbox.failed",
        subject="mailbox",
        subject_id=box.pk,
        text=say("A mailbox cannot be read"),
        detail=say(str(error.get("message", ""))),
        at=box.updated_at,
        is_unread=box.updated_at > seen,
        good=False,
    )


def moment(mail: InboundMessage) -> datetime:
    return (mail.decided_at if mail.status == "auto_linked" else None) or mail.created_at


def _mails(owner: User, *, oldest: datetime) -> list[InboundMessage]:
    since = Q(status="auto_linked", decided_at__gt=oldest)
    since |= Q(status="pending_user", created_at__gt=oldest)
    # The state machine reads the status of every job it is given.
    columns = (*COLUMNS, "job__title", "job__employer", "job__status")
    found = InboundMessage.objects.filter(since, owner=owner).select_related("job").only(*columns)
    return sorted(found.order_by("-id")[:MOST], key=moment, reverse=True)


def _runs(owner: User, *, oldest: datetime) -> list[SyncRun]:
    ended = SyncRun.objects.filter(owner=owner, provider="upload", finished_at__gt=oldest)
    return list(ended.exclude(status="cancelled").order_by("-finished_at")[:MOST_RUNS])


def _troubled(owner: User, *, oldest: datetime) -> list[MailAccount]:
    found = MailAccount.objects.filter(owner=owner, status="error", updated_at__gt=oldest)
    return list(found.order_by("-updated_at")[:MOST_RUNS])
