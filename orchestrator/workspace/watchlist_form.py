"""What the pages of followed companies ask for."""

from __future__ import annotations

from django import forms

from jobops.lib.words import later
from orchestrator.pipeline.board_finding import LONGEST
from orchestrator.pipeline.watchlist import LONGEST_LABEL


class FollowForm(forms.Form):
    text = forms.CharField(
        label=later("Follow a company"),
        max_length=LONGEST,
        help_text=later(
            "The address of its careers page, its job board or one of its postings, or its"
            " name. The board is asked before anything is saved."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": later("Give an address or a name.")},
    )


class NameForm(forms.Form):
    label = forms.CharField(
        label=later("Name"),
        max_length=LONGEST_LABEL,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": later("Give the name.")},
    )
