"""Readings of mailboxes and files; files and single mails that are brought by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import bodies, door, wire_mail
from orchestrator.api.schemas.mail import PasteBody
from orchestrator.api.schemas.mail_runs import (
    MailBroughtOut,
    MailRunMailsOut,
    MailRunOut,
    MailRunsOut,
    RunMessagesParameters,
    RunsParameters,
)
from orchestrator.inbox import listing, runs, uploads
from orchestrator.inbox.runs import Decided
from orchestrator.models import SyncRun

router = Router(tags=["Inbox"])
RUNS = "/post-application/runs"
RUN = f"{RUNS}/{{uuid:run_id}}"
# Room for one large mailbox file, or fifty mails, and the form around them.
LARGEST = 252 * 1024 * 1024
FILE = {"type": "string", "format": "binary", "minLength": 1}
FORM = {"type": "object", "required": ["file"],
        "properties": {"file": {"type": "array", "items": FILE, "minItems": 1}}}  # fmt: skip
BROUGHT: Mapping[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {"schema": FORM},
            "application/json": {"schema": PasteBody.model_json_schema(by_alias=True)},
        },
    }
}


@door.route(router, "GET", RUNS, data=MailRunsOut, query=RunsParameters)
def list_mail_runs(request: HttpRequest, query: RunsParameters) -> HttpResponse:
    """Readings, newest first."""
    found = runs.of(access.owner(request), provider=query.provider or "")
    rows = list(found[: query.limit])
    return door.answer(request, {"runs": shown(rows), "total": found.count()})


@door.route(router, "GET", RUN, data=MailRunOut, errors=(404,))
def read_mail_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One reading as it stands."""
    run = access.sync_run(access.owner(request), run_id)
    return door.answer(request, shown([run])[0])


@door.route(
    router, "GET", f"{RUN}/messages", data=MailRunMailsOut, query=RunMessagesParameters,
    errors=(404,),
)  # fmt: skip
def list_run_mails(
    request: HttpRequest, run_id: UUID, query: RunMessagesParameters
) -> HttpResponse:
    """The mails a reading met that are kept, newest first."""
    run = access.sync_run(access.owner(request), run_id)
    found = listing.of_run(run, limit=query.limit)
    items = [wire_mail.item(one) for one in found.entries]
    answer = {"run": shown([run])[0], "items": items, "total": found.total}
    return door.answer(request, answer)


@door.route(
    router, "POST", "/post-application/import", needs="import", data=MailBroughtOut,
    status=(200, 202), extra=BROUGHT, errors=(400, 413, 415, 503),
)  # fmt: skip
def import_mail(request: HttpRequest) -> HttpResponse:
    """Read `.eml` and `.mbox` files in the worker, or one pasted mail at once."""
    if request.content_type != "multipart/form-data":
        return pasted(request, bodies.checked(PasteBody, bodies.read(request)))
    files = bodies.read_files(request, limit=LARGEST)
    run = uploads.bring(access.owner(request), files)
    found = {"runId": str(run.pk), "item": None}
    headers = {"Location": f"/api{RUNS}/{run.pk}", "Retry-After": "2"}
    return door.answer(request, found, status=202, headers=headers)


def pasted(request: HttpRequest, body: PasteBody) -> HttpResponse:
    mail = uploads.paste(
        access.owner(request), body.text, sender=body.sender, subject=body.subject, date=body.date
    )
    entry = listing.one(mail) if mail else None
    found = {
        "runId": str(entry.run) if entry and entry.run else None,
        "item": wire_mail.item(entry) if entry else None,
    }
    return door.answer(request, found, **door.ignored(body))


def shown(rows: list[SyncRun]) -> list[dict[str, Any]]:
    decided = runs.decided(rows)
    return [wire_mail.run(row, decided.get(row.pk, Decided())) for row in rows]
