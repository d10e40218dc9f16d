"""How Tailor answers: the form again, in the panel or on the job's page, with what happened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobops.lib.errors import Problem
from jobops.lib.once import reading
from jobops.web.fragments import wants_fragment
from jobops.web.problems import answer
from orchestrator import access
from orchestrator.models import Job, Operation
from orchestrator.pipeline import edits
from orchestrator.workspace import jobpage, rows
from orchestrator.workspace.jobs import workspace
from orchestrator.workspace.panels import panel
from orchestrator.workspace.rows import Place
from orchestrator.workspace.tailor_view import around, differences, tailor_form
from tailoring.forms.tailor import TailorForm


def stored(request: HttpRequest, job: Job, at: Place) -> Job | HttpResponse:
    """Save what the form holds before anything else is done; the row, or the form with what is
    wrong with it. A form that was sent without its texts saves none.
    """
    if "title" not in request.POST:
        return job
    given = tailor_form(job, request.POST)
    if not given.is_valid():
        return drawn(request, job, at, form=given, status=422)
    if given.is_outdated() and (differing := differences(given)):
        return drawn(request, job, at, form=given, status=409, conflict=differing)
    return edits.save(job, given.changes(), actor="user")


def drawn(
    request: HttpRequest,
    job: Job,
    at: Place,
    *,
    form: TailorForm | None = None,
    status: int = 200,
    **said: Any,
) -> HttpResponse:
    """`said`: refused, conflict, drafting, said, undecided or landed, as in Tailor."""
    with reading():
        return _drawn(request, job, at, form=form, status=status, **said)


def _drawn(
    request: HttpRequest, job: Job, at: Place, *, form: TailorForm | None, status: int, **said: Any
) -> HttpResponse:
    said["typed"] = request.POST if request.method == "POST" else {}
    if form_url(request, job, at).startswith("/job/"):
        return on_page(request, job, form=form or tailor_form(job), status=status, **said)
    whole = {} if wants_fragment(request) else workspace(access.owner(request), at, job)
    found = around(job, at, form=form or tailor_form(job), **said)
    context = {**whole, "tailor": found, "panel": panel(job, at), "form": "tailor/_panel.html"}
    template = "tailor/_panel.html" if wants_fragment(request) else "jobs/page.html"
    return render(request, template, context, status=status)


def on_page(
    request: HttpRequest, job: Job, *, form: TailorForm, status: int, **said: Any
) -> HttpResponse:
    """The same form as a tab of the job's page."""
    asked = jobpage.asked(request, job)
    at = asked[1] if asked else jobpage.came_from(request, job)
    found = around(job, at or rows.Place(rows.HOME[job.status]), form=form, **said)
    content = {"tailor": replace(found, upload_url=jobpage.address(job.pk, "pdf", at=at))}
    return jobpage.shown(request, job, "tailoring", at=at, status=status, content=content)


def form_url(request: HttpRequest, job: Job, at: Place) -> str:
    """Where this form has its address: in the workspace, or on the job's page."""
    asked = jobpage.asked(request, job)
    if asked:
        return jobpage.address(job.pk, "tailoring", at=asked[1])
    if request.path.startswith("/job/"):
        return jobpage.address(job.pk, "tailoring", at=jobpage.came_from(request, job))
    return f"/jobs/{at.tab}/{job.pk}/tailor"


def watch_url(form_url: str, operation: Operation) -> str:
    return f"{form_url}{'&' if '?' in form_url else '?'}watch={operation.pk}"


def answered(problem: Problem) -> int:
    """422 keeps the form in place; 409 too, with the true state beside it."""
    return 409 if answer(problem).status == 409 else 422
