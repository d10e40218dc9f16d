"""People: who has an account here, and inviting others. For those who run the installation; nobody
else is told that this page exists.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.words import later, later_each, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.accounts import invitations, leaving, links, people, rights
from orchestrator.accounts.rights import PersonError
from orchestrator.models import User
from orchestrator.ops import parcels
from orchestrator.workspace.settings import frame
from orchestrator.workspace.settings_sections import SECTIONS

HERE = "/settings/people"
Page = Callable[..., HttpResponse]


class InviteForm(forms.Form):
    note = forms.CharField(
        max_length=120,
        required=False,
        label=later("Whom it is for"),
        help_text=later("Only you see this."),
    )
    is_admin = forms.BooleanField(
        required=False,
        label=later("They run this installation, too"),
        help_text=later("Backups, the console, other people. Nobody sees into another workspace."),
    )


def for_staff(page: Page) -> Page:
    @wraps(page)
    def guarded(request: HttpRequest, **values: Any) -> HttpResponse:
        if not access.owner(request).is_staff:
            raise Http404
        return page(request, **values)

    return guarded


@require_safe
@for_staff
def page(request: HttpRequest) -> HttpResponse:
    return drawn(request)


@require_POST
@for_staff
def invite(request: HttpRequest) -> HttpResponse:
    """Make an invitation and show its link, this once: no redirect, so that no page can be reloaded
    to it.
    """
    form = InviteForm(request.POST)
    if not form.is_valid():
        return drawn(request, form=form, status=422)
    row, path = invitations.make(access.owner(request), **form.cleaned_data, request=request)
    return drawn(request, made=row, link=links.whole(path, request=request))


@require_POST
@for_staff
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    invitations.revoke(access.owner(request), pk, request=request)
    messages.success(request, say("The invitation was revoked. Its link does not work any more."))
    return see_other(HERE)


@require_POST
@for_staff
def act(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Suspend, let in again, make or unmake an administrator."""
    person = people.one(pk)
    try:
        VERBS[verb](person, by=access.owner(request), request=request)
    except PersonError as refused:
        return drawn(request, refused=refused.sentence, status=409)
    messages.success(request, DONE[verb].format(name=person))
    return see_other(HERE)


@for_staff
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asks for the name; cannot be undone."""
    person = people.shown(pk)
    if request.method != "POST":
        return asked(request, person)
    typed = request.POST.get("confirm", "")
    try:
        leaving.remove(person.user, typed=typed, by=access.owner(request), request=request)
    except PersonError as refused:
        return asked(request, person, refused=refused.sentence, status=422)
    messages.success(request, say("The account was removed, with everything in it."))
    return see_other(HERE)


@require_POST
@for_staff
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For them, not for whoever asks: it lies in their own workspace."""
    parcels.request_export(people.one(pk))
    messages.success(request, say("It is being made. They find it in their settings, for a day."))
    return see_other(f"{HERE}/{pk}/remove")


def asked(
    request: HttpRequest, person: people.Person, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {**frame(SECTIONS["people"]), "person": person, **more}
    return render(request, "settings/person_remove.html", context, status=status)


def drawn(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    context = {**frame(SECTIONS["people"]), **shown(access.owner(request)), **more}
    response = render(request, "settings/people.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def shown(owner: User) -> dict[str, object]:
    return {
        "owner": owner,
        "local": settings.AUTH == "local",
        "people": people.listed(),
        "invited": [(row, invitations.state(row)) for row in invitations.listed()],
        "form": InviteForm(),
    }


def promote(person: User, *, by: User, request: HttpRequest) -> User:
    return rights.set_admin(person, is_admin=True, by=by, request=request)


def demote(person: User, *, by: User, request: HttpRequest) -> User:
    return rights.set_admin(person, is_admin=False, by=by, request=request)


VERBS: dict[str, Callable[..., User]] = {
    "suspend": rights.suspend, "restore": rights.restore, "promote": promote, "demote": demote,
}  # fmt: skip
DONE = later_each(
    {
        "suspend": "{name} is suspended and signed out everywhere.",
        "restore": "{name} can sign in again.",
        "promote": "{name} runs this installation now, too.",
        "demote": "{name} does not run this installation any more.",
    }
)
