"""The profile in use and the base résumé it comes from."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from jobops.lib.errors import Refused
from orchestrator import access
from orchestrator.api import door, wire_resume
from orchestrator.api.schemas.preferences import ProjectOut
from orchestrator.api.schemas.resume import (
    ExportParameters,
    ImportedOut,
    ProfileOut,
    ProfileStatus,
    ResumeOut,
    ResumePatch,
    ResumeStatus,
    ResumeWhole,
    TakeBody,
)
from orchestrator.api.wire import iso
from orchestrator.models import User
from orchestrator.pipeline import edits
from tailoring import library, patching, projects, upstream
from tailoring.exports import EXPORTS
from tailoring.models import ResumeDocument, ResumeVersion

router = Router(tags=["Résumé"])
EXPORT = {
    "responses": {
        200: {
            "content": {
                "application/json": {"schema": {"type": "object"}},
                "text/plain": {"schema": {"type": "string"}},
            }
        }
    }
}


@door.route(router, "GET", "/profile", data=ProfileOut, errors=(404,))
def read_profile(request: HttpRequest) -> HttpResponse:
    """What the default résumé states: the only thing scoring and tailoring know of you."""
    return door.answer(request, wire_resume.stated(_default(access.owner(request))))


@door.route(router, "GET", "/profile/projects", data=list[ProjectOut], errors=(404,))
def list_projects(request: HttpRequest) -> HttpResponse:
    """The projects of the default résumé, hidden ones too."""
    found = projects.catalogue(_default(access.owner(request)).data)
    return door.answer(request, [wire_resume.project(one) for one in found])


@door.route(router, "GET", "/profile/status", data=ProfileStatus)
def read_profile_status(request: HttpRequest) -> HttpResponse:
    """Whether there is a profile, and what keeps it from being used."""
    document = library.default(access.owner(request))
    blank = document is not None and library.is_blank(library.newest(document))
    error = "The résumé says nothing yet, so nothing can be printed from it." if blank else None
    return door.answer(request, {"exists": document is not None, "error": error})


@door.route(router, "POST", "/profile/refresh", data=ProfileOut, errors=(408, 422, 502))
def refresh_profile(request: HttpRequest) -> HttpResponse:
    """Read the default résumé again, from the server it was copied from if it was."""
    owner = access.owner(request)
    document = library.default(owner)
    if document is None:
        raise Refused("resume_missing")
    version = library.newest(upstream.refreshed(owner, document))
    edits.resume_changed(owner)
    return door.answer(request, wire_resume.stated(version))


@door.route(router, "GET", "/design-resume", data=ResumeWhole, errors=(404,))
def read_default(request: HttpRequest) -> HttpResponse:
    """The default résumé with its document."""
    return door.answer(request, wire_resume.whole(_default(access.owner(request))))


@door.route(router, "GET", "/design-resume/status", data=ResumeStatus)
def read_resume_status(request: HttpRequest) -> HttpResponse:
    """Whether a résumé was imported, and when it was last saved."""
    found = library.default(access.owner(request))
    body = {
        "exists": found is not None,
        "source": found.source if found else None,
        "updatedAt": iso(found.updated_at) if found else None,
    }
    return door.answer(request, body)


@door.route(
    router, "POST", "/design-resume/import/rxresume", data=ImportedOut, status=201,
    body=TakeBody, optional=True, errors=(408, 422, 502),
)  # fmt: skip
def import_upstream(request: HttpRequest, body: TakeBody) -> HttpResponse:
    """Copy a résumé from the Reactive Resume server; the copy is the truth afterwards."""
    owner = access.owner(request)
    saved = upstream.take(owner, body.resume_id or upstream.only_one(owner))
    edits.resume_changed(owner)
    return door.answer(request, wire_resume.imported(saved), status=201, **door.ignored(body))


@door.route(
    router, "PATCH", "/design-resume", data=ResumeWhole, body=ResumePatch, errors=(404, 409)
)
def change_default(request: HttpRequest, body: ResumePatch) -> HttpResponse:
    """Save a new version of the default résumé; a stale `baseRevision` is told what came since."""
    changed = _changed(_default(access.owner(request)).document, body)
    return door.answer(request, wire_resume.whole(changed), **door.ignored(body))


@door.route(router, "GET", "/resumes", data=list[ResumeOut])
def list_resumes(request: HttpRequest) -> HttpResponse:
    """Every base résumé, the default first."""
    found = library.documents(access.owner(request))
    return door.answer(request, [wire_resume.resume(one) for one in found])


@door.route(router, "GET", "/resumes/{uuid:resume_id}", data=ResumeWhole, errors=(404,))
def read_resume(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    """One base résumé with its document."""
    found = library.newest(access.resume(access.owner(request), resume_id))
    return door.answer(request, wire_resume.whole(found))


@door.route(
    router, "PATCH", "/resumes/{uuid:resume_id}", data=ResumeWhole, body=ResumePatch,
    errors=(404, 409),
)  # fmt: skip
def change_resume(request: HttpRequest, resume_id: UUID, body: ResumePatch) -> HttpResponse:
    """As PATCH of the default résumé, for any."""
    changed = _changed(access.resume(access.owner(request), resume_id), body)
    return door.answer(request, wire_resume.whole(changed), **door.ignored(body))


@door.route(router, "DELETE", "/resumes/{uuid:resume_id}", errors=(404,))
def remove_resume(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    """Delete a base résumé with its versions; jobs that used it fall back to the default."""
    owner = access.owner(request)
    library.remove(access.resume(owner, resume_id))
    edits.resume_changed(owner)
    return door.answer(request, None)


@door.route(router, "POST", "/resumes/{uuid:resume_id}/default", data=ResumeOut, errors=(404,))
def choose_default(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    """Make this the résumé jobs are scored against and tailored from."""
    document = access.resume(access.owner(request), resume_id)
    library.make_default(document)
    edits.resume_changed(access.owner(request))
    return door.answer(request, wire_resume.resume(document))


@door.route(
    router, "GET", "/resumes/{uuid:resume_id}/export", query=ExportParameters, raw=True,
    errors=(404,), extra=EXPORT,
)  # fmt: skip
def export_resume(request: HttpRequest, resume_id: UUID, query: ExportParameters) -> HttpResponse:
    """The document as stored, as JSON Resume or as plain text."""
    version = library.newest(access.resume(access.owner(request), resume_id))
    made = EXPORTS[query.format]
    response = HttpResponse(made.write(version.data), content_type=made.media_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _default(owner: User) -> ResumeVersion:
    document = library.default(owner)
    if document is None:
        raise Http404
    return library.newest(document)


def _changed(document: ResumeDocument, body: ResumePatch) -> ResumeVersion:
    base = body.base_revision
    if body.document is not None:
        version = patching.replaced(document, body.document, base_revision=base)
    else:
        version = patching.patched(document, body.steps(), base_revision=base)
    edits.resume_changed(document.owner)
    return version
