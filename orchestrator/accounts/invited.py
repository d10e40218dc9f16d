"""The page behind the link of an invitation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobops.lib.errors import Invalid
from jobops.web.fragments import see_other
from orchestrator.accounts import invitations
from orchestrator.accounts.forms import SetupForm
from orchestrator.accounts.invitations import InvitationError
from orchestrator.accounts.refusals import SignInError
from orchestrator.models import Invitation

BEGIN = "/onboarding"


def page(request: HttpRequest, text: str) -> HttpResponse:
    """Used, revoked, too old, guessed: one answer, which names nobody."""
    try:
        row = invitations.find(request, text)
    except InvitationError as gone:
        return drawn(request, refused=gone.sentence, status=404)
    except SignInError as throttled:
        return drawn(request, wait=throttled)
    if request.user.is_authenticated:
        return drawn(request, known=True)
    return filled(request, row)


def filled(request: HttpRequest, row: Invitation) -> HttpResponse:
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.accept(row, **form.cleaned_data, request=request)
            return see_other(BEGIN)
        except Invalid as weak:
            form.add_error("password", weak.field_errors["password"])
        except InvitationError as refused:
            if refused.kind == "gone":
                return drawn(request, refused=refused.sentence, status=404)
            form.add_error("username", refused.sentence)
    return drawn(request, form=form, status=422 if form.errors else 200)


def drawn(
    request: HttpRequest, *, status: int = 200, wait: SignInError | None = None, **shown: object
) -> HttpResponse:
    context = {**shown, "refused": wait.sentence} if wait else shown
    code = 429 if wait else status
    response = render(request, "accounts/invitation.html", context, status=code)
    response["Cache-Control"] = "no-store"
    if wait:
        response["Retry-After"] = str(wait.details["retryAfter"])
    return response
