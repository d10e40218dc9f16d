"""Bringing a résumé as a file, and the reviews of those that cannot be taken as they are."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from jobops.lib.errors import Invalid
from orchestrator import access
from orchestrator.api import bodies, door, wire_resume, wire_reviews
from orchestrator.api.bodies import Upload
from orchestrator.api.schemas.resume import ImportedOut
from orchestrator.api.schemas.reviews import BegunOut, ReviewOut, ReviewPatch
from orchestrator.models import User
from orchestrator.pipeline import edits
from tailoring import reviews
from tailoring.documents.problems import DocumentError
from tailoring.models import ResumeIntake

router = Router(tags=["Résumé"])
ROOM = bodies.Room(*[15 * 1024 * 1024] * 3)
ONE = "/design-resume/reviews/{uuid:review_id}"


@door.route(
    router, "POST", "/design-resume/import/file", data=BegunOut, status=201,
    upload=ROOM,
)  # fmt: skip
def import_resume(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Take in a JSON file, or read a PDF, Word or text file for review."""
    owner = access.owner(request)
    try:
        taken = reviews.take(owner, upload.content, file_name=upload.name)
    except DocumentError as refused:
        raise Invalid({"file": [refused.sentence]}) from refused
    edits.resume_changed(owner)
    return door.answer(request, wire_reviews.begun(taken), status=201, **door.ignored(upload))


@door.route(router, "GET", ONE, data=ReviewOut, errors=(404,))
def read_review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """What was read from a file, each value with its lines."""
    return door.answer(request, wire_reviews.review(_own(access.owner(request), review_id)))


@door.route(router, "PATCH", ONE, data=ReviewOut, body=ReviewPatch, errors=(404,))
def change_review(request: HttpRequest, review_id: UUID, body: ReviewPatch) -> HttpResponse:
    """Correct what was read; nothing is a résumé yet."""
    found = _own(access.owner(request), review_id)
    reviews.change(found, lambda now: wire_reviews.changed(now, body))
    return door.answer(request, wire_reviews.review(found), **door.ignored(body))


@door.route(router, "POST", f"{ONE}/use", data=ImportedOut, status=201, errors=(400, 404))
def use_review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Make it a base résumé; the review ends."""
    owner = access.owner(request)
    try:
        saved = reviews.use(_own(owner, review_id))
    except DocumentError as refused:
        if refused.kind == "review_over":
            raise
        raise Invalid({"basics": [refused.sentence]}) from refused
    edits.resume_changed(owner)
    return door.answer(request, wire_resume.imported(saved), status=201)


@door.route(router, "DELETE", ONE, errors=(404,))
def discard_review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Throw the file and what was read away."""
    reviews.discard(_own(access.owner(request), review_id))
    return door.answer(request, None)


def _own(owner: User, pk: UUID) -> ResumeIntake:
    found = reviews.own(owner, pk)
    if found is None:
        raise Http404
    return found
