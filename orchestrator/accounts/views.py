"""Sign-in, sign-out and the first owner, as pages."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Invalid
from jobops.web.fragments import own_address, see_other
from orchestrator.accounts import door, pending, signin
from orchestrator.accounts.forms import CodeForm, RecoveryForm, SetupForm, SignInForm
from orchestrator.accounts.refusals import SignInError


def sign_in(request: HttpRequest) -> HttpResponse:
    if settings.AUTH == "local" or request.user.is_authenticated or door.needs_setup():
        return HttpResponseRedirect("/setup" if door.needs_setup() else target(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return see_other(
                signin.first_step(request, **form.cleaned_data, target=target(request))
            )
        except SignInError as refused:
            form.add_error(None, refused.sentence)
    return page(request, "accounts/sign_in.html", form)


def code(request: HttpRequest) -> HttpResponse:
    """The second step. A phone's keyboard of digits has no letters, so recovery codes have a form
    of their own.
    """
    begun, wanted = pending.read(request), pending.target(request)
    if begun is None and request.method != "POST":
        return HttpResponseRedirect("/sign-in")
    form = (RecoveryForm if "recovery" in request.GET else CodeForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return see_other(signin.second_step(request, **form.cleaned_data))
        except SignInError as refused:
            if refused.kind == "step_over":
                return see_other(f"/sign-in?{urlencode({'over': 1, 'next': wanted})}")
            form.add_error("code", refused.sentence)
    return page(request, "accounts/code.html", form)


def setup(request: HttpRequest) -> HttpResponse:
    """Shown once: whoever comes first to an installation that asks for sign-in becomes its
    owner.
    """
    if not door.needs_setup():
        return HttpResponseRedirect("/sign-in")
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signin.setup(request, **form.cleaned_data)
            return see_other("/")
        except Invalid as weak:
            form.add_error("password", weak.field_errors["password"])
        except SignInError as refused:
            form.add_error(None, refused.sentence)
    return page(request, "accounts/setup.html", form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    signin.logout(request)
    return see_other("/sign-in")


@require_safe
def console(request: HttpRequest) -> HttpResponse:
    """Where Django's console has a sign-in of its own: whoever gets here came in by ours."""
    wanted = target(request)
    return HttpResponseRedirect("/admin/" if wanted.startswith(("/admin/login", "/?")) else wanted)


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Where Django's console has a form for the password."""
    return HttpResponseRedirect("/settings/access")


def page(request: HttpRequest, template: str, form: Form) -> HttpResponse:
    context = {"form": form, "next": target(request)}
    return render(request, template, context, status=422 if form.errors else 200)


def target(request: HttpRequest) -> str:
    """Where the person wanted to go; an address of another host is not followed."""
    address = request.POST.get("next") or request.GET.get("next") or "/"
    return own_address(request, address)
