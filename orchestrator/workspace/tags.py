"""The tags of one job, in its panel: one is written, one is taken off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from jobops.lib.errors import Invalid
from jobops.lib.words import later, say
from jobops.web.fragments import see_other, shown, wants_fragment
from orchestrator import access
from orchestrator.jobs import tags
from orchestrator.models import Job
from orchestrator.workspace import rows
from orchestrator.workspace.jobs import workspace
from orchestrator.workspace.news import change
from orchestrator.workspace.panels import panel
from orchestrator.workspace.places import Place
from orchestrator.workspace.pulse import cursor_now


class TagForm(forms.Form):
    """A name; its limits are those of orchestrator.jobs.tags, which says what is wrong."""

    name = forms.CharField(
        required=False,
        strip=False,
        label=later("Tag"),
        widget=forms.TextInput({
            "maxlength": tags.LONGEST, "list": "tags-known", "autocomplete": "off",
            "data-focus": True,
        }),
    )  # fmt: skip

    def refuse(self, wrong: Invalid) -> None:
        self.full_clean()
        self.add_error("name", next(iter(wrong.field_errors.values()))[0])


@require_safe
@vary_on_headers("HX-Request")
def form(request: HttpRequest, tab: str, pk: UUID) -> HttpResponse:
    owner, at = access.owner(request), rows.place(tab, request.GET)
    return drawn(request, access.job(owner, pk), at, TagForm())


@require_POST
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    at = rows.read_place(request.POST.get("place", ""), job=job)
    name = request.POST.get("name", "")
    try:
        found = tags.add(job, name, actor="user")
    except Invalid as wrong:
        given = TagForm(request.POST)
        given.refuse(wrong)
        return drawn(request, job, at, given, status=422)
    return changed(request, job, at, said=say("Tagged: {name}.", name=found.name))


@require_POST
def remove(request: HttpRequest, pk: UUID, tag: UUID) -> HttpResponse:
    owner = access.owner(request)
    job, found = access.job(owner, pk), access.tag(owner, tag)
    at = rows.read_place(request.POST.get("place", ""), job=job)
    tags.drop(job, found, actor="user")
    return changed(request, job, at, said=say("Tag removed: {name}.", name=found.name))


def changed(request: HttpRequest, job: Job, at: Place, *, said: str) -> HttpResponse:
    """The form again, for the next one, and the row as it is now."""
    if not wants_fragment(request):
        messages.success(request, said)
        return see_other(f"/jobs/{at.tab}/{job.pk}/tags{'?' if at.query else ''}{at.query}")
    owner, fresh = job.owner, access.job(job.owner, job.pk)
    cursor = cursor_now(owner)
    context = {**asked(fresh, at, TagForm()), "change": change(owner, fresh, at), "since": cursor}
    return shown(request, "", "tags/_tagged.html", {**context, "said": said})


def asked(job: Job, at: Place, given: TagForm) -> dict[str, Any]:
    on = list(job.tagged.select_related("tag").order_by("tag__folded"))
    known = [tag.name for tag in tags.every(job.owner)]
    return {
        "panel": panel(job, at), "tag_form": given, "doing": say("Tags"),
        "on": [one.tag for one in on], "known": known,
    }  # fmt: skip


def drawn(
    request: HttpRequest, job: Job, at: Place, given: TagForm, *, status: int = 200
) -> HttpResponse:
    context = asked(job, at, given)
    if wants_fragment(request):
        return shown(request, "", "tags/_panel_tags.html", context, status=status)
    whole = {**workspace(job.owner, at, job), "form": "tags/_panel_tags.html", **context}
    return render(request, "jobs/page.html", whole, status=status)
