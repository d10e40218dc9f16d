"""Prompts: the instructions to the model, what may stand in them, and what always follows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobops.lib.prompts import SLOT
from jobops.lib.words import later_each, number, say
from jobops.web.fragments import see_other
from orchestrator import access, gateway, preferences
from orchestrator.models import User
from orchestrator.preferences import Preferences
from orchestrator.workspace.settings import frame, stored
from orchestrator.workspace.settings_form import Row, SettingsForm, row
from orchestrator.workspace.settings_sections import SECTIONS
from tailoring import language, style
from tailoring.asking import template

KEY = "tailoringPromptTemplate"
HERE = "/settings/prompts"
WORDS: Mapping[str, str] = later_each(
    {
        "summary_words": "the longest summary, in words",
        "keywords": "the most keywords in a skill group",
        "tone": "the tone",
        "formality": "the formality",
        "constraints": "your own wishes",
        "avoid": "the terms to avoid",
        "language": "the language of the texts",
    }
)
# A line break inside a paragraph.
BROKEN = re.compile(r"(?<!\n)\n *(?=[^\s{-])")
MATCHED = later_each({"match-resume": "the language of your résumé",
           "match-job-description": "the language of the posting"})  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """A placeholder: `words` say what it stands for, `becomes` what it is now."""

    name: str
    words: str
    becomes: str
    is_used: bool


class PromptForm(SettingsForm):
    """Shows the shipped instructions where the owner has none; those are never stored."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, mine: Preferences) -> None:
        super().__init__(data, section=SECTIONS["prompts"], mine=mine)
        self.fields[KEY].widget.attrs["rows"] = 22
        self.initial[KEY] = mine[KEY] or shipped()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if KEY in cleaned:
            cleaned[KEY] = own_part(cleaned[KEY])
        return cleaned

    @property
    def text(self) -> str:
        """What stands in the field."""
        return str(self[KEY].value() or "").replace("\r\n", "\n")


def shipped() -> str:
    """Ours, with each paragraph on one line, as a field of any width shows it best."""
    return BROKEN.sub(" ", template.built_in())


def own_part(text: str) -> str:
    """Nothing when these are the shipped instructions."""
    return "" if text.split() == template.built_in().split() else text.strip()


def section(request: HttpRequest) -> HttpResponse:
    owner = access.owner(request)
    mine = preferences.of(owner)
    if request.method != "POST":
        return drawn(request, PromptForm(mine=mine))
    form = PromptForm(request.POST, mine=mine)
    if not form.is_valid():
        return drawn(request, form, status=422)
    stored(owner, form.changes())
    messages.success(request, form.done())
    return see_other(HERE)


def drawn(request: HttpRequest, form: PromptForm, *, status: int = 200) -> HttpResponse:
    context = {**frame(form.section), "form": form, **shown(form)}
    return render(request, "settings/prompts.html", context, status=status)


def shown(form: PromptForm) -> dict[str, object]:
    found = slots(form.mine, form.text)
    return {
        "rows": [prompt_row(form)],
        "slots": found,
        "unused": [one for one in found if not one.is_used],
        "fixed": template.rules(template.FIELDS),
        "size": number(len(form.text)),
        "longest": number(template.LONGEST),
        "has_model": has_model(form.mine.owner),
    }


def prompt_row(form: SettingsForm) -> Row:
    found = row(form, KEY, form.mine.describe(KEY))
    if not found.reset:
        return replace(found, stands=say("the shipped one"))
    return replace(found, reset=say("Back to the shipped one"))


def slots(mine: Preferences, text: str) -> list[Slot]:
    own, used = style.read(mine), set(SLOT.findall(text))
    named = replace(own, language_mode="manual")
    tag = language.chosen(named, resume="", declared="", posting="")
    now = template.slots(own, tag=tag)
    now["language"] = MATCHED.get(own.language_mode, now["language"])
    return [Slot(name, WORDS[name], becomes, name in used) for name, becomes in now.items()]


def has_model(owner: User) -> bool:
    return gateway.for_owner(owner) is not None
