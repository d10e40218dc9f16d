"""What the prompt lab asks for: a text, and the jobs to try it on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from jobops.lib.words import say
from orchestrator import preferences
from orchestrator.models import Job, Operation, User
from orchestrator.pipeline.prompt_lab import KEY, MOST
from orchestrator.setting_table import SETTINGS
from orchestrator.workspace.settings_fields import Words
from orchestrator.workspace.settings_prompts import own_part, shipped
from tailoring.asking import template

# Ready ones have texts to compare with.
OFFERED, READY = 8, 3


class LabForm(forms.Form):
    """`jobs` are the owner's, chosen ones and offered ones, in the order they are drawn."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, jobs: Sequence[Job], **initial: Any
    ) -> None:
        super().__init__(data, auto_id="lab_%s", initial=initial)
        self.jobs = {str(job.pk): job for job in jobs}
        self.fields[KEY] = Words(
            label=say("Template"),
            max_length=template.LONGEST,
            required=False,
            help_text=say("Nothing of it is saved until you say so."),
            widget=forms.Textarea({"rows": 16}),
        )
        named = [(pk, f"{job.title}, {job.employer}: {job.get_status_display()}")
                 for pk, job in self.jobs.items()]  # fmt: skip
        self.fields["job"] = forms.MultipleChoiceField(
            label=say("On up to {most} of your jobs", most=MOST),
            choices=named,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": say("Choose at least one job.")},
        )

    def clean_job(self) -> list[Job]:
        chosen = self.cleaned_data["job"]
        if len(chosen) > MOST:
            raise forms.ValidationError(
                say("Choose at most {most}; {chosen} are chosen.", most=MOST, chosen=len(chosen))
            )
        return [self.jobs[pk] for pk in chosen]

    def clean(self) -> dict[str, Any]:
        try:
            said = SETTINGS[KEY].kind.check(self.cleaned_data.get(KEY) or "")
        except ValueError as refused:
            self.add_error(KEY, str(refused))
        else:
            self.cleaned_data[KEY] = own_part(said)
        return self.cleaned_data


def offered(owner: User, chosen: Iterable[str]) -> list[Job]:
    """The chosen ones that exist, then the newest a text could be made for."""
    ids = [pk for one in chosen if (pk := parsed(one))][:OFFERED]
    found = owner.jobs.in_bulk(ids)
    others = owner.jobs.exclude(pk__in=ids).order_by("-discovered_at", "-id")
    ready = others.filter(status="ready")[:READY]
    jobs = [*(found[pk] for pk in dict.fromkeys(ids) if pk in found), *ready]
    return [*jobs, *others.filter(status="discovered")[: OFFERED - len(jobs)]]


def of_trial(operation: Operation | None) -> dict[str, Any]:
    """What a form that changes a trial begins with."""
    options = operation.options if operation else {}
    if not options:
        return {}
    return {KEY: options["template"] or shipped(), "job": options["jobs"]}


def saved_text(owner: User) -> str:
    return preferences.of(owner)[KEY] or shipped()


def parsed(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
