"""Résumé & projects: which projects of the default base a tailored résumé may show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobops.lib.words import later, say
from jobops.web.fragments import see_other
from orchestrator import access, preferences
from orchestrator.models import User
from orchestrator.preferences import Value
from orchestrator.workspace.settings import fields, frame, stored
from orchestrator.workspace.settings_form import SettingsForm
from orchestrator.workspace.settings_sections import SECTIONS
from tailoring import library, projects
from tailoring.projects import Project, Rules
from tailoring.tailor import rules_of

KEY = "resumeProjects"
CHOICES = (
    ("always", later("Always")),
    ("may", later("If it fits the job")),
    ("never", later("Never")),
)


class RulesForm(forms.Form):
    """One choice a project, and how many are shown at most."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        catalogue: Sequence[Project],
        value: Value,
        rules: Rules,
    ) -> None:
        super().__init__(data, auto_id="set_%s")
        self.catalogue, self.value = catalogue, value
        self.reset = bool(data) and (data or {}).get("reset") == KEY
        self.fields["maxProjects"] = forms.IntegerField(
            label=say("Most projects on a résumé"),
            min_value=0,
            max_value=100,
            initial=rules.maximum,
            show_hidden_initial=True,
            disabled=self.reset,
        )
        for project in catalogue:
            self.fields[f"project-{project.id}"] = forms.ChoiceField(
                label=project.name or say("A project without a name"),
                help_text=project.period,
                choices=CHOICES,
                initial=standing(rules, project),
                show_hidden_initial=True,
                disabled=self.reset,
            )

    def each(self) -> list[forms.BoundField]:
        return [self[f"project-{project.id}"] for project in self.catalogue]

    def clean(self) -> dict[str, Any]:
        always = len(self._chosen("always"))
        if not self.reset and always > self.cleaned_data.get("maxProjects", 100):
            said = say("{always} are always shown, so give at least {always}.", always=always)
            self.add_error("maxProjects", said)
        return self.cleaned_data

    def changes(self) -> dict[str, Any]:
        """The new rules, if they were touched; ids of other bases stay as they were."""
        if self.reset:
            return {KEY: None}
        if not self.has_changed():
            return {}
        return {
            KEY: {
                "maxProjects": self.cleaned_data["maxProjects"],
                "lockedProjectIds": self._kept("lockedProjectIds") + self._chosen("always"),
                "aiSelectableProjectIds": self._kept("aiSelectableProjectIds")
                + self._chosen("may"),
            }
        }

    def _chosen(self, choice: str) -> list[str]:
        return [
            project.id
            for project in self.catalogue
            if self.cleaned_data.get(f"project-{project.id}") == choice
        ]

    def _kept(self, name: str) -> list[str]:
        here = {project.id for project in self.catalogue}
        return [one for one in (self.value.value or {}).get(name, ()) if one not in here]


def section(request: HttpRequest) -> HttpResponse:
    owner = access.owner(request)
    form, rules = both(owner, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return drawn(request, form, rules)
    if not (form.is_valid() and rules.is_valid()):
        return drawn(request, form, rules, status=422)
    stored(owner, {**form.changes(), **rules.changes()})
    messages.success(request, say("Back to the default.") if rules.reset else form.done())
    return see_other("/settings/resume")


def both(owner: User, data: Mapping[str, Any] | None) -> tuple[SettingsForm, RulesForm]:
    mine, base = preferences.of(owner), library.default(owner)
    catalogue = projects.catalogue(library.newest(base).data) if base else ()
    rules = projects.normalise(rules_of(owner), catalogue)
    return (
        SettingsForm(data, section=SECTIONS["resume"], mine=mine),
        RulesForm(data, catalogue=catalogue, value=mine.describe(KEY), rules=rules),
    )


def drawn(
    request: HttpRequest, form: SettingsForm, rules: RulesForm, *, status: int = 200
) -> HttpResponse:
    context = {
        **frame(form.section),
        **fields(form),
        "rules": rules,
        "base": library.default(access.owner(request)),
        "is_default": rules.value.origin == "default",
    }
    return render(request, "settings/projects.html", context, status=status)


def standing(rules: Rules, project: Project) -> str:
    if project.id in rules.locked:
        return "always"
    return "may" if project.id in rules.selectable else "never"
