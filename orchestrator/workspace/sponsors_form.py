"""The form by which an administrator brings a register's file."""

from __future__ import annotations

from typing import Any

from django import forms

from jobops.lib.words import later
from orchestrator.sponsors.fetching import MOST_BYTES
from orchestrator.sponsors.reading import RegisterProblem


class RegisterForm(forms.Form):
    file = forms.FileField(
        label=later("The register's file"),
        help_text=later("As it is published: CSV, or the saved page with the table."),
        error_messages={
            "required": later("Choose the file first."),
            "empty": later("This file is empty. Choose the one that is published."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.html,.htm,text/csv,text/html"}),
    )
    forced = forms.BooleanField(
        label=later("Take it even if it is much smaller than the one before"), required=False
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size and file.size > MOST_BYTES:
            raise forms.ValidationError(RegisterProblem.SENTENCES["too_large"])
        return file
