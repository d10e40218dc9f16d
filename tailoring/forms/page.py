"""The page options of one job: each may be left to the settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from jobops.lib.errors import Invalid
from jobops.lib.words import later
from pdfs import options
from pdfs.wording import WORDS

LEFT = ("", later("As in Settings"))
SWITCHED = (LEFT, ("on", later("Yes")), ("off", later("No")))
_CHOSEN = ("paper", "sizeStep", "fit", "titles", "language")
_FLAGS = ("photo", "linksAsText")


def _choices(name: str) -> tuple[tuple[str, str], ...]:
    return (LEFT, *WORDS[options.KEYS[name]].choices)


class PageForm(forms.Form):
    """Bound or drawn from what a job keeps; `options()` is what it keeps afterwards."""

    accent = forms.CharField(label=later("Accent"), required=False, max_length=7)
    order = forms.CharField(
        label=later("Order"), required=False, max_length=400, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, kept: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="page_%s")
        self.kept = kept
        for name in _CHOSEN:
            self.fields[name] = forms.ChoiceField(required=False, choices=_choices(name))
            self.initial[name] = str(kept.get(name, ""))
        for name in _FLAGS:
            self.fields[name] = forms.ChoiceField(required=False, choices=SWITCHED)
            self.initial[name] = {True: "on", False: "off"}.get(kept.get(name, ""), "")
        for name, field in self.fields.items():
            said = WORDS[options.KEYS[name]]
            field.label, field.help_text = said.label, said.hint
        self.initial["accent"] = kept.get("accent", "")
        self.initial["order"] = "\n".join(kept.get("order", ()))
        self.order_fields(["paper", "fit", "sizeStep", "accent", "photo", "linksAsText"])

    def clean(self) -> dict[str, Any]:
        try:
            options.cleaned(self.options())
        except Invalid as refused:
            for name, texts in refused.field_errors.items():
                self.add_error(name, texts)
        return self.cleaned_data

    def options(self) -> dict[str, Any]:
        given = self.cleaned_data
        values: dict[str, Any] = {name: given.get(name) for name in (*_CHOSEN, "accent")}
        if values["sizeStep"]:
            values["sizeStep"] = int(values["sizeStep"])
        for name in _FLAGS:
            values[name] = {"on": True, "off": False}.get(given.get(name, ""))
        lines = str(given.get("order") or "").splitlines()
        values["order"] = [line.strip().casefold() for line in lines if line.strip()]
        said = {name: value for name, value in values.items() if value not in ("", None, [])}
        theme = self.kept.get("theme")
        return {**said, "theme": theme} if theme else said
