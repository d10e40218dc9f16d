"""Settings: one section a page; each value shows where it comes from, each connection can be
tried before it is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jobops.web.fragments import see_other, shown
from orchestrator import access, preferences
from orchestrator.models import User
from orchestrator.ops import connections, receivers
from orchestrator.ops.connections import Trial
from orchestrator.pipeline import edits
from orchestrator.workspace.settings_extras import EXTRAS
from orchestrator.workspace.settings_form import SettingsForm, row
from orchestrator.workspace.settings_sections import SECTIONS, Section, search
from tailoring import upstream


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"/settings/{next(iter(SECTIONS))}")


@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """Every setting that holds the words, wherever it is."""
    words = request.GET.get("q", "").strip()[:100]
    hits = search(words, is_staff=access.owner(request).is_staff)
    context = {**frame(), "q": words, "hits": hits}
    return render(request, "settings/search.html", context)


def section(request: HttpRequest, name: str) -> HttpResponse:
    owner, chosen = access.owner(request), SECTIONS[name]
    mine = preferences.of(owner)
    if request.method != "POST":
        return drawn(request, SettingsForm(section=chosen, mine=mine))
    form = SettingsForm(request.POST, section=chosen, mine=mine)
    if "try" in request.POST and name in TRIALS:
        return tried(request, form)
    if not form.is_valid():
        return drawn(request, form, status=422)
    stored(owner, form.changes())
    messages.success(request, form.done())
    return see_other(f"/settings/{name}")


def stored(owner: User, changes: Mapping[str, Any]) -> None:
    """Save what was changed; what is kept of another server is dropped."""
    upstream.forget_if(owner, edits.save_preferences(owner, changes))


def tried(request: HttpRequest, form: SettingsForm) -> HttpResponse:
    """Try what is typed and store nothing. A blank secret is the stored one."""
    if not form.is_valid():
        return drawn(request, form, status=422)
    return drawn(request, form, trial=TRIALS[form.section.name](form))


def drawn(
    request: HttpRequest, form: SettingsForm, *, status: int = 200, trial: Trial | None = None
) -> HttpResponse:
    """The page; for a trial without a reload only its result."""
    more = EXTRAS.get(form.section.name)
    context = {**frame(form.section), **fields(form), "trial": trial}
    context |= more(form.mine.owner) if more else {}
    template = f"settings/{form.section.name if more else 'page'}.html"
    fragment = "settings/_trial.html" if "try" in request.POST else template
    return shown(request, template, fragment, context, status=status)


def fields(form: SettingsForm) -> dict[str, object]:
    return {
        "form": form,
        "rows": [row(form, key, form.mine.describe(key)) for key in form.section.keys],
        "can_try": form.section.name in TRIALS,
    }


def frame(chosen: Section | None = None) -> dict[str, object]:
    """What templates/settings/frame.html needs around any section."""
    return {"chosen": chosen, "sections": SECTIONS.values()}


def try_model(form: SettingsForm) -> Trial:
    return connections.model(
        form.typed("llmBaseUrl"),
        key=form.typed("llmApiKey"),
        name=form.typed("llmModel"),
        private_ok=form.mine.owner.is_staff,
    )


def try_resumes(form: SettingsForm) -> Trial:
    return connections.resumes(
        form.typed("rxresumeUrl"),
        keys=form.typed("rxresumeApiKey"),
        private_ok=form.mine.owner.is_staff,
    )


def try_printing(form: SettingsForm) -> Trial:
    return connections.printing()


def try_webhooks(form: SettingsForm) -> Trial:
    keys = ("jobCompleteWebhookUrl", "pipelineWebhookUrl")
    urls = tuple(dict.fromkeys(url for key in keys if (url := form.typed(key))))
    bearer = bool(form.cleaned_data["webhookSendBearer"])
    return receivers.trial(form.mine.owner, urls, secret=form.typed("webhookSecret"), bearer=bearer)


TRIALS: Mapping[str, Callable[[SettingsForm], Trial]] = {
    "models": try_model,
    "reactive-resume": try_resumes,
    "pdf": try_printing,
    "webhooks": try_webhooks,
}
