"""Bringing mail in by hand: files that a worker reads, one mail that is read at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from jobops.lib.errors import Problem
from jobops.lib.words import later_each, say
from jobops.web.fragments import see_other
from jobops.web.problems import answer
from orchestrator import access
from orchestrator.inbox import uploads
from orchestrator.models import InboundMessage, SyncRun, User
from orchestrator.workspace.inbox import drawn
from orchestrator.workspace.inbox_bring_form import PasteForm, UploadForm
from orchestrator.workspace.inbox_nav import HOME
from orchestrator.workspace.timeline import zone_of

READ: dict[str, str] = later_each(
    {
        "auto_linked": "Linked by itself.",
        "pending_user": "It waits for your decision.",
        "ignored": "It is not about an application, so it was put with the ignored ones.",
        "manual_linked": "You linked it before.",
    }
)


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return drawn(request, "review", forms={"upload": form}, status=422)
    try:
        run = brought(access.owner(request), form)
    except Problem as refused:
        form.add_error("mails", refused.sentence)
        return drawn(request, "review", forms={"upload": form}, status=answer(refused).status)
    return see_other(f"{HOME}/runs/{run.pk}")


def brought(owner: User, form: UploadForm) -> SyncRun:
    """Raises Problem."""
    return uploads.bring(owner, [(file.name, file) for file in form.cleaned_data["mails"]])


@require_POST
def paste(request: HttpRequest) -> HttpResponse:
    owner = access.owner(request)
    form = PasteForm(request.POST, zone=zone_of(owner))
    if not form.is_valid():
        return drawn(request, "review", forms={"paste": form}, status=422)
    row = pasted(owner, form)
    if row is None:
        form.add_error(
            "text", say("Nothing in this mail is about an application. It was not kept.")
        )
        return drawn(request, "review", forms={"paste": form}, status=422)
    messages.success(request, READ[row.status], extra_tags=way_back(row))
    return see_other(f"{HOME}/{row.pk}")


def pasted(owner: User, form: PasteForm) -> InboundMessage | None:
    given = form.cleaned_data
    return uploads.paste(
        owner, given["text"], sender=given["sender"], subject=given["subject"], date=given["date"]
    )


def way_back(row: InboundMessage) -> str:
    return f"{HOME}/{row.pk}/undo" if row.status == "auto_linked" else ""
