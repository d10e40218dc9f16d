"""The form of one settings section, made from the table of preferences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from orchestrator.preferences import SETTINGS, InvalidPreference, Preferences, Value


@dataclass(frozen=True)
class Section:
    name: str
    label: str
    text: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    label: str
    hint: str = ""
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Row:
    """One setting as drawn. `reset`: the words of the button that gives it back, if it is set."""

    field: forms.BoundField
    is_default: bool = False
    origin: str = ""
    reset: str = ""


SECTIONS: Mapping[str, Section] = {
    one.name: one
    for one in (
        Section(
            "models",
            "Models",
            "Any OpenAI-compatible endpoint. Without one, rules score and tailor, and say so.",
            ("llmBaseUrl", "llmModel", "llmApiKey"),
        ),
        Section(
            "reactive-resume",
            "Reactive Resume",
            "A server to take résumés from. Nothing is written back.",
            ("rxresumeUrl", "rxresumeApiKey"),
        ),
        Section(
            "writing",
            "Writing",
            "Limits that hold for every tailored text.",
            ("summaryMaxWords", "maxKeywordsPerSkill"),
        ),
        Section(
            "scoring",
            "Scoring",
            "What counts for you beyond the posting's own requirements.",
            (
                "scoringInstructions",
                "penalizeMissingSalary",
                "missingSalaryPenalty",
                "autoSkipScoreThreshold",
            ),
        ),
        Section(
            "pdf",
            "PDF",
            "How new PDFs look. Ready jobs are printed again by themselves.",
            ("pdfTheme", "pdfPaper", "autoRegeneratePdf"),
        ),
        Section(
            "display",
            "Display",
            "How this workspace looks and counts days.",
            ("theme", "density", "singleKeys", "timeZone"),
        ),
    )
}
FIELDS: Mapping[str, Field] = {
    "llmBaseUrl": Field("Address", "With its /v1, for example http://localhost:11434/v1"),
    "llmModel": Field("Model"),
    "llmApiKey": Field("Key", kind="secret"),
    "rxresumeUrl": Field("Address"),
    "rxresumeApiKey": Field("Key", "Several, separated by commas, are tried in turn.", "secret"),
    "summaryMaxWords": Field("Longest summary, in words", kind="number"),
    "maxKeywordsPerSkill": Field("Most keywords in a skill group", kind="number"),
    "scoringInstructions": Field(
        "What you prefer", "Lines like “prefer: remote” or “avoid: travel”.", "long"
    ),
    "penalizeMissingSalary": Field("Take points off when the pay is not stated", kind="flag"),
    "missingSalaryPenalty": Field("How many points", kind="number"),
    "autoSkipScoreThreshold": Field(
        "Skip by itself below", "A score from 0 to 100; empty: never.", "number"
    ),
    "pdfTheme": Field(
        "Theme", "", "choice",
        (("classic", "Classic"), ("compact", "Compact"), ("modern", "Modern")),
    ),
    "pdfPaper": Field(
        "Paper", "", "choice",
        (("auto", "By your résumé's language"), ("a4", "A4"), ("letter", "Letter")),
    ),
    "autoRegeneratePdf": Field("Print a Ready job's PDF again after an edit", kind="flag"),
    "theme": Field(
        "Colours", "", "choice", (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
    ),
    "density": Field(
        "Rows", "", "choice", (("compact", "Compact"), ("comfortable", "Comfortable"))
    ),
    "singleKeys": Field("Single keys act", "Off: only the buttons do.", "flag"),
    "timeZone": Field("Time zone", "For example Europe/London."),
}  # fmt: skip


class SettingsForm(forms.Form):
    """Bound or drawn from what is stored; an empty field falls back to environment or default."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, section: Section, mine: Preferences
    ) -> None:
        super().__init__(data, auto_id="set_%s")
        self.section, self.mine = section, mine
        asked = str((data or {}).get("reset", ""))
        self.reset = asked if asked in section.keys else ""
        for key in section.keys:
            self.fields[key] = _field(key, mine)
            if not SETTINGS[key].secret:
                self.initial[key] = mine[key]
        if self.reset:
            # What was typed there no longer matters, not even whether it is valid.
            self.fields[self.reset].disabled = True

    def changes(self) -> dict[str, Any]:
        """What to store: nothing for a secret left blank, null for what was emptied."""
        found: dict[str, Any] = {}
        for key in self.section.keys:
            value = self.cleaned_data[key]
            if key == self.reset:
                found[key] = None
            elif SETTINGS[key].secret:
                found |= {key: value} if value else {}
            elif value != self.mine[key]:
                found[key] = None if value in ("", None) else value
        return found

    def done(self) -> str:
        """What is said after saving."""
        if self.reset:
            return f"{self.fields[self.reset].label} is back to its default."
        return f"{self.section.label} saved."

    def blame(self, refused: InvalidPreference) -> None:
        for key, texts in refused.field_errors.items():
            self.add_error(key, texts)


def row(form: SettingsForm, key: str, value: Value) -> Row:
    """Where a value comes from in plain words, and how to give it back."""
    setting = SETTINGS[key]
    if value.origin in ("env", "file"):
        return Row(form[key], origin=f"From the environment variable {setting.environment}.")
    if value.origin == "default":
        return Row(form[key], is_default=not setting.secret)
    if setting.secret:
        return Row(form[key], origin="Stored here, sealed.", reset="Remove the key")
    back = f"Back to the default: {_worded(key, value.default)}"
    return Row(form[key], origin="Set here.", reset=back)


def _worded(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return dict(FIELDS[key].choices).get(str(value), "nothing" if value in ("", None) else value)


def _field(key: str, mine: Preferences) -> forms.Field:
    said = FIELDS[key]
    common: dict[str, Any] = {"label": said.label, "help_text": said.hint, "required": False}
    if said.kind == "flag":
        return forms.BooleanField(**common)
    if said.kind == "number":
        return forms.IntegerField(**common, min_value=0, max_value=1000)
    if said.kind == "choice":
        return forms.ChoiceField(**common, choices=said.choices)
    if said.kind == "long":
        return forms.CharField(**common, widget=forms.Textarea({"rows": 6}), max_length=4000)
    if said.kind == "secret":
        state = "A key is set; leave this blank to keep it." if mine[key] else "No key is set."
        common["help_text"] = f"{state} {said.hint}".strip()
        return forms.CharField(**common, widget=forms.PasswordInput({"autocomplete": "off"}))
    return forms.CharField(**common, max_length=500)
