"""The page where the owner corrects a score: its rows, and the facts that were read for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from jobops.lib.errors import Invalid, Refused
from jobops.lib.words import say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.models import Job, Requirement
from orchestrator.pipeline import compared, ledger, patches, recount
from orchestrator.workspace import fit, jobpage
from orchestrator.workspace.ledger_form import LABELS, RowForm, known


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The ledger with a form below each row; a POST adds one."""
    job = access.job(access.owner(request), pk)
    if request.method != "POST":
        return drawn(request, job, form=RowForm())
    return added(request, job, RowForm(request.POST))


def added(request: HttpRequest, job: Job, form: RowForm) -> HttpResponse:
    """Keep what was typed, whatever is wrong with it."""
    if not form.is_valid():
        return drawn(request, job, form=form, status=422)
    try:
        ledger.put(job, form.row(), actor="user")
    except Invalid as problem:
        form.add_error("quote", _sentence(problem))
        return drawn(request, job, form=form, status=422)
    except Refused as problem:
        return drawn(request, job, form=form, status=409, refused=problem.sentence)
    return _back(request, job, say("The row is in the ledger."))


@require_POST
def change(request: HttpRequest, pk: UUID, row: int) -> HttpResponse:
    """Another label for a row, or, with `remove`, none of it."""
    job = access.job(access.owner(request), pk)
    kept = recount.row(get_object_or_404(Requirement, card__job=job, pk=row))
    label = known(request.POST.get("label", ""))
    wanted = replace(kept, label=label or kept.label, origin="user", evidence=())
    removed = "remove" in request.POST
    said = say("The row is left out.") if removed else say("The row is set.")
    return _done(
        request, job, lambda: ledger.put(job, wanted, removed=removed, actor="user"), said=said
    )


@require_POST
def give_back(request: HttpRequest, pk: UUID, own: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    mine, said = access.requirement(job, own), say("The row is judged by the engine again.")
    return _done(request, job, lambda: ledger.give_back(job, mine, actor="user"), said=said)


@require_POST
def undo_fact(request: HttpRequest, pk: UUID, fact: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    patch = access.fact(job, fact)
    said = say("What stood there before is back.")
    return _done(request, job, lambda: patches.undo(job, patch, actor="user"), said=said)


def drawn(
    request: HttpRequest, job: Job, *, form: RowForm, status: int = 200, refused: str = ""
) -> HttpResponse:
    why = compared.reason(job)
    content = {"ledger": fit.ledger(job), "form": form, "labels": LABELS, "base_reason": why}
    return jobpage.shown(
        request, job, "brief", status=status, refused=refused, content=content,
        template="job/ledger.html",
    )  # fmt: skip


def _done(request: HttpRequest, job: Job, act: Callable[[], object], *, said: str) -> HttpResponse:
    try:
        act()
    except Invalid as problem:
        return drawn(request, job, form=RowForm(), status=422, refused=_sentence(problem))
    except Refused as problem:
        return drawn(request, job, form=RowForm(), status=409, refused=problem.sentence)
    return _back(request, job, said)


def _sentence(problem: Invalid) -> str:
    """Without the name of the field it is about."""
    said = [text for texts in problem.field_errors.values() for text in texts]
    return " ".join(said) or problem.sentence


def _back(request: HttpRequest, job: Job, said: str) -> HttpResponse:
    messages.success(request, said)
    return see_other(f"/job/{job.pk}/ledger")
