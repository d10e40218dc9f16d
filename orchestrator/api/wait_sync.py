"""Waiting for a reading of mail, as for other requested work: at its row."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from orchestrator.api import door, wait, wire_mailboxes
from orchestrator.api.schemas.mailboxes import SyncBody
from orchestrator.models import MailAccount, SyncRun
from orchestrator.models.mail import UNDER_WAY

SAID = {
    "completed": "The mailbox was read.",
    "cancelled": "The reading was cancelled.",
    "queued": "The mailbox is being read.",
    "running": "The mailbox is being read.",
}


def answer(
    request: HttpRequest, account: MailAccount, run: SyncRun, *, body: SyncBody
) -> HttpResponse:
    """200 with the run that ended, well or not, or 202 with its address while it goes on."""
    asked = wait.preference(request)
    wait.settled(run, seconds=asked.seconds)
    response = _answer(request, account, run, ignored=door.ignored(body))
    if asked.applied:
        response["Preference-Applied"] = asked.applied
    return response


def _answer(
    request: HttpRequest, account: MailAccount, run: SyncRun, *, ignored: dict[str, Any]
) -> HttpResponse:
    account.refresh_from_db()
    data = wire_mailboxes.action(
        "sync", provider=account.provider, key=account.account_key, row=account,
        message=_said(run), run=run,
    )  # fmt: skip
    if run.status not in UNDER_WAY:
        return door.answer(request, data, **ignored)
    headers = {"Location": f"/api/post-application/runs/{run.pk}", "Retry-After": "2"}
    return door.answer(request, data, status=202, headers=headers, **ignored)


def _said(run: SyncRun) -> str:
    return SAID.get(run.status) or str((run.error or {}).get("message", ""))
