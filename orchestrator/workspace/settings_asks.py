"""Saved prompts: what the chat offers to ask for, in the owner's order and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from jobops.lib.errors import Invalid
from jobops.lib.words import later, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.models import User
from orchestrator.templatetags.ui import plural
from orchestrator.workspace.details_form import Plain
from orchestrator.workspace.settings import frame
from orchestrator.workspace.settings_sections import SECTIONS
from tailoring.ghostwriter import prompts_kept
from tailoring.ghostwriter.prompts_kept import Prompt

PAGE = "/settings/ghostwriter/prompts"
# A prompt of the owner's own is deleted for good; its words wait here to be put back.
GONE = "removed_prompt"


class PromptForm(forms.Form):
    name = Plain(
        label=later("Name"),
        max_length=prompts_kept.NAME_LIMIT,
        error_messages={"required": later("Give the prompt a name.")},
    )
    body = Plain(
        max_length=prompts_kept.BODY_LIMIT,
        label=later("Text"),
        widget=forms.Textarea({"rows": 6}),
        help_text=later("{{jobTitle}} and {{employer}} are filled in. It is never sent by itself."),
        error_messages={"required": later("Write the prompt.")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, prompt: Prompt | None = None
    ) -> None:
        stored = {"name": prompt.name, "body": prompt.body} if prompt else {}
        super().__init__(data, initial=stored, auto_id="prompt_%s")
        self.key = prompt.key if prompt else ""


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return drawn(request, PromptForm())
    return kept(request, PromptForm(request.POST))


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, prompt: str) -> HttpResponse:
    """The same page with the form in the place of one prompt."""
    found = named(access.owner(request), prompt)
    if request.method != "POST":
        return drawn(request, PromptForm(prompt=found))
    return kept(request, PromptForm(request.POST, prompt=found))


@require_POST
def remove(request: HttpRequest, prompt: str) -> HttpResponse:
    gone = prompts_kept.remove(access.owner(request), prompt)
    request.session[GONE] = asdict(gone)
    said = say("Deleted the prompt “{name}”.", name=gone.name)
    messages.success(request, said, extra_tags=f"{PAGE}/{gone.key}/restore")
    return see_other(PAGE)


@require_POST
def restore(request: HttpRequest, prompt: str) -> HttpResponse:
    """What was deleted last, in its own words; else a built-in prompt as it was shipped."""
    owner, gone = access.owner(request), request.session.get(GONE, {})
    if gone.get("key") == prompt:
        prompts_kept.put_back(owner, Prompt(**request.session.pop(GONE)))
    elif not prompts_kept.restore(owner, prompt):
        raise Http404
    messages.success(request, say("The prompt is back."))
    return see_other(PAGE)


@require_POST
def restore_all(request: HttpRequest) -> HttpResponse:
    count = prompts_kept.restore(access.owner(request))
    said = (
        say(
            "{built_in_prompts} back as shipped.", built_in_prompts=plural(count, "built-in prompt")
        )
        if count
        else say("They all are.")
    )
    messages.success(request, said)
    return see_other(PAGE)


@require_POST
def move(request: HttpRequest, prompt: str, way: str) -> HttpResponse:
    """One place up or down."""
    owner = access.owner(request)
    keys = [one.key for one in prompts_kept.of(owner)]
    if prompt not in keys:
        raise Http404
    at = keys.index(prompt)
    to = at - 1 if way == "up" else at + 1
    if 0 <= to < len(keys):
        keys[at], keys[to] = keys[to], keys[at]
        prompts_kept.order(owner, keys)
    return see_other(f"{PAGE}#prompt-{prompt}")


def named(owner: User, key: str) -> Prompt:
    for found in prompts_kept.of(owner):
        if found.key == key:
            return found
    raise Http404


def kept(request: HttpRequest, form: PromptForm) -> HttpResponse:
    if not form.is_valid():
        return drawn(request, form, status=422)
    given = form.cleaned_data
    try:
        prompts_kept.save(
            access.owner(request), name=given["name"], body=given["body"], key=form.key
        )
    except Invalid as refused:
        form.add_error(None, refused.sentence)
        return drawn(request, form, status=422)
    messages.success(request, say("Saved.") if form.key else say("Added to your prompts."))
    return see_other(PAGE)


def drawn(request: HttpRequest, form: PromptForm, *, status: int = 200) -> HttpResponse:
    owner = access.owner(request)
    found = prompts_kept.of(owner)
    context = {
        **frame(SECTIONS["ghostwriter"]),
        "form": form,
        "prompts": found,
        "hidden": prompts_kept.hidden(owner),
        "differs": any(one.changed for one in found),
        "action": f"{PAGE}/{form.key}" if form.key else PAGE,
    }
    return render(request, "settings/asks.html", context, status=status)
