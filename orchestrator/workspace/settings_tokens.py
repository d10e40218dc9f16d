"""Tokens: what lets a program in, made here and shown once."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.accounts import tokens
from orchestrator.models import User
from orchestrator.workspace.settings import frame
from orchestrator.workspace.settings_sections import SECTIONS

HERE = "/settings/tokens"


class TokenForm(forms.Form):
    name = forms.CharField(
        max_length=120, label="What it is for", help_text="For example: browser extension."
    )
    days = forms.IntegerField(
        min_value=1,
        max_value=365,
        required=False,
        label="Ends after, in days",
        help_text="Empty: it works until you revoke it.",
    )


def section(request: HttpRequest) -> HttpResponse:
    return made(request) if request.method == "POST" else drawn(request)


def made(request: HttpRequest) -> HttpResponse:
    """Make a token and show it, this once: no redirect, so that no page can be reloaded to it."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return drawn(request, token_form=form, status=422)
    given = form.cleaned_data
    row, text = tokens.issue(access.owner(request), name=given["name"], days=given["days"])
    return drawn(request, made=row, text=text)


@require_POST
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cannot be undone, so the page asks first and this needs its answer."""
    owner = access.owner(request)
    if request.POST.get("sure") != "yes":
        token = tokens.one(owner, pk)
        context = {**frame(SECTIONS["tokens"]), "token": token}
        return render(request, "settings/revoke.html", context)
    tokens.revoke(owner, pk)
    messages.success(request, "The token was revoked. What used it is locked out from now on.")
    return see_other(HERE)


def drawn(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    context = {**frame(SECTIONS["tokens"]), **shown(access.owner(request)), **more}
    response = render(request, "settings/tokens.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def shown(owner: User) -> dict[str, object]:
    return {
        "local": settings.AUTH == "local",
        "tokens": tokens.listed(owner),
        "token_form": TokenForm(),
    }
