"""The inbox: mails that wait for a decision, linked ones, ignored ones, and one by itself."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from jobops.web.fragments import wants_fragment
from orchestrator import access
from orchestrator.inbox import bodies
from orchestrator.models import InboundMessage, User
from orchestrator.workspace import inbox_list, inbox_standing, inbox_view
from orchestrator.workspace.addresses import is_id
from orchestrator.workspace.inbox_bring_form import PasteForm, UploadForm
from orchestrator.workspace.inbox_form import DecisionForm
from orchestrator.workspace.inbox_nav import nav
from orchestrator.workspace.inbox_offer import offered
from orchestrator.workspace.inbox_undo import last
from orchestrator.workspace.inbox_view import Mail


@require_safe
def page(request: HttpRequest, view: str = "review") -> HttpResponse:
    return drawn(request, view)


@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A mail in whatever state it is. `job` in the address is one it is about, just made."""
    row = access.mail(access.owner(request), pk)
    return alone(request, row, chosen=request.GET.get("job", ""))


def drawn(
    request: HttpRequest,
    view: str,
    *,
    status: int = 200,
    forms: Mapping[str, object] | None = None,
) -> HttpResponse:
    """`forms`: `upload` or `paste` with what was sent and is wrong."""
    owner = access.owner(request)
    given = {"upload": UploadForm(), "paste": PasteForm(), **(forms or {})}
    listed = inbox_list.listed(owner, view, request.GET)
    context = {"list": listed, "undo": last(owner), "opened": forms is not None, **given}
    if offer := request.GET.get("offer"):
        context["offer"] = offered(owner, offer)
    fragment = wants_fragment(request)
    template = "inbox/_list.html" if fragment else "inbox/page.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def alone(
    request: HttpRequest,
    row: InboundMessage,
    *,
    form: DecisionForm | None = None,
    chosen: str = "",
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """One mail as a page, or for htmx only itself. `form` as it was sent; `refused`: why not."""
    owner = access.owner(request)
    context: dict[str, object] = {"mail": shown(owner, row, form, chosen), "refused": refused}
    if wants_fragment(request):
        context |= {"token": request.POST.get("list", "")}
        return render(request, "inbox/_mail.html", context, status=status)
    context |= {"tabs": nav(owner, ""), "text": bodies.text(row)}
    response = render(request, "inbox/mail.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def shown(owner: User, row: InboundMessage, form: DecisionForm | None, chosen: str) -> Mail:
    """With a form while it waits for a decision."""
    if row.status != "pending_user":
        form = None
    elif form is None:
        form = fresh(owner, row, chosen=chosen)
    known = form.known if form else inbox_standing.read(owner, inbox_view.named([row]))
    step = inbox_view.steps([row]).get(row.pk, "")
    return inbox_view.mail(row, known=known, form=form, step=step)


def fresh(owner: User, row: InboundMessage, *, chosen: str = "") -> DecisionForm:
    """The empty form; `chosen` is the id of a job to begin with."""
    first = UUID(chosen) if is_id(chosen) else None
    known = inbox_standing.read(owner, inbox_view.named([row]) | ({first} if first else set()))
    return DecisionForm(row=row, known=known, first=first if first in known else None)
