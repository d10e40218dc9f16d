"""The Ghostwriter's settings: its instructions with a preview, and what it may use up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobops.lib.words import later_each, say
from jobops.web.fragments import see_other
from orchestrator import access, gateway, preferences, spending
from orchestrator.models import User
from orchestrator.pipeline import earlier
from orchestrator.preferences import Preferences
from orchestrator.workspace.settings import frame, stored
from orchestrator.workspace.settings_form import Row, SettingsForm, row
from orchestrator.workspace.settings_prompts import BROKEN
from orchestrator.workspace.settings_sections import SECTIONS
from tailoring import language, style
from tailoring.ghostwriter import template
from tailoring.style import Style

KEY = "ghostwriterSystemPromptTemplate"
HERE = "/settings/ghostwriter"
WORDS: Mapping[str, str] = later_each(
    {
        "outputLanguage": "the language of the reply",
        "tone": "the tone",
        "formality": "the formality",
        "constraintsSentence": "your own wishes",
        "avoidTermsSentence": "the terms to avoid",
    }
)


class ChatForm(SettingsForm):
    """Shows the shipped instructions where the owner has none; those are never stored."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, mine: Preferences) -> None:
        super().__init__(data, section=SECTIONS["ghostwriter"], mine=mine)
        self.fields[KEY].widget.attrs["rows"] = 16
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

    @property
    def unknown(self) -> str:
        """The placeholders nobody fills, as they are written."""
        return ", ".join(f"{{{{{name}}}}}" for name in template.unknown(self.text))


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
        return drawn(request, ChatForm(mine=mine))
    if "back" in request.POST:
        return taken_back(request, owner)
    form = ChatForm(request.POST, mine=mine)
    if not form.is_valid():
        return drawn(request, form, status=422)
    if "look" in request.POST:
        return drawn(request, form)
    return saved(request, form)


def saved(request: HttpRequest, form: ChatForm) -> HttpResponse:
    """What nobody fills is named, and kept as it is written."""
    stored(form.mine.owner, form.changes())
    messages.success(request, form.done())
    if form.unknown and KEY in form.changed_data:
        messages.warning(request, f"Nobody fills {form.unknown}; it is sent as it is written.")
    return see_other(HERE)


def taken_back(request: HttpRequest, owner: User) -> HttpResponse:
    changes = earlier.back(owner, KEY)
    if changes is None:
        messages.info(request, "There are no earlier instructions.")
        return see_other(HERE)
    stored(owner, changes)
    messages.success(
        request, say("The earlier instructions are back; the others are kept instead.")
    )
    return see_other(HERE)


def drawn(request: HttpRequest, form: ChatForm, *, status: int = 200) -> HttpResponse:
    looked = "look" in request.POST
    context = {**frame(form.section), "form": form, **shown(form), "looked": looked}
    return render(request, "settings/ghostwriter.html", context, status=status)


def shown(form: ChatForm) -> dict[str, object]:
    mine, own = form.mine, style.read(form.mine)
    return {
        "rows": [row_of(form, key) for key in form.section.keys],
        "preview": preview(form, own),
        "slots": [(name, WORDS[name]) for name in template.PLACEHOLDERS],
        "contradictions": template.contradictions(own),
        "may_go_back": earlier.back(mine.owner, KEY) is not None,
        "month": spending.month(mine.owner),
        "has_model": gateway.for_chat(mine.owner) is not None,
        "follows": own.language_mode != "manual",
    }


def row_of(form: ChatForm, key: str) -> Row:
    found = row(form, key, form.mine.describe(key))
    if key != KEY:
        return found
    if not found.reset:
        return replace(found, stands=say("the shipped ones"))
    return replace(found, reset=say("Back to the shipped ones"))


def preview(form: ChatForm, own: Style) -> str:
    """The whole message, with the settings of now and the language that stands in for others."""
    named = replace(own, language_mode="manual")
    tag = language.chosen(named, resume="", declared="", posting="")
    plain = bool(form["ghostwriterStopSlopEnabled"].value())
    return template.system(form.text, own, tag, plain=plain)
