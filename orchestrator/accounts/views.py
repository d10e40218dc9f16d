"""Sign-in, sign-out and the first owner, as pages."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jobops.web.fragments import own_address, see_other
from orchestrator.accounts import door, signin
from orchestrator.accounts.forms import SetupForm, SignInForm
from orchestrator.accounts.refusals import SignInError


def sign_in(request: HttpRequest) -> HttpResponse:
    if settings.AUTH == "local" or request.user.is_authenticated:
        return HttpResponseRedirect(target(request))
    if door.needs_setup():
        return HttpResponseRedirect("/setup")
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signin.login(request, **form.cleaned_data)
            return see_other(target(request))
        except SignInError as refused:
            form.add_error(None, refused.sentence)
    return page(request, "accounts/sign_in.html", form)


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
        except SignInError as refused:
            form.add_error(None, refused.sentence)
    return page(request, "accounts/setup.html", form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    signin.logout(request)
    return see_other("/sign-in")


def page(request: HttpRequest, template: str, form: SetupForm | SignInForm) -> HttpResponse:
    context = {"form": form, "next": target(request)}
    return render(request, template, context, status=422 if form.errors else 200)


def target(request: HttpRequest) -> str:
    """Where the person wanted to go; an address of another host is not followed."""
    address = request.POST.get("next") or request.GET.get("next") or "/"
    return own_address(request, address)
