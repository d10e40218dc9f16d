"""All tags of an owner on one page: renamed, put together, deleted."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Invalid
from jobops.lib.words import later, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.jobs import tags
from orchestrator.models import Tag, User
from orchestrator.templatetags.ui import plural
from orchestrator.workspace.places import Place

UNSURE = later("Tick the box to say that you mean it. Nothing was deleted.")
SURE = later("Tick the box to say that you mean it. Nothing was merged.")
NO_OTHER = later("Choose the tag to merge it into. Nothing was merged.")


@dataclass(frozen=True)
class Line:
    """`typed` and `error` are there when a change of this one was refused."""

    id: str
    name: str
    jobs: int
    url: str
    typed: str
    into: str = ""
    error: str = ""
    doing: str = ""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return drawn(request, access.owner(request))


@require_POST
def rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    owner = access.owner(request)
    tag, name = access.tag(owner, pk), request.POST.get("name", "")
    try:
        tags.rename(tag, name)
    except Invalid as wrong:
        return refused(request, tag, wrong.field_errors["name"][0], doing="rename", typed=name)
    messages.success(request, say("Renamed to {name}.", name=tag.name))
    return see_other("/tags")


@require_POST
def merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cannot be undone, so it takes a second word."""
    owner = access.owner(request)
    tag, name = access.tag(owner, pk), request.POST.get("into", "")
    into = other(owner, name)
    if into is None or into.pk == tag.pk:
        return refused(request, tag, NO_OTHER, doing="merge", into=name)
    if "sure" not in request.POST:
        return refused(request, tag, SURE, doing="merge", into=name)
    tags.merge(tag, into)
    messages.success(request, say("{name} is now {name2}.", name=tag.name, name2=into.name))
    return see_other("/tags")


@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    tag = access.tag(access.owner(request), pk)
    if "sure" not in request.POST:
        return refused(request, tag, UNSURE, doing="delete")
    tags.delete(tag)
    messages.success(
        request, say("Deleted the tag {name}. The jobs are still there.", name=tag.name)
    )
    return see_other("/tags")


def other(owner: User, given: str) -> Tag | None:
    """The tag of that name, however it is written."""
    try:
        return owner.tags.filter(folded=tags.folded(tags.checked(given))).first()
    except Invalid:
        return None


def refused(
    request: HttpRequest, tag: Tag, error: str, *, doing: str, **typed: str
) -> HttpResponse:
    """The page again, with the sentence beside the tag it is about, and what was typed."""
    known = {"error": error, "doing": doing, **typed}
    return drawn(request, access.owner(request), about={tag.pk: known}, status=422)


def drawn(
    request: HttpRequest,
    owner: User,
    *,
    about: dict[UUID, dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = [
        Line(
            id=str(tag.pk),
            name=tag.name,
            jobs=tag.jobs,  # type: ignore[attr-defined]
            url=Place("all", filters=(("tag", tag.name),)).url(),
            **{"typed": tag.name, **(about or {}).get(tag.pk, {})},
        )
        for tag in tags.every(owner)
    ]
    context = {"lines": lines, "counted": plural(len(lines), "tag")}
    return render(request, "tags/page.html", context, status=status)
