"""A fact as its owner states it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from jobops.lib.words import later, say
from tailoring.facts import LONGEST


class FactForm(forms.Form):
    text = forms.CharField(
        max_length=LONGEST,
        label=later("What is true"),
        widget=forms.Textarea({"rows": 2}),
        help_text=later("One sentence, like “Led a team of five for two years.”"),
    )
    about = forms.ChoiceField(
        required=False,
        label=later("About"),
        help_text=later(
            "A fact about one entry supports its bullets; one about you supports headline, "
            "summary and skills."
        ),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, entries: Mapping[str, str]
    ) -> None:
        super().__init__(data)
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)
        about.choices = [("", say("You in general")), *entries.items()]
