"""Signing in: the password and other sessions; and what runs here."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.version import version
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.accounts import signin
from orchestrator.accounts.refusals import SignInError
from orchestrator.models import User
from orchestrator.workspace.settings import frame
from orchestrator.workspace.settings_sections import SECTIONS

HERE = "/settings/access"


class PasswordForm(forms.Form):
    current = forms.CharField(
        max_length=500,
        label="Current password",
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        min_length=8,
        max_length=500,
        label="New password",
        help_text="At least 8 characters. Every other session and every token ends.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return drawn(request)


@require_POST
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return drawn(request, password_form=form, status=422)
    try:
        signin.change_password(request, **form.cleaned_data)
    except SignInError as refused:
        form.add_error("current", refused.sentence)
        return drawn(request, password_form=form, status=422)
    messages.success(request, "The password was changed. Every other session and token has ended.")
    return see_other(HERE)


@require_POST
def elsewhere(request: HttpRequest) -> HttpResponse:
    """End every other session; tokens made on purpose stay."""
    signin.end_others(request)
    messages.success(request, "You are signed out everywhere else.")
    return see_other(HERE)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    context = {**frame(SECTIONS["about"]), "version": version(), "data_dir": settings.DATA_DIR}
    return render(request, "settings/about.html", context)


def drawn(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    context = {**frame(SECTIONS["access"]), **shown(access.owner(request)), **more}
    response = render(request, "settings/access.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def shown(owner: User) -> dict[str, object]:
    return {
        "owner": owner,
        "local": settings.AUTH == "local",
        "password_form": PasswordForm(),
    }
