"""A fact as its owner states it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from tailoring.facts import LONGEST


class FactForm(forms.Form):
    text = forms.CharField(
        max_length=LONGEST,
        label="What is true",
        widget=forms.Textarea({"rows": 2}),
        help_text="One sentence, like “Led a team of five for two years.”",
    )
    about = forms.ChoiceField(
        required=False,
        label="About",
        help_text="A fact about one entry supports its bullets; one about you supports headline, "
        "summary and skills.",
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, entries: Mapping[str, str]
    ) -> None:
        super().__init__(data)
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)
        about.choices = [("", "You in general"), *entries.items()]
