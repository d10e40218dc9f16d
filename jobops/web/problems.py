"""A Problem becomes an answer: one status, one code and one reason per kind, for API and pages
alike.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string

from jobops.lib.errors import Problem
from jobops.lib.words import say
from jobops.web import lines, meters

logger = logging.getLogger(__name__)

CODES: Mapping[int, str] = {
    400: "INVALID_REQUEST", 401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED", 408: "REQUEST_TIMEOUT", 409: "CONFLICT", 413: "PAYLOAD_TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE", 422: "UNPROCESSABLE_ENTITY", 429: "TOO_MANY_REQUESTS",
    500: "INTERNAL_ERROR", 502: "UPSTREAM_ERROR", 503: "SERVICE_UNAVAILABLE",
}  # fmt: skip

# class name → kind → (status, reason); "*" is every other kind of the class.
TABLE: Mapping[str, Mapping[str, tuple[int, str | None]]] = {
    "Busy": {"*": (409, "busy")},
    "Superseded": {"*": (409, "superseded")},
    "IllegalTransition": {"*": (409, "illegal_transition")},
    "PdfRequired": {"*": (409, "pdf_required")},
    "NotUndoable": {"*": (409, "not_undoable")},
    "CardMoved": {"*": (409, "moved")},
    "Refused": {
        "status_not_allowed": (400, "status_not_allowed"),
        "status_conflict": (409, "status_not_allowed"),
        "uploaded_pdf": (409, "uploaded_pdf"),
        "resume_missing": (422, "resume_missing"),
        "worker_unavailable": (503, "worker_unavailable"),
        "run_in_progress": (409, "run_in_progress"),
        "not_running": (409, "not_running"),
        "name_taken": (409, "name_taken"),
        "too_many_searches": (409, "too_many_searches"),
        "revision_mismatch": (409, "revision_mismatch"),
        "edit_moved": (409, "revision_mismatch"),
        "edit_outdated": (409, "edit_outdated"),
        "undecided_claims": (422, "undecided_claims"),
        "duplicate_url": (409, "duplicate_url"),
        "duplicate_source_id": (409, "duplicate_source_id"),
        "interrupted": (503, "interrupted"),
        "cancelled": (409, "superseded"),
        "run_active": (409, "run_active"),
        "too_many_replies": (429, None),
        "context_too_large": (422, "context_too_large"),
        "budget_exhausted": (422, "budget_exhausted"),
        "letter_not_ready": (422, "letter_not_ready"),
        "message_decided": (409, "already_decided"),
        "no_suggested_match": (422, "no_suggested_match"),
        "nothing_sent": (404, None),
        "mail_not_connected": (409, "not_connected"),
        "mail_not_configured": (503, "not_configured"),
        "sync_active": (409, "sync_active"),
        "text_not_kept": (409, "text_not_kept"),
    },
    "Invalid": {"*": (400, None), "too_large": (413, None), "unsupported_type": (415, None)},
    "InvalidPreference": {"*": (400, None)},
    "LLMError": {
        "timeout": (408, "timeout"),
        "cancelled": (409, "superseded"),
        "no_pictures": (400, "images_unsupported"),
        "limit_reached": (422, "budget_exhausted"),
        "*": (502, "model_failed"),
    },
    "NoModel": {"*": (422, None)},
    "SelectionRefused": {"*": (400, None)},
    "RenderError": {
        "no_browser": (503, "renderer_unavailable"),
        "timeout": (408, "timeout"),
        "font_missing": (422, "font_missing"),
        "empty": (422, "resume_missing"),
        "*": (500, "render_failed"),
    },
    "RxResumeError": {
        "timeout": (408, "timeout"),
        "not_connected": (422, None),
        "*": (502, "resume_service_failed"),
    },
    "DocumentError": {
        "no_resume": (422, "resume_missing"),
        "review_over": (404, None),
        "stale_revision": (409, "revision_mismatch"),
        "*": (400, None),
    },
    "OutboundError": {
        "timeout": (408, "timeout"),
        "private_address": (422, "address_not_allowed"),
        "*": (502, "source_failed"),
    },
    "BackupError": {"*": (409, "busy")},
    "ArchiveError": {"*": (503, None)},
    "RestoreError": {"*": (409, None)},
    "ArchiveUnreadable": {"too_large": (413, None), "gone": (404, None), "*": (400, None)},
    "FetchProblem": {
        "host_unsupported": (422, "host_unsupported"),
        "address": (422, "address_not_allowed"),
        "timeout": (408, "timeout"),
        "*": (502, "source_failed"),
    },
    "CaptureProblem": {"*": (400, None)},
    "FileProblem": {"*": (400, None)},
    "ImportProblem": {"gone": (404, None), "*": (400, None)},
    "MboxRefused": {"not_mbox": (400, None), "*": (413, None)},
    "UploadError": {"too_large": (413, None), "*": (400, None)},
    "DocumentRefused": {"too_large": (413, None), "*": (400, None)},
    "TracerNotReady": {"*": (409, None)},
    "StageGone": {"*": (404, None)},
    "NotForDemo": {"*": (409, None)},
    "WatchProblem": {
        "address": (422, "address_not_allowed"),
        "several": (422, "several_boards"),
        "failed": (502, "source_failed"),
        "page_failed": (502, "source_failed"),
        "rate_limited": (429, None),
        "too_many": (409, "too_many_boards"),
        "nothing_to_check": (409, "nothing_to_check"),
        "*": (422, "board_not_found"),
    },
    "MailError": {
        "resolve": (422, "address_not_allowed"),
        "login": (422, "login_failed"),
        "mailbox": (422, "folder_missing"),
        "not_allowed": (422, "not_allowed"),
        "timeout": (408, "timeout"),
        "rate_limited": (429, None),
        "revoked": (409, "grant_revoked"),
        "gone": (404, None),
        "*": (502, "mail_failed"),
    },
    "GmailSignInError": {
        "no_refresh_token": (502, "mail_failed"),
        "unreachable": (502, "mail_failed"),
        "*": (400, None),
    },
    "StoreError": {"*": (503, "store_unavailable")},
    "RegisterProblem": {
        "register_unavailable": (503, "register_unavailable"),
        "busy": (409, "busy"),
        "gone": (404, None),
        "unreachable": (502, "source_failed"),
        "no_file": (502, "source_failed"),
        "interrupted": (503, "interrupted"),
        "too_large": (413, None),
        "*": (400, None),
    },
    "WebhookProblem": {"no_address": (422, None), "*": (409, None)},
    "InvitationError": {"gone": (404, None), "*": (409, None)},
    "PersonError": {"wrong_name": (400, None), "*": (409, None)},
    "ScopeMissing": {"*": (403, "scope_missing")},
    "SignInError": {
        "wrong": (401, None),
        "wrong_password": (403, None),
        "code_required": (401, "code_required"),
        "wrong_code": (401, "wrong_code"),
        "throttled": (429, None),
        "*": (409, None),
    },
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    status: int
    message: str
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return CODES[self.status]

    def error(self) -> dict[str, Any]:
        """The `error` object of the wire."""
        body: dict[str, Any] = {"code": self.code, "message": self.message[:200]}
        return {**body, "details": dict(self.details)} if self.details else body


BROKEN = Answer(500, "Something went wrong here. Nothing was half-written; the log has the cause.")


def answer(problem: Problem) -> Answer:
    for cls in type(problem).__mro__:
        row = TABLE.get(cls.__name__)
        if row and (entry := row.get(problem.kind) or row.get("*")):
            status, reason = entry
            # What we got wrong is nobody's input: its details are for the log.
            more = {} if status == 500 else problem.details
            details = {**({"reason": reason} if reason else {}), **more}
            return Answer(status, problem.sentence, details)
    raise LookupError(f"{type(problem).__name__}.{problem.kind} has no answer") from problem


def envelope(request: HttpRequest, found: Answer) -> JsonResponse:
    body = {"ok": False, "error": found.error(), "meta": {"requestId": _request_id(request)}}
    response = JsonResponse(body, status=found.status)
    response["Content-Type"] = "application/json; charset=utf-8"
    response["Cache-Control"] = "no-store"
    if found.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if "retryAfter" in found.details:
        response["Retry-After"] = str(found.details["retryAfter"])
    return response


def page(request: HttpRequest, found: Answer) -> HttpResponse:
    """A whole error page, or for a fragment request the bare toast; never a swap of content."""
    fragment = bool(request.headers.get("HX-Request"))
    template = "errors/_toast.html" if fragment else "errors/page.html"
    context = {"error": found, "request_id": _request_id(request)}
    return render(request, template, context, status=found.status)


def respond(request: HttpRequest, found: Answer) -> HttpResponse:
    return envelope(request, found) if request.path.startswith("/api/") else page(request, found)


class Problems:
    """The last middleware before the views: what they raise becomes an answer here, once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DatabaseError):
            meters.note_failure(error)
        if isinstance(error, Problem):
            return respond(request, answer(error))
        if isinstance(error, PermissionDenied):
            return respond(request, Answer(403, say("This is not allowed here.")))
        if isinstance(error, Http404):
            return respond(request, Answer(404, say("There is nothing at this address.")))
        if isinstance(error, lines.AWAY):
            return _without_database(request, error)
        if isinstance(error, RequestDataTooBig):
            return respond(request, Answer(413, say("The body is too large.")))
        if isinstance(error, SuspiciousOperation | BadRequest | UnreadablePostError):
            return bad_request(request, error)
        logger.error("unhandled", exc_info=error)
        return respond(request, BROKEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler of addresses that lead nowhere."""
    sentence = say("There is nothing at this address.")
    if request.path.startswith("/api/"):
        sentence = f"There is no {request.method} {request.path[:120]}."
    return respond(request, Answer(404, sentence))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler of requests it refuses to read."""
    return respond(request, Answer(400, say("This request cannot be read.")))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of what broke before or after a view."""
    error = sys.exc_info()[1]
    if isinstance(error, lines.AWAY):
        return _without_database(request, error)
    return _plain(request, BROKEN)


def _without_database(request: HttpRequest, error: Exception) -> HttpResponse:
    is_busy = "locked" in str(error)
    sentence = "The database is busy." if is_busy else "The database does not answer."
    # Its words may hold the address of the server.
    logger.error("database away", extra={"meta": {"type": type(error).__name__, "busy": is_busy}})
    return _plain(request, Answer(503, f"{sentence} Try again in a moment.", {"retryAfter": 2}))


def _plain(request: HttpRequest, found: Answer) -> HttpResponse:
    """Nothing of what a page usually carries is asked for: it may be just that which is away."""
    if request.path.startswith("/api/"):
        return envelope(request, found)
    fragment = bool(request.headers.get("HX-Request"))
    template = "errors/_toast.html" if fragment else "errors/page.html"
    context = {"error": found, "request_id": _request_id(request)}
    return HttpResponse(
        render_to_string(template, context), status=found.status, headers=_waits(found)
    )


def _waits(found: Answer) -> dict[str, str]:
    wait = found.details.get("retryAfter")
    return {"Retry-After": str(wait)} if wait else {}


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's handler of forms without our mark: mostly pages that stood open for long."""
    sentence = "This form is out of date. Go back, reload the page, then send it again."
    return respond(request, Answer(403, sentence))


def _request_id(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))
