"""One base: looked at, edited by section, taken elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jobops.lib.words import later_each, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.pipeline import edits
from tailoring import editing, library, revisions
from tailoring.documents import schema
from tailoring.documents.clean import plain
from tailoring.documents.kinds import KINDS
from tailoring.documents.problems import DocumentError
from tailoring.exports import EXPORTS
from tailoring.forms.resume import BasicsForm, ProjectForms, SkillsForm, SummaryForm
from tailoring.models import ResumeDocument, ResumeVersion
from tailoring.views.bases import mine
from tailoring.views.sections import EDITED

SECTIONS: Mapping[str, str] = later_each(
    {
        "basics": "Basics",
        "summary": "Summary",
        "skills": "Skills",
        "projects": "Projects",
    }
)
FORMS: Mapping[str, type[Any]] = {
    "basics": BasicsForm,
    "summary": SummaryForm,
    "skills": SkillsForm,
}


@dataclass(frozen=True)
class Shown:
    """One item of a section as a person reads it; `lines` are plain."""

    title: str
    about: str
    period: str
    lines: tuple[str, ...]
    hidden: bool


@dataclass(frozen=True)
class Part:
    """A section in print order. `edit`: the name of its form, where there is one."""

    key: str
    title: str
    edit: str
    hidden: bool
    items: tuple[Shown, ...]


@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    document = mine(request, pk)
    version = library.newest(document)
    read = schema.read(version.data)
    context = {
        **around(document, version),
        "basics": read.basics,
        "parts": [part(one) for one in read.sections if one.entries],
        "report": version.report,
        "blank": library.is_blank(version),
        "original": revisions.has_original(document),
    }
    return render(request, "resume/one.html", context)


def section(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    document = mine(request, pk)
    version = library.newest(document)
    if request.method != "POST":
        return edited(request, document, version, name, fresh_form(version, name))
    form = bound_form(request, name)
    if not form.is_valid():
        return edited(request, document, version, name, form, status=422)
    return saved_section(request, document, version, name=name, form=form)


@require_safe
def export(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    document = mine(request, pk)
    if kind not in EXPORTS:
        raise Http404
    made = EXPORTS[kind]
    response = HttpResponse(made.write(library.newest(document).data), content_type=made.media_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def part(section: schema.Section) -> Part:
    return Part(
        key=section.key,
        title=section.title or section.type.replace("-", " ").capitalize(),
        edit=_editor(section),
        hidden=section.hidden or section.type == "cover-letter",
        items=tuple(shown(entry) for entry in section.entries),
    )


def _editor(section: schema.Section) -> str:
    if section.key in SECTIONS or section.key in EDITED:
        return section.key
    return "other" if section.type == "summary" else ""


def shown(entry: schema.Entry) -> Shown:
    words = (entry.organisation, entry.place, entry.detail, ", ".join(entry.keywords))
    about = [word for word in words if word]
    title = entry.title or (about.pop(0) if about else "")
    roles = [f"{role.position}, {role.period}".strip(", ") for role in entry.roles]
    lines = (*roles, *(line for line in plain(entry.html).splitlines() if line.strip()))
    return Shown(title, " · ".join(about), entry.period, lines, entry.hidden)


def around(document: ResumeDocument, version: ResumeVersion) -> dict[str, Any]:
    lists = {name: KINDS[name].label for name in EDITED}
    every = [*SECTIONS.items(), *lists.items()]
    return {"document": document, "version": version, "sections": every}


def fresh_form(version: ResumeVersion, name: str) -> Any:
    if name == "projects":
        initial = [asdict(one) for one in editing.projects_of(version.data)]
        return ProjectForms(initial=initial)
    form = FORMS[name]
    return form(initial=form.shown(version.data))


def bound_form(request: HttpRequest, name: str) -> Any:
    return ProjectForms(request.POST) if name == "projects" else FORMS[name](request.POST)


def edited(
    request: HttpRequest,
    document: ResumeDocument,
    version: ResumeVersion,
    name: str,
    form: forms.Form | Any,
    *,
    status: int = 200,
    conflict: bool = False,
) -> HttpResponse:
    seen = request.POST.get("revision", version.revision) if status == 422 else version.revision
    context = {
        **around(document, version),
        "name": name,
        "label": SECTIONS[name],
        "form": form,
        "conflict": conflict,
        "revision": seen,
    }
    return render(request, "resume/section.html", context, status=status)


def saved_section(
    request: HttpRequest, document: ResumeDocument, version: ResumeVersion, *, name: str, form: Any
) -> HttpResponse:
    data = applied(version, name=name, form=form)
    given = request.POST.get("revision", "")
    base = int(given) if given.isdigit() else -1
    try:
        library.save(document, data, base_revision=base, actor="user", what=SECTIONS[name])
    except DocumentError:
        return edited(request, document, version, name, form, status=409, conflict=True)
    edits.resume_changed(access.owner(request))
    messages.success(request, say("{sections} saved.", sections=SECTIONS[name]))
    return see_other(f"/design-resume/{document.pk}")


def applied(version: ResumeVersion, *, name: str, form: Any) -> dict[str, Any]:
    if name != "projects":
        return dict(form.applied(version.data))
    made = [edit for one in form if (edit := one.edit())]
    return editing.with_projects(version.data, made)
