"""Turning two-step sign-in on and off, and recovery codes, which are shown once."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.words import later, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.accounts import recovery, second, twostep
from orchestrator.accounts.forms import CodeForm
from orchestrator.accounts.refusals import SignInError
from orchestrator.workspace.settings import frame
from orchestrator.workspace.settings_sections import SECTIONS

FIELDS = {"wrong_password": "password", "wrong_code": "code"}


class AgainForm(forms.Form):
    password = forms.CharField(
        max_length=500,
        label=later("Password"),
        help_text=later("Once more, so that nobody does this at a screen you left."),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": later("Give the password.")},
    )


class BothForm(AgainForm):
    code = forms.CharField(
        max_length=40,
        label=later("Code"),
        help_text=later("Of the app, or a recovery code."),
        widget=forms.TextInput({"autocomplete": "one-time-code"}),
        error_messages={"required": later("Give a code of the app, or a recovery code.")},
    )


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return drawn(request)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    form = AgainForm(request.POST)
    if form.is_valid():
        try:
            owner = access.owner(request)
            begun = second.begin(owner, form.cleaned_data["password"], request=request)
            return drawn(request, begun=begun, code_form=CodeForm())
        except SignInError as refused:
            failed(form, refused)
    return drawn(request, again_form=form, status=422)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    form, owner = CodeForm(request.POST), access.owner(request)
    if form.is_valid():
        try:
            codes = second.confirm(owner, form.cleaned_data["code"], request=request)
            return drawn(request, codes=codes)
        except SignInError as refused:
            failed(form, refused)
    # Where nothing was begun, or too long ago, that is all there is to say.
    begun = second.begun(owner, request=request)
    return drawn(request, begun=begun, code_form=form, status=422)


@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    form, owner = BothForm(request.POST, prefix="codes"), access.owner(request)
    if form.is_valid():
        try:
            codes = second.new_codes(owner, **form.cleaned_data, request=request)
            return drawn(request, codes=codes)
        except SignInError as refused:
            failed(form, refused)
    return drawn(request, codes_form=form, status=422)


@require_POST
def off(request: HttpRequest) -> HttpResponse:
    form, owner = BothForm(request.POST, prefix="off"), access.owner(request)
    if form.is_valid():
        try:
            second.end(owner, **form.cleaned_data, request=request)
            messages.success(request, say("Two-step sign-in is off. The password alone signs in."))
            return see_other("/settings/access")
        except SignInError as refused:
            failed(form, refused)
    return drawn(request, off_form=form, status=422)


def failed(form: forms.Form, refused: SignInError) -> None:
    """The refusal beside the field it is about, else above the form."""
    form.add_error(FIELDS.get(refused.kind), refused.sentence)


def drawn(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    owner = access.owner(request)
    context = {
        **frame(SECTIONS["access"]), "owner": owner, "local": settings.AUTH == "local",
        "on": twostep.is_on(owner), "left": recovery.left(owner), "again_form": AgainForm(),
        "codes_form": BothForm(prefix="codes"), "off_form": BothForm(prefix="off"), **more,
    }  # fmt: skip
    return render(request, "settings/two_step.html", context, status=status)
