"""Mail, and the readings that brought it, on the wire. Moments are epoch milliseconds here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from orchestrator.api.wire import milliseconds
from orchestrator.inbox import addresses, targets
from orchestrator.inbox.batches import Batch, Result
from orchestrator.inbox.deciding import PENDING, USER
from orchestrator.inbox.listing import Entry
from orchestrator.inbox.runs import Decided
from orchestrator.models import InboundMessage, Job, SenderRule, SyncRun
from orchestrator.tracking.stages import NO_CHANGE


def message(entry: Entry) -> dict[str, Any]:
    row = entry.mail
    about = row.job_id or row.suggested_id
    return {
        "id": str(row.pk),
        "provider": row.provider,
        "accountKey": row.account_key,
        "integrationId": str(row.account_id) if row.account_id else None,
        "syncRunId": str(entry.run) if entry.run else None,
        "externalMessageId": row.external_id or None,
        "externalThreadId": row.external_thread_id or None,
        "fromAddress": row.sender_address,
        "fromDomain": row.sender_domain or None,
        "senderName": row.sender_name or None,
        "subject": row.subject,
        "receivedAt": milliseconds(row.received_at),
        "snippet": row.snippet,
        **_judged(row),
        "matchedJobId": str(about) if about else None,
        "matchConfidence": row.confidence,
        "messageType": row.kind,
        "stageEventPayload": _step(row),
        "processingStatus": row.status,
        "decidedAt": _at(row.decided_at),
        "decidedBy": row.decided_by or None,
        "errorCode": row.error_code or None,
        "errorMessage": row.error_message or None,
        "language": row.language or None,
        "undoable": row.status != PENDING and (row.job_id is not None or row.decided_by == USER),
    }


def item(entry: Entry) -> dict[str, Any]:
    return {"message": message(entry), "matchedJob": job(entry.job)}


def email(entry: Entry) -> dict[str, Any]:
    account = entry.mail.account
    named = (account.display_name or account.address) if account else ""
    return {
        "message": message(entry),
        "sourceUrl": addresses.of(entry.mail) or None,
        "accountDisplayName": named or None,
    }


def job(row: Job | None) -> dict[str, Any] | None:
    return {"id": str(row.pk), "title": row.title, "employer": row.employer} if row else None


def rule(row: SenderRule) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "address": row.address,
        "job": job(row.job),
        "createdAt": milliseconds(row.created_at),
    }


def run(row: SyncRun, decided: Decided) -> dict[str, Any]:
    """What became of its mails is counted now; a decision taken back counts no more."""
    took = (row.finished_at - row.started_at) if row.finished_at and row.started_at else None
    return {
        "id": str(row.pk),
        "provider": row.provider,
        "accountKey": row.account.account_key if row.account else "default",
        "integrationId": str(row.account_id) if row.account_id else None,
        "status": row.status,
        "isAutomatic": row.is_automatic,
        "createdAt": milliseconds(row.created_at),
        "startedAt": _at(row.started_at),
        "completedAt": _at(row.finished_at),
        "durationMs": int(took.total_seconds() * 1000) if took else None,
        "expected": row.expected,
        "messagesDiscovered": row.discovered,
        "messagesRelevant": row.relevant,
        "messagesClassified": row.classified,
        "messagesMatched": row.matched,
        "messagesApproved": decided.approved,
        "messagesDenied": decided.denied,
        "messagesErrored": row.errored,
        "messagesSkipped": row.skipped,
        "tokens": row.tokens,
        "cost": float(row.cost) if row.cost is not None else None,
        "errorCode": (row.error or {}).get("code"),
        "errorMessage": (row.error or {}).get("message"),
    }


def batch(done: Batch, entries: dict[Any, Entry]) -> dict[str, Any]:
    return {
        "batchId": str(done.id),
        "action": done.action,
        "requested": len(done.results),
        "succeeded": done.done,
        "failed": len(done.results) - done.done,
        "results": [_result(one, entries.get(one.id)) for one in done.results],
    }


def _result(one: Result, entry: Entry | None) -> dict[str, Any]:
    step = one.done.step if one.done else None
    error = {"code": one.code, "message": one.sentence} if one.code else None
    return {
        "messageId": str(one.id),
        "ok": error is None,
        "message": message(entry) if entry and error is None else None,
        "stageEventId": str(step.pk) if step else None,
        "error": error,
    }


def _judged(row: InboundMessage) -> dict[str, Any]:
    target = row.stage_target or None
    return {
        "classificationLabel": target,
        "classificationConfidence": row.class_value / 100,
        "classificationPayload": {
            "method": row.method, "reason": row.reason or None, "stageTarget": target,
        },
        "relevanceLlmScore": row.relevance_score,
        "relevanceDecision": row.relevance or None,
        "evidence": {
            "sentence": row.sentence or None,
            "signals": [_signal(one) for one in row.signals],
            "ruleId": row.rule_id or None,
        },
    }  # fmt: skip


def _signal(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": str(one.get("kind", "")),
        "value": int(one.get("value", 0)),
        "jobId": one.get("jobId"),
        "said": one.get("said"),
    }


def _step(row: InboundMessage) -> dict[str, Any] | None:
    """The step it comes to, or would."""
    if row.stage_target in ("", NO_CHANGE):
        return None
    stage, outcome = targets.step(row.stage_target)
    return {"toStage": stage, "outcome": outcome}


def _at(at: datetime | None) -> int | None:
    return milliseconds(at) if at else None
