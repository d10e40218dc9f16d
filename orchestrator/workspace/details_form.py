"""The form that corrects a job's details."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from jobops.lib.text import clean_control
from jobops.lib.words import later
from orchestrator.models import Job
from orchestrator.models.job import digest_of

NAMES = (
    "title", "employer", "job_url", "application_link", "employer_url", "location", "salary",
    "deadline", "description",
)  # fmt: skip


class Plain(forms.CharField):
    """Text without control characters; a line end counts once, as it is stored."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(clean_control(value) if value else value))


class Address(forms.URLField):
    """An http address; what is stored already may stay whatever it is."""

    default_error_messages: ClassVar = {
        "invalid": later("Give a web address, such as https://acme.example.")
    }
    stored = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=2000, assume_scheme="https", **options)

    def clean(self, value: Any) -> Any:
        return value if value and value == self.stored else super().clean(value)


class DetailsForm(forms.Form):
    """Initial values are the row's; `changes()` is what was really edited."""

    title = Plain(
        label=later("Title"), max_length=500, error_messages={"required": later("Give the title.")}
    )
    employer = Plain(
        label=later("Employer"),
        max_length=500,
        error_messages={"required": later("Give the employer.")},
    )
    job_url = Address(
        label=later("Address of the posting"),
        error_messages={"required": later("Give the address of the posting.")},
    )
    application_link = Address(required=False, label=later("Address to apply at"))
    employer_url = Address(required=False, label=later("Employer’s site"))
    location = Plain(max_length=200, required=False, label=later("Place"))
    salary = Plain(max_length=200, required=False, label=later("Pay"))
    deadline = Plain(
        label=later("Deadline"),
        max_length=100,
        required=False,
        help_text=later("As the posting says it, such as 30 November."),
    )
    description = Plain(
        max_length=40_000,
        required=False,
        label=later("Posting text"),
        widget=forms.Textarea({"rows": 16}),
        help_text=later("A change marks the score and the PDF as out of date."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, job: Job) -> None:
        super().__init__(data, initial=shown(job), auto_id="details_%s")
        self.job = job
        for name, field in self.fields.items():
            if isinstance(field, Address):
                field.stored = str(self.initial[name])

    def changes(self) -> dict[str, Any]:
        """Column → value for what differs from the row; an empty one is null."""
        given = {name: self.cleaned_data[name] or None for name in NAMES}
        return {name: value for name, value in given.items() if value != getattr(self.job, name)}

    def is_outdated(self) -> bool:
        """Whether somebody stored other values since this form was drawn."""
        seen = str(self.data.get("seen") or "")
        return bool(seen) and seen != shown(self.job)["seen"]

    def differences(self) -> tuple[tuple[str, str], ...]:
        """Label and stored text of each field that differs from what was typed."""
        now = shown(self.job)
        return tuple(
            (str(self[name].label), now[name])
            for name in NAMES
            if str(self[name].value() or "") != now[name]
        )


def shown(job: Job) -> dict[str, str]:
    """The fields as the row has them, with a mark that tells whether they moved."""
    values = {name: str(getattr(job, name) or "") for name in NAMES}
    return {**values, "seen": digest_of(values)}
