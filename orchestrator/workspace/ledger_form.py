"""One row of a ledger as its owner types it."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from jobops.lib.words import later
from orchestrator.scoring.card import Label, Row
from orchestrator.workspace.details_form import Plain

SCOPES = (
    ("skill", later("Skill")),
    ("experience", later("Experience")),
    ("education", later("Education")),
    ("language", later("Language")),
    ("location", later("Place")),
    ("eligibility", later("Permit")),
    ("logistics", later("Circumstances")),
)
LABELS: tuple[tuple[Label, str], ...] = (
    ("met", later("Met")),
    ("partial", later("Partly")),
    ("missing", later("Missing")),
    ("unknown", later("Unknown")),
)
IMPORTANCE = (("must", later("Must have")), ("nice", later("Nice to have")))


def known(label: str) -> Label | None:
    return next((one for one, _ in LABELS if one == label), None)


class RowForm(forms.Form):
    """`row` is what was typed, once it is valid."""

    required: ClassVar = {"required": later("Copy the words of the posting that ask for it.")}
    text = Plain(
        max_length=60,
        label=later("What it asks for"),
        error_messages={"required": later("Name what it asks.")},
    )
    quote = Plain(max_length=300, label=later("In the posting’s words"), error_messages=required)
    scope = forms.ChoiceField(choices=SCOPES, label=later("Kind"))
    importance = forms.ChoiceField(choices=IMPORTANCE, label=later("How much"))
    label = forms.ChoiceField(choices=LABELS, label=later("You"))

    def row(self) -> Row:
        given = self.cleaned_data
        return Row(
            scope=given["scope"],
            importance=given["importance"],
            weight=1,
            text=given["text"],
            quote=given["quote"],
            terms=(given["text"],),
            label=given["label"],
            origin="user",
        )
