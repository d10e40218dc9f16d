"""Signing in: the password, the second step, browsers that are signed in; and what runs here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Invalid
from jobops.lib.words import later, say
from jobops.version import version
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.accounts import events, sessions, signin, twostep
from orchestrator.accounts.forms import PASSWORD_HELP
from orchestrator.accounts.refusals import SignInError
from orchestrator.models import AccountEvent, ApiToken
from orchestrator.workspace.settings import frame
from orchestrator.workspace.settings_sections import SECTIONS

HERE = "/settings/access"


class PasswordForm(forms.Form):
    current = forms.CharField(
        max_length=500,
        label=later("Current password"),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": later("Give the current password.")},
    )
    new = forms.CharField(
        max_length=500,
        label=later("New password"),
        help_text=f"{PASSWORD_HELP} Every other session and every token ends.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": later("Choose a password.")},
    )


@dataclass(frozen=True)
class Browser:
    row: ApiToken
    is_this: bool


@dataclass(frozen=True)
class Happened:
    """One line: what, and what it was about."""

    event: AccountEvent

    @property
    def sentence(self) -> str:
        return events.KINDS.get(self.event.kind, self.event.kind)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return drawn(request)


CHANGED = later("The password was changed. All other sessions have ended.")


@require_POST
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            signin.change_password(request, **form.cleaned_data)
            messages.success(request, str(CHANGED))
            return see_other(HERE)
        except Invalid as weak:
            form.add_error("new", weak.field_errors["newPassword"])
        except SignInError as refused:
            form.add_error("current", refused.sentence)
    return drawn(request, password_form=form, status=422)


@require_POST
def elsewhere(request: HttpRequest) -> HttpResponse:
    """End every other session; tokens made on purpose stay."""
    signin.end_others(request)
    messages.success(request, say("You are signed out everywhere else."))
    return see_other(HERE)


@require_POST
def browser(request: HttpRequest, browser: UUID) -> HttpResponse:
    """Sign one browser out. Its next request asks for the password."""
    ended = sessions.end(access.owner(request), browser, request=request)
    messages.success(request, say("{name} is signed out.", name=ended.name))
    return see_other(HERE)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    context = {**frame(SECTIONS["about"]), "version": version(), "data_dir": settings.DATA_DIR}
    return render(request, "settings/about.html", context)


def drawn(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    context = {**frame(SECTIONS["access"]), **shown(request), **more}
    return render(request, "settings/access.html", context, status=status)


def shown(request: HttpRequest) -> dict[str, object]:
    owner, own = access.owner(request), sessions.own(request)
    rows = sessions.listed(owner)
    return {
        "owner": owner,
        "local": settings.AUTH == "local",
        "two_step": twostep.is_on(owner),
        "password_form": PasswordForm(),
        "browsers": [Browser(row, is_this=row == own) for row in rows],
        "recent": [Happened(event) for event in events.latest(owner)],
    }
