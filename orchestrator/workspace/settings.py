"""Settings: one section a page; each value shows where it comes from, each connection can be
tried.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jobops.lib.errors import Problem
from jobops.web.fragments import see_other
from orchestrator import access, gateway, preferences
from orchestrator.models import Heartbeat, User
from orchestrator.pipeline import edits
from orchestrator.templatetags.ui import plural
from orchestrator.workspace.settings_form import SECTIONS, Section, SettingsForm, row
from tailoring import upstream


@dataclass(frozen=True)
class Trial:
    """What a test of a connection found, and how long it took in milliseconds."""

    fine: bool
    said: str
    took: int
    asked: str
    hint: str = ""


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"/settings/{next(iter(SECTIONS))}")


def section(request: HttpRequest, name: str) -> HttpResponse:
    owner, chosen = access.owner(request), SECTIONS[name]
    mine = preferences.of(owner)
    if request.method != "POST":
        return drawn(request, chosen, SettingsForm(section=chosen, mine=mine))
    form = SettingsForm(request.POST, section=chosen, mine=mine)
    if not form.is_valid() or not stored(owner, form):
        return drawn(request, chosen, form, status=422)
    if "try" in request.POST:
        return drawn(request, chosen, fresh(owner, chosen), trial=tried(owner, name))
    messages.success(request, form.done())
    return see_other(f"/settings/{name}")


def stored(owner: User, form: SettingsForm) -> bool:
    """Save; false, with the errors in the form, when a value does not fit its setting."""
    try:
        edits.save_preferences(owner, form.changes())
    except preferences.InvalidPreference as refused:
        form.blame(refused)
        return False
    upstream.forget(owner)
    return True


def drawn(
    request: HttpRequest,
    chosen: Section,
    form: SettingsForm,
    *,
    status: int = 200,
    trial: Trial | None = None,
) -> HttpResponse:
    mine = preferences.of(access.owner(request))
    context = {
        "chosen": chosen,
        "sections": SECTIONS.values(),
        "rows": [row(form, key, mine.describe(key)) for key in chosen.keys],
        "form": form,
        "trial": trial,
        "can_try": chosen.name in TRIALS,
    }
    return render(request, "settings/page.html", context, status=status)


def fresh(owner: User, chosen: Section) -> SettingsForm:
    return SettingsForm(section=chosen, mine=preferences.of(owner))


def tried(owner: User, name: str) -> Trial:
    """Ask the other side once; its trouble is a sentence, not an error."""
    started, hint = time.perf_counter(), ""
    try:
        fine, said = TRIALS[name](owner)
    except Problem as problem:
        fine, said, hint = False, problem.sentence, HINTS.get(problem.kind, "")
    took = round((time.perf_counter() - started) * 1000)
    return Trial(fine, said, took, ASKED[name], hint)


def try_model(owner: User) -> tuple[bool, str]:
    model = gateway.for_owner(owner)
    if model is None:
        return False, "No address and model are given, so rules do the work."
    offered = model.models()
    if offered and model.model not in offered:
        return False, f"It answers, but offers no model called {model.model}."
    if not offered:
        return True, "It answers, and does not say which models it has."
    return True, f"It answers and offers {plural(len(offered), 'model')}."


def try_resumes(owner: User) -> tuple[bool, str]:
    rows = upstream.listed(owner, fresh=True)
    return True, f"It answers and holds {plural(len(rows), 'résumé')}."


def try_printing(owner: User) -> tuple[bool, str]:
    beat = Heartbeat.objects.order_by("-at").first()
    if beat is None:
        return False, "No worker has reported yet. Start one with make run."
    if beat.chromium_error:
        return False, "The worker found no Chromium. Run make setup, or set CHROMIUM_PATH."
    return True, f"The worker prints with {beat.chromium}."


HINTS = {
    "unreachable": "The question comes from the machine JobOps runs on: localhost is that machine, "
    "or in a container the container itself (there, try host.docker.internal).",
    "timeout": "A model that is loaded for the first time can take minutes. Test again after it.",
}
ASKED = {
    "models": "JobOps asked for the list of models",
    "reactive-resume": "JobOps asked for the list of résumés",
    "pdf": "JobOps read the worker's last report",
}
TRIALS: Mapping[str, Callable[[User], tuple[bool, str]]] = {
    "models": try_model,
    "reactive-resume": try_resumes,
    "pdf": try_printing,
}
