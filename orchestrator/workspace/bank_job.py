"""The Answers tab: the questions of one application, what the bank offers, and what is said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST

from jobops.lib.errors import Refused
from jobops.lib.words import later, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.models import Job
from orchestrator.templatetags.ui import plural
from orchestrator.workspace import bank_shown, jobpage
from orchestrator.workspace.answers import shortened
from orchestrator.workspace.bank_form import GivenForm, PastedForm
from tailoring import answered, answers

NONE_FOUND = later("No question was found in it. Paste one a line, each with its question mark.")


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The questions, and a form that takes more of them."""
    job = access.job(access.owner(request), pk)
    if request.method != "POST":
        return drawn(request, job)
    form = PastedForm(request.POST)
    found = answers.questions_in(form.cleaned_data["questions"]) if form.is_valid() else []
    if form.is_valid() and not found:
        form.add_error("questions", NONE_FOUND)
    if not form.is_valid():
        return drawn(request, job, pasted=form, status=422)
    return taken_up(request, job, found)


@require_POST
def posting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take up what the posting asks."""
    job = access.job(access.owner(request), pk)
    return taken_up(request, job, answered.asked_by(job))


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: UUID, answer: UUID) -> HttpResponse:
    """The same page with a form in the place of one answer."""
    job = access.job(access.owner(request), pk)
    row = access.answer(job, answer)
    if request.method != "POST":
        return drawn(request, job, form=GivenForm(row=row))
    return kept(request, job, GivenForm(request.POST, row=row))


@require_POST
def use(request: HttpRequest, pk: UUID, answer: UUID, saved: UUID) -> HttpResponse:
    """Take a saved answer; it can be changed here without changing the bank."""
    owner = access.owner(request)
    job = access.job(owner, pk)
    row = access.answer(job, answer)
    answered.use(job, answers.one(owner, saved), row.question)
    return back_to(request, job, answer)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: UUID, answer: UUID) -> HttpResponse:
    """Asked once more when something was written: it goes for good."""
    job = access.job(access.owner(request), pk)
    row = access.answer(job, answer)
    if request.method != "POST" and row.answer:
        content = {"answer": row, "remove_url": request.path}
        return jobpage.shown(request, job, "answers", content=content, template=REMOVAL)
    if request.method == "POST":
        answered.remove(row)
        messages.success(request, say("Deleted “{shortened}”.", shortened=shortened(row.question)))
    return back_to(request, job)


REMOVAL = "job/answer_remove.html"


def kept(request: HttpRequest, job: Job, form: GivenForm) -> HttpResponse:
    """422 and 409 show the form with every character kept."""
    if not form.is_valid():
        return drawn(request, job, form=form, status=422)
    try:
        store(form, seen=request.POST.get("seen", ""))
    except Refused:
        now = access.answer(job, form.row.pk).answer
        return drawn(request, job, form=form, status=409, conflict=((say("Answer"), now),))
    return back_to(request, job, form.row.pk)


def store(form: GivenForm, *, seen: str) -> None:
    """Raises Refused when the answer changed since `seen`."""
    given = form.cleaned_data
    expected = parse_datetime(seen[:40])
    answered.change(form.row, answer=given["answer"], keep_too=given["keep"], expected=expected)


def taken_up(request: HttpRequest, job: Job, questions: list[str]) -> HttpResponse:
    new = answered.ask(job, questions)
    said = (
        say("Added {questions}.", questions=plural(len(new), "question"))
        if new
        else say("These questions are here already.")
    )
    messages.success(request, said)
    return back_to(request, job, new[0].pk if new else None)


def drawn(
    request: HttpRequest,
    job: Job,
    *,
    form: GivenForm | None = None,
    pasted: PastedForm | None = None,
    status: int = 200,
    **said: Any,
) -> HttpResponse:
    """`said`: a conflict."""
    asked = jobpage.asked(request, job)
    at = asked[1] if asked else jobpage.came_from(request, job)
    content = {
        **listed(job, form, seen="" if said else request.POST.get("seen", "")),
        "pasted": pasted or PastedForm(auto_id="pasted_%s"),
        "answers_url": jobpage.address(job.pk, "answers", at=at),
        **said,
    }
    return jobpage.shown(request, job, "answers", at=at, status=status, content=content)


def listed(job: Job, form: GivenForm | None, *, seen: str) -> dict[str, object]:
    return {
        "given": bank_shown.all_given(job, form=form),
        "editing": form.row.pk if form else None,
        "seen": seen[:40] or (form.row.updated_at.isoformat() if form else ""),
        "asked": answered.asked_by(job),
        "answers_action": f"/job/{job.pk}/answers",
    }


def back_to(request: HttpRequest, job: Job, answer: UUID | None = None) -> HttpResponse:
    asked = jobpage.asked(request, job)
    url = jobpage.address(job.pk, "answers", at=asked[1] if asked else None)
    return see_other(f"{url}#answer-{answer}" if answer else url)
