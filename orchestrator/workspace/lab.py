"""The prompt lab: look at what would be sent, try it, compare, then save it or not."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Problem
from jobops.lib.words import later, say
from jobops.web import problems
from jobops.web.fragments import STOP_POLLING, see_other, shown
from orchestrator import access
from orchestrator.models import Operation, User
from orchestrator.pipeline import cancelling, prompt_lab
from orchestrator.pipeline.prompt_lab import KEY
from orchestrator.workspace import lab_form, lab_view
from orchestrator.workspace.lab_form import LabForm
from orchestrator.workspace.settings import frame, stored
from orchestrator.workspace.settings_prompts import HERE, has_model
from orchestrator.workspace.settings_sections import SECTIONS

LAB = f"{HERE}/lab"
THROWN = later("This trial was thrown away, so there is nothing left to save.")


def page(request: HttpRequest) -> HttpResponse:
    """`act` of the form: look, try or save; without one, the form as it begins."""
    owner = access.owner(request)
    if request.method != "POST":
        return drawn(request, fresh(owner, request.GET.get("from", "")))
    form = typed(owner, request.POST)
    if not form.is_valid():
        return drawn(request, form, status=422 if form.errors else 200)
    if request.POST.get("act") == "save":
        return saved(request, form.cleaned_data[KEY])
    return tried(request, form) if request.POST.get("act") == "try" else drawn(request, form)


def tried(request: HttpRequest, form: LabForm) -> HttpResponse:
    """Begin a trial; what forbids it is said above the form."""
    given = form.cleaned_data
    try:
        operation = prompt_lab.request(
            access.owner(request), template=given[KEY], jobs=given["job"]
        )
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return drawn(request, form, status=problems.answer(problem).status)
    return see_other(f"{LAB}/{operation.pk}")


@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    operation = prompt_lab.of(access.owner(request), pk)
    return drawn_trial(request, operation)


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    cancelling.cancel(prompt_lab.of(access.owner(request), pk), actor="user")
    return see_other(f"{LAB}/{pk}")


@require_POST
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was saved meanwhile, in another tab, is replaced only after a second yes."""
    operation = prompt_lab.of(access.owner(request), pk)
    if not operation.options:
        messages.error(request, THROWN)
        return drawn_trial(request, operation, status=409)
    if lab_view.standing(operation).moved and request.POST.get("sure") != "yes":
        return drawn_trial(request, operation, status=409)
    return saved(request, operation.options["template"])


@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    prompt_lab.throw_away(prompt_lab.of(access.owner(request), pk))
    messages.success(request, say("Thrown away. The saved template is as it was."))
    return see_other(HERE)


def saved(request: HttpRequest, text: str) -> HttpResponse:
    stored(access.owner(request), {KEY: text or None})
    messages.success(request, say("Template saved. New texts are written by it."))
    return see_other(HERE)


def fresh(owner: User, trial: str) -> LabForm:
    """As it begins: the saved text, or that of a trial to be changed, on the newest job."""
    pk = lab_form.parsed(trial)
    operation = owner.operations.filter(kind=prompt_lab.KIND, pk=pk).first() if pk else None
    begins = lab_form.of_trial(operation)
    jobs = lab_form.offered(owner, begins.get("job", ()))
    first = {KEY: lab_form.saved_text(owner), "job": [str(job.pk) for job in jobs[:1]]}
    return LabForm(None, jobs=jobs, **{**first, **begins})


def typed(owner: User, data: QueryDict) -> LabForm:
    """From the page of prompts comes a text alone: the newest job is looked at first."""
    jobs = lab_form.offered(owner, data.getlist("job"))
    if "job" in data or data.get("act") != "look":
        return LabForm(data, jobs=jobs)
    if not jobs:
        return LabForm(None, jobs=jobs, **{KEY: data.get(KEY, "")})
    more = data.copy()
    more.setlist("job", [str(jobs[0].pk)])
    return LabForm(more, jobs=jobs)


def drawn(request: HttpRequest, form: LabForm, *, status: int = 200) -> HttpResponse:
    owner = access.owner(request)
    # Also when it cannot be tried: what would be sent can be looked at without a model.
    looked = form.is_bound and not set(form.errors) - {NON_FIELD_ERRORS}
    given = form.cleaned_data if looked else {}
    context = {
        **frame(SECTIONS["prompts"]),
        "form": form,
        "has_model": has_model(owner),
        "newest": prompt_lab.newest(owner),
        "requests": lab_view.requests(given["job"], template=given[KEY]) if looked else (),
    }
    return render(request, "settings/lab.html", context, status=status)


def drawn_trial(request: HttpRequest, operation: Operation, *, status: int = 200) -> HttpResponse:
    found = lab_view.standing(operation)
    asks = status == 409 and found.moved
    context = {**frame(SECTIONS["prompts"]), "found": found, "asks": asks}
    if status == 200 and not found.live and request.headers.get("HX-Request"):
        status = STOP_POLLING
    return shown(request, "settings/trial.html", "settings/_lab.html", context, status=status)
