"""Mails in every state for the house, with the longest and the strangest words."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from orchestrator.inbox import senders
from orchestrator.models import InboundMessage, Job, SyncRun, User
from orchestrator.tracking.invitations import Invitation
from tests import make

MEETING = Invitation(
    starts_at=datetime(2030, 5, 6, 9, 30, tzinfo=ZoneInfo("UTC")), zone="Europe/London", minutes=45,
    uid="u", summary="Interview",
)  # fmt: skip


def mailed(sent: Job, other: Job, *, words: str, solid: str) -> dict[str, object]:
    """Waiting for a decision, about two jobs and about none; linked, ignored; and their runs."""
    owner = sent.owner
    signals = [
        {"kind": "domain", "value": 96, "jobId": str(sent.pk), "said": solid[:120]},
        {"kind": "employer", "value": 80, "jobId": str(other.pk), "said": words[:120]},
    ]
    long: dict[str, Any] = {
        "sender_name": words[:200], "sender_address": f"jobs@{solid[:60]}.example",
        "subject": f"{solid[:120]} {words}"[:300], "snippet": words[:240], "sentence": solid[:300],
        "reason": words[:400], "signals": signals, "offered": [str(sent.pk), str(other.pk)],
    }  # fmt: skip
    mail = make.mail(owner, suggested=sent, invitation=MEETING.to_json(), **long)
    make.mail(owner, suggested=other, provider="gmail", external_id="18c", confidence=97)
    orphan = make.mail(owner, confidence=30, sender_name="", subject="")
    linked = make.mail(owner, job=sent, status="auto_linked", note=words, **long)
    ignored = make.mail(owner, status="ignored", confidence=0, stage_target="", **long)
    senders.add(owner, long["sender_address"], sent)
    run, failed = _runs(owner, words=words)
    run.mails.add(*InboundMessage.objects.filter(owner=owner))
    return {
        "mail": mail.pk, "orphan": orphan.pk, "linked_mail": linked.pk, "ignored_mail": ignored.pk,
        "mail_run": run.pk, "failed_mail_run": failed.pk,
    }  # fmt: skip


def _runs(owner: User, *, words: str) -> tuple[SyncRun, SyncRun]:
    now = timezone.now()
    files = [{"name": f"{words[:100]}.mbox"}]
    base = {"owner": owner, "provider": "upload", "started_at": now}
    going = SyncRun.objects.create(
        **base, status="running", files=files, expected=900, discovered=40
    )
    error = {"code": "timeout", "message": words[:300]}
    failed = SyncRun.objects.create(**base, status="failed", error=error, finished_at=now)
    return going, failed
