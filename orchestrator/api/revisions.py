"""The versions of a base résumé, and what belongs to it beside its text."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from jobops.lib.errors import Invalid
from orchestrator import access
from orchestrator.api import door, wire_resume
from orchestrator.api.schemas.resume import (
    DetailsBody,
    ResumeOut,
    ResumeVersionOut,
    ResumeVersionWhole,
    ResumeWhole,
)
from orchestrator.pipeline import edits
from tailoring import library, revisions
from tailoring.models import ResumeDocument, ResumeVersion

router = Router(tags=["Résumé"])
BASE = "/resumes/{uuid:resume_id}"
ONE = f"{BASE}/versions/{{str:revision}}"
FILE = {
    "responses": {200: {"content": {"application/octet-stream": {"schema": {"type": "string"}}}}}
}


@door.route(router, "GET", f"{BASE}/versions", data=list[ResumeVersionOut], errors=(404,))
def list_versions(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    """Every kept version with what it changed, the newest first."""
    found = revisions.listed(access.resume(access.owner(request), resume_id))
    return door.answer(request, [wire_resume.version(one) for one in found])


@door.route(router, "GET", ONE, data=ResumeVersionWhole, errors=(404,))
def read_version(request: HttpRequest, resume_id: UUID, revision: str) -> HttpResponse:
    """One version with its document, and what changed from then to now."""
    document = access.resume(access.owner(request), resume_id)
    kept = _version(document, revision)
    one = next(row for row in revisions.listed(document) if row.number == kept.revision)
    return door.answer(request, wire_resume.version_whole(one, kept, library.newest(document)))


@door.route(router, "POST", f"{ONE}/restore", data=ResumeWhole, errors=(404,))
def restore_version(request: HttpRequest, resume_id: UUID, revision: str) -> HttpResponse:
    """Make an old version the newest again, as a new version."""
    document = access.resume(access.owner(request), resume_id)
    made = revisions.restore(document, _version(document, revision), actor="api")
    edits.resume_changed(document.owner)
    return door.answer(request, wire_resume.whole(made))


@door.route(router, "GET", f"{BASE}/original", raw=True, errors=(404,), extra=FILE)
def read_original(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    """The file it came from, byte for byte."""
    version = revisions.original(access.resume(access.owner(request), resume_id))
    if version is None or version.original is None:
        raise Http404
    response = HttpResponse(bytes(version.original), content_type="application/octet-stream")
    response["Content-Disposition"] = 'attachment; filename="resume-original"'
    response["Cache-Control"] = "private, no-store"
    return response


@door.route(router, "POST", f"{BASE}/duplicate", data=ResumeOut, status=201, errors=(404,))
def duplicate_resume(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    """A base of its own with the newest text."""
    made = library.duplicate(access.resume(access.owner(request), resume_id))
    return door.answer(request, wire_resume.resume(made), status=201)


@door.route(router, "PATCH", f"{BASE}/details", data=ResumeOut, body=DetailsBody, errors=(404,))
def change_details(request: HttpRequest, resume_id: UUID, body: DetailsBody) -> HttpResponse:
    """Its name, its language, and whether jobs may use it; nothing of this is printed."""
    document = access.resume(access.owner(request), resume_id)
    if body.enabled is False and document.is_default:
        raise Invalid({"enabled": ["This is the default. Make another the default first."]})
    library.describe(
        document,
        name=body.name or document.name,
        language=document.language if body.language is None else body.language,
        enabled=document.enabled if body.enabled is None else body.enabled,
    )
    edits.resume_changed(document.owner)
    return door.answer(request, wire_resume.resume(document), **door.ignored(body))


def _version(document: ResumeDocument, revision: str) -> ResumeVersion:
    known = revision.isascii() and revision.isdigit() and len(revision) < 9
    found = revisions.numbered(document, int(revision)) if known else None
    if found is None:
        raise Http404
    return found
