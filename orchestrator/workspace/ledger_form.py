"""One row of a ledger as its owner types it."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from orchestrator.scoring.card import Label, Row
from orchestrator.workspace.details_form import Plain

SCOPES = (
    ("skill", "Skill"), ("experience", "Experience"), ("education", "Education"),
    ("language", "Language"), ("location", "Place"), ("eligibility", "Permit"),
    ("logistics", "Circumstances"),
)  # fmt: skip
LABELS: tuple[tuple[Label, str], ...] = (
    ("met", "Met"), ("partial", "Partly"), ("missing", "Missing"), ("unknown", "Unknown"),
)  # fmt: skip
IMPORTANCE = (("must", "Must have"), ("nice", "Nice to have"))


def known(label: str) -> Label | None:
    return next((one for one, _ in LABELS if one == label), None)


class RowForm(forms.Form):
    """`row` is what was typed, once it is valid."""

    required: ClassVar = {"required": "Copy the words of the posting that ask for it."}
    text = Plain(
        max_length=60, label="What it asks for", error_messages={"required": "Name what it asks."}
    )
    quote = Plain(max_length=300, label="In the posting’s words", error_messages=required)
    scope = forms.ChoiceField(choices=SCOPES, label="Kind")
    importance = forms.ChoiceField(choices=IMPORTANCE, label="How much")
    label = forms.ChoiceField(choices=LABELS, label="You")

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
