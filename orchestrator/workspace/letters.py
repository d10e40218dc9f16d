"""The Letters tab: versions of the cover letter, what each claims, and what goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobops.lib.errors import Invalid, Problem, Refused
from jobops.lib.words import later, say
from jobops.web import files, problems
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.models import Job
from orchestrator.pipeline import edits
from orchestrator.pipeline import letters as printing
from orchestrator.workspace import jobpage
from orchestrator.workspace.details_form import Plain
from orchestrator.workspace.letters_view import base, shown, versions
from pdfs import letters as paper
from tailoring import letters
from tailoring.ghostwriter import keeping
from tailoring.models import CoverLetter

HINT = later(
    "As it will be printed, from the greeting on. Your name and address, the date and the employer "
    "are printed above it by themselves."
)


class LetterForm(forms.Form):
    text = Plain(
        max_length=letters.LONGEST,
        label=later("The letter"),
        widget=forms.Textarea({"rows": 22}),
        help_text=HINT,
        error_messages={"required": later("Write the text of the letter.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The newest version; a text that is sent becomes the next one."""
    job = access.job(access.owner(request), pk)
    if request.method == "POST":
        return saved(request, job, LetterForm(request.POST))
    return drawn(request, job, letters.newest(job))


@require_safe
def one(request: HttpRequest, pk: UUID, letter: UUID) -> HttpResponse:
    """One version, with `edit` the form to make another of it."""
    job = access.job(access.owner(request), pk)
    found = access.letter(job, letter)
    form = LetterForm(initial={"text": found.text}) if "edit" in request.GET else None
    return drawn(request, job, found, form=form)


@require_POST
def from_message(request: HttpRequest, pk: UUID, message: UUID) -> HttpResponse:
    """A reply of the chat becomes a version."""
    job = access.job(access.owner(request), pk)
    reply = access.chat_message(job, message)

    def act() -> CoverLetter:
        keeping.require_text(reply)
        return letters.save(
            job, reply.content, language=reply.language, source=reply, origin=reply.origin
        )

    return done(request, job, None, act, said=say("Saved as version {version} of the letter."))


@require_POST
def confirm_claim(request: HttpRequest, pk: UUID, letter: UUID, at: int) -> HttpResponse:
    """ "This is true": one more fact."""
    job, found = _found(request, pk, letter)

    def act() -> CoverLetter:
        told = request.POST.get("text") or None
        fact = letters.confirm(found, at, actor="user", text=told)
        undo = f"{base(job)}/{found.pk}/facts/{fact.pk}/undo"
        messages.success(
            request, say("Added to your facts: “{text_}”", text_=fact.text), extra_tags=undo
        )
        return found

    return done(request, job, found, act)


@require_POST
def undo_fact(request: HttpRequest, pk: UUID, letter: UUID, fact: UUID) -> HttpResponse:
    job, found = _found(request, pk, letter)
    row = access.statement(access.owner(request), fact)

    def act() -> CoverLetter:
        edits.remove_fact(row)
        return found

    return done(request, job, found, act, said=say("Taken out of your facts."))


@require_POST
def confirm(request: HttpRequest, pk: UUID, letter: UUID) -> HttpResponse:
    job, found = _found(request, pk, letter)
    said = say("Version {version} is the letter that goes out.")
    back = f"{base(job)}/{found.pk}/reopen"
    return done(
        request, job, found, lambda: letters.settle(found, actor="user"), said=said, undo=back
    )


@require_POST
def reopen(request: HttpRequest, pk: UUID, letter: UUID) -> HttpResponse:
    job, found = _found(request, pk, letter)
    said = say("Version {version} is not confirmed any more.")
    return done(request, job, found, lambda: letters.reopen(found, actor="user"), said=said)


@require_POST
def make_pdf(request: HttpRequest, pk: UUID, letter: UUID) -> HttpResponse:
    job, found = _found(request, pk, letter)

    def act() -> CoverLetter:
        if printing.request(found) is None:
            messages.success(request, say("The PDF is there, and up to date."))
        return found

    return done(request, job, found, act)


@require_safe
def pdf(request: HttpRequest, pk: UUID, letter: UUID) -> HttpResponseBase:
    """The file, shown or with `download` saved."""
    found = access.letter(access.job(access.owner(request), pk), letter)
    attachment = request.GET.get("download") == "1"
    file = paper.served(found, attachment=attachment, cache="private, no-store")
    return files.serve(request, file)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: UUID, letter: UUID) -> HttpResponse:
    """Asked once more: a version goes for good."""
    job, found = _found(request, pk, letter)
    if request.method != "POST":
        content = {"letter": shown(found, among=letters.of(job))}
        return jobpage.shown(
            request, job, "letters", content=content, template="letters/remove.html"
        )
    letters.remove(found, actor="user")
    messages.success(
        request, say("Deleted version {version} of the letter.", version=found.version)
    )
    return see_other(_place(request, job, base(job)))


def saved(request: HttpRequest, job: Job, form: LetterForm) -> HttpResponse:
    """422 shows the form with every character kept."""
    if not form.is_valid():
        return drawn(request, job, letters.newest(job), form=form, status=422)
    letters.save(job, form.cleaned_data["text"])
    return see_other(_place(request, job, base(job)))


def done(
    request: HttpRequest,
    job: Job,
    letter: CoverLetter | None,
    act: Callable[[], CoverLetter],
    *,
    said: str = "",
    undo: str = "",
) -> HttpResponse:
    """The version as it is now, or why nothing was done."""
    try:
        found = act()
    except Problem as problem:
        sentence = problem.sentence if isinstance(problem, Refused) else _sentence(problem)
        status = problems.answer(problem).status
        return drawn(request, job, letter or letters.newest(job), status=status, refused=sentence)
    if said:
        messages.success(request, said.format(version=found.version), extra_tags=undo)
    return see_other(_place(request, job, f"{base(job)}/{found.pk}"))


def drawn(
    request: HttpRequest,
    job: Job,
    letter: CoverLetter | None,
    *,
    form: LetterForm | None = None,
    status: int = 200,
    **said: Any,
) -> HttpResponse:
    found = letters.of(job)
    asked = jobpage.asked(request, job) if request.method == "POST" else None
    content: Mapping[str, object] = {
        "letter": shown(letter, among=found) if letter else None,
        "versions": versions(job, found, current=str(letter.pk) if letter else ""),
        "form": form or (None if letter else LetterForm()),
        "letters_url": base(job),
        "ask_url": f"/job/{job.pk}/ghostwriter",
    }
    if asked:
        said["at"] = asked[1]
    return jobpage.shown(request, job, "letters", status=status, content=content, **said)


def _found(request: HttpRequest, pk: UUID, letter: UUID) -> tuple[Job, CoverLetter]:
    job = access.job(access.owner(request), pk)
    return job, access.letter(job, letter)


def _place(request: HttpRequest, job: Job, path: str) -> str:
    """With the list behind the page, where there was one."""
    asked = jobpage.asked(request, job)
    query = jobpage.address(job.pk, "letters", at=asked[1] if asked else None).partition("?")[2]
    return f"{path}?{query}" if query else path


def _sentence(problem: Problem) -> str:
    """Without the name of the field it is about."""
    fields = problem.field_errors if isinstance(problem, Invalid) else {}
    return " ".join(text for texts in fields.values() for text in texts) or problem.sentence
