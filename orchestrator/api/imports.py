"""Postings brought by hand: fetch, read, keep."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from jobops.lib.errors import Invalid
from orchestrator import access, incoming
from orchestrator.api import bodies, door, wait, wire
from orchestrator.api.bodies import Upload
from orchestrator.api.schemas.imports import (
    BroughtJob,
    FetchBody,
    Fetched,
    FileOut,
    FileParameters,
    ImportBody,
    InferBody,
    InferOut,
)
from orchestrator.api.schemas.jobs import JobOut
from orchestrator.jobs import capture
from orchestrator.jobs.capture_draft import CaptureProblem, Draft
from orchestrator.models import Operation, User
from orchestrator.ops import file_imports
from orchestrator.ops.file_imports import SHOWN_REJECTS, Looked
from orchestrator.pipeline import imports
from orchestrator.sources.posting import Posting

router = Router(tags=["Import"])
CONTENT = 50_000
COUNTS = ("read", "created", "linked", "refreshed", "unchanged")
# Wire name → field of a draft, in the order of docs/api/imports.md.
INFERRED: Mapping[str, str] = {
    "title": "title", "employer": "employer", "jobUrl": "job_url",
    "applicationLink": "application_link", "location": "location", "salary": "salary",
    "deadline": "deadline", "jobType": "job_type", "jobLevel": "job_level",
    "jobFunction": "job_function", "disciplines": "disciplines",
    "degreeRequired": "degree_required", "starting": "starting",
}  # fmt: skip
SEVERAL = "The text holds several postings; the first was read."


@door.route(
    router,
    "POST",
    "/manual-jobs/fetch",
    needs="import",
    data=Fetched,
    body=FetchBody,
    errors=(408, 422, 502),
)
def fetch_posting(request: HttpRequest, body: FetchBody) -> HttpResponse:
    """The text of a public page, ready for `infer`. Nothing is stored."""
    found = imports.from_url(body.url, today=timezone.localdate())
    content = capture.outline(found.draft, limit=CONTENT)
    return door.answer(request, {"content": content, "url": body.url}, **door.ignored(body))


@door.route(router, "POST", "/manual-jobs/infer", needs="import", data=InferOut, body=InferBody)
def infer_posting(request: HttpRequest, body: InferBody) -> HttpResponse:
    """The facts a text states, each with its quote. Works without a model; nothing is stored."""
    found = read(access.owner(request), body.job_description)
    return door.answer(request, found, **door.ignored(body))


@door.route(
    router, "POST", "/manual-jobs/import", needs="import", data=JobOut, body=ImportBody, waits=True,
    errors=(408, 409, 422, 500, 502, 503),
)  # fmt: skip
def import_posting(request: HttpRequest, body: ImportBody) -> HttpResponse:
    """Keep a posting as a job, or show the job it already is; unless told otherwise, tailor it."""
    owner = access.owner(request)
    brought = imports.bring(
        owner, posting(body.job), actor="user",
        wants_tailoring=lambda: not body.skip_tailoring and imports.tailors_by_itself(owner),
    )  # fmt: skip
    if brought.work is not None:
        here = {"jobId": str(brought.job.pk)}
        return wait.answer(request, brought.work, failed=here, **ignored(body))
    already: dict[str, Any] = {"alreadyExists": True} if brought.already else {}
    return door.answer(request, wire.whole(brought.job, owner=owner), **already, **ignored(body))


@door.route(
    router, "POST", "/manual-jobs/import-file", needs="import", data=FileOut,
    query=FileParameters, waits=True,
    errors=(503,), upload=bodies.ANY_FILE,
)  # fmt: skip
def import_file(request: HttpRequest, query: FileParameters, upload: Upload) -> HttpResponse:
    """Import a CSV, TSV, JSON or JSON Lines file of postings; `dryRun` stores nothing."""
    owner, unread = access.owner(request), door.ignored(upload)
    looked = file_imports.look(owner, BytesIO(upload.content))
    if query.dry_run:
        return door.answer(request, counted(looked), **unread)
    digest = incoming.keep(owner.pk, BytesIO(upload.content))
    operation = file_imports.request(owner, digest, rows=looked.rows, name=upload.name)
    return wait.answer(request, operation, shown=lambda _, done: standing(done, looked), **unread)


def read(owner: User, text: str) -> dict[str, Any]:
    try:
        found = capture.from_anything(text, today=timezone.localdate())
    except CaptureProblem as problem:
        raise Invalid({"jobDescription": [problem.sentence]}) from problem
    draft = imports.completed(owner, found.draft)
    notices = [SEVERAL] if len(found.drafts) > 1 else []
    warning = " ".join([*notices, *draft.notices]) or None
    return {"job": inferred(draft), "evidence": evidence(draft), "warning": warning}


def inferred(draft: Draft) -> dict[str, str | None]:
    facts = {name: draft.value(field) or None for name, field in INFERRED.items()}
    return {**facts, "jobDescription": draft.description or None}


def evidence(draft: Draft) -> dict[str, dict[str, str]]:
    found = {name: draft.said.get(field) for name, field in INFERRED.items()}
    return {
        name: {"origin": said.origin, "quote": said.quote} for name, said in found.items() if said
    }


def posting(job: BroughtJob) -> Posting:
    """Raises Invalid for what the wire's rules let through and a posting cannot be."""
    given = job.given()
    given["description"] = given.pop("job_description")
    try:
        return Posting(**given)
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False, include_input=False)
        named = {f"job.{to_camel(str(one['loc'][0]))}": [one["msg"]] for one in errors}
        raise Invalid(named) from None


def ignored(body: ImportBody) -> dict[str, Any]:
    inside = [f"job.{name}" for name in sorted(body.job.model_extra or {})]
    names = [*sorted(body.model_extra or {}), *inside]
    return {"ignoredFields": names[:20]} if names else {}


def counted(looked: Looked) -> dict[str, Any]:
    return {
        "dryRun": True,
        "format": looked.format,
        "read": looked.rows,
        "created": looked.new,
        "linked": 0,
        "refreshed": 0,
        "unchanged": looked.known + looked.repeated,
        "invalid": len(looked.rejected),
        "notices": list(looked.notices),
        "rejects": [
            {"line": one.line, "reason": one.reason, "title": one.title}
            for one in looked.rejected[:SHOWN_REJECTS]
        ],
    }


def standing(operation: Operation, looked: Looked) -> dict[str, Any]:
    """The import as it stands; the rejects are those of the first look."""
    done = operation.result
    counts = {name: done.get(name, 0) for name in COUNTS}
    return {**counted(looked), **counts, "dryRun": False}
