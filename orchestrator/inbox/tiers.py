"""What is kept of a mail, by what it was taken for. Of mail without a sign of hiring nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from jobops.lib.mending import one_line
from orchestrator.inbox.mails import mime
from orchestrator.inbox.mails.mail import Item, Mail
from orchestrator.inbox.routes.routing import Routing, Signal
from orchestrator.models import SyncRun
from orchestrator.preferences import Preferences
from orchestrator.tracking import invitations

MOST_REFERENCES, MOST_SIGNALS, MOST_OFFERED = 20, 12, 10
SENTENCE, REASON, SAID = 300, 400, 200


def place(run: SyncRun, item: Item) -> dict[str, Any]:
    """Where it lies, for fetching it again."""
    return {
        "account_id": run.account_id,
        "provider": run.provider,
        "account_key": run.account.account_key if run.account else "default",
        "external_id": item.external_id[:200],
    }


def shown(mail: Mail, *, received_at: datetime) -> dict[str, Any]:
    """What every kept mail has. The future is the sender's mistake."""
    return {
        "sender_address": mail.sender_address[:320],
        "sender_domain": mail.sender_domain[:253],
        "sender_name": one_line(mail.sender_name, limit=200),
        "subject": one_line(mail.subject, limit=300),
        "snippet": mime.snippet(mail.text),
        "received_at": min(received_at, timezone.now()),
    }


def judged(routing: Routing) -> dict[str, Any]:
    """The decision without a word of the mail."""
    return {
        "status": "ignored" if routing.decision == "ignored" else "pending_user",
        "kind": routing.kind,
        "stage_target": routing.target,
        "confidence": routing.confidence,
        "link_value": routing.link,
        "class_value": routing.cls,
        "method": routing.method,
        "relevance": routing.relevance[:14],
        "relevance_score": routing.relevance_score,
        "rule_id": routing.rule_id[:60],
        "reason": one_line(routing.reason, limit=REASON),
        "language": routing.language[:12],
    }


def told(mail: Mail, routing: Routing, *, thread_id: str, wanted: Preferences) -> dict[str, Any]:
    """What else is kept of mail that matters; of what was put aside nothing of this is."""
    if routing.decision == "ignored":
        return {"references": [], "external_thread_id": "", "sentence": "", "signals": [],
                "offered": [], "invitation": None}  # fmt: skip
    return {
        "references": mime.keys_of(mail)[-MOST_REFERENCES:],
        "external_thread_id": thread_id[:200],
        "sentence": one_line(routing.sentence, limit=SENTENCE),
        "signals": [_signal(one) for one in routing.signals[:MOST_SIGNALS]],
        "offered": [str(one) for one in routing.offered[:MOST_OFFERED]],
        "invitation": _invitation(mail.calendars, wanted),
    }


def _signal(signal: Signal) -> dict[str, Any]:
    return {
        "kind": signal.kind,
        "value": signal.value,
        "jobId": str(signal.job_id) if signal.job_id else None,
        "said": one_line(signal.said, limit=SAID),
    }


def _invitation(calendars: Sequence[str], wanted: Preferences) -> dict[str, Any] | None:
    """The first part that invites to something."""
    for part in calendars:
        if (found := invitations.read(part, zone=wanted.zone())) is not None:
            return found.to_json()
    return None
