"""Tokens: what lets a program in, made here and shown once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jobops.lib.words import later, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.accounts import events, tokens
from orchestrator.accounts.scopes import SCOPES
from orchestrator.models import ApiToken, User
from orchestrator.workspace.settings import frame
from orchestrator.workspace.settings_sections import SECTIONS

HERE = "/settings/tokens"
LIVES = (
    ("7", later("7 days")), ("30", later("30 days")), ("90", later("90 days")),
    ("365", later("a year")),
    ("", later("until revoked")),
)  # fmt: skip


class TokenForm(forms.Form):
    """Reading comes first: a token that opens too little says so when it is used, one that opens
    too much never does.
    """

    name = forms.CharField(
        max_length=120,
        label=later("What it is for"),
        help_text=later("For example: browser extension."),
    )
    scope = forms.ChoiceField(
        choices=[(one.name, f"{one.label}: {one.text}") for one in SCOPES.values()],
        initial="read",
        label=later("What it opens"),
    )
    days = forms.TypedChoiceField(
        choices=LIVES,
        initial="90",
        required=False,
        coerce=int,
        empty_value=None,
        label=later("Works for"),
    )


@dataclass(frozen=True)
class Row:
    token: ApiToken
    scope: str
    has_ended: bool


def section(request: HttpRequest) -> HttpResponse:
    return made(request) if request.method == "POST" else drawn(request)


def made(request: HttpRequest) -> HttpResponse:
    """Make a token and show it, this once: no redirect, so that no page can be reloaded to it."""
    form, owner = TokenForm(request.POST), access.owner(request)
    if not form.is_valid():
        return drawn(request, token_form=form, status=422)
    row, text = tokens.issue(owner, **form.cleaned_data)
    events.note(owner, "token_made", request=request, about=row.name)
    return drawn(request, made=row, opens=SCOPES[row.scope], text=text)


@require_POST
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cannot be undone, so the page asks first and this needs its answer."""
    owner = access.owner(request)
    if request.POST.get("sure") != "yes":
        context = {**frame(SECTIONS["tokens"]), "token": tokens.one(owner, pk)}
        return render(request, "settings/revoke.html", context)
    ended = tokens.revoke(owner, pk)
    events.note(owner, "token_revoked", request=request, about=ended.name)
    messages.success(request, say("The token was revoked. What used it is locked out from now on."))
    return see_other(HERE)


def drawn(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    context = {**frame(SECTIONS["tokens"]), **shown(access.owner(request)), **more}
    response = render(request, "settings/tokens.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def shown(owner: User) -> dict[str, object]:
    return {
        "local": settings.AUTH == "local",
        "rows": [row(one) for one in tokens.listed(owner)],
        "token_form": TokenForm(),
    }


def row(token: ApiToken) -> Row:
    label = SCOPES[token.scope].label if token.scope in SCOPES else token.scope
    return Row(token, label, tokens.has_ended(token))
