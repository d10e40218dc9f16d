"""Parts of a base that are lists of entries, edited in the browser."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobops.lib.words import say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.pipeline import edits
from tailoring import library
from tailoring.documents import entries
from tailoring.documents.kinds import KINDS
from tailoring.documents.problems import DocumentError
from tailoring.forms import section_rows
from tailoring.forms.section_rows import SectionRows
from tailoring.models import ResumeDocument
from tailoring.views.bases import mine

# Projects and skills have forms of their own.
EDITED = tuple(name for name in KINDS if name not in ("skills", "projects"))


def section(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    document = mine(request, pk)
    if request.method != "POST":
        rows = section_rows.fresh(name, entries.of(library.newest(document).data, name))
        return shown(request, document, rows)
    rows = section_rows.posted(name, request.POST)
    do, _, key = request.POST.get("do", "save").partition(":")
    if do != "save":
        return shown(request, document, rows, touched=rows.step(do, key))
    if not rows.is_valid():
        return shown(request, document, rows, status=422)
    return saved(request, document, rows)


def shown(
    request: HttpRequest,
    document: ResumeDocument,
    rows: SectionRows,
    *,
    status: int = 200,
    conflict: bool = False,
    touched: str = "",
) -> HttpResponse:
    """After a refused save the form goes on top of what is there now; a step stays where it was."""
    given = request.POST.get("revision", "")
    kept = given if given.isdigit() and not conflict else str(document.revision)
    context = {
        "document": document,
        "rows": rows,
        "revision": kept,
        "conflict": conflict,
        "touched": touched,
    }
    return render(request, "resume/entries.html", context, status=status)


def saved(request: HttpRequest, document: ResumeDocument, rows: SectionRows) -> HttpResponse:
    label = rows.kind.label
    given = request.POST.get("revision", "")
    base = int(given) if given.isdigit() else -1
    data = entries.put(library.newest(document).data, rows.name, rows.edits())
    try:
        library.save(document, data, base_revision=base, actor="user", what=label)
    except DocumentError:
        document.refresh_from_db()
        return shown(request, document, rows, status=409, conflict=True)
    edits.resume_changed(access.owner(request))
    messages.success(request, say("{label} saved.", label=label))
    return see_other(f"/design-resume/{document.pk}")
