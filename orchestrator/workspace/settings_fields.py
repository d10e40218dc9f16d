"""The field of one setting, by what its table row accepts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from jobops.lib.words import say
from orchestrator.setting_table import SETTINGS
from orchestrator.workspace.settings_pdf import Field
from orchestrator.workspace.settings_sections import FIELDS


class Lines(forms.CharField):
    """A list of texts, one on each line."""

    widget = forms.Textarea({"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


class Words(forms.CharField):
    """A text with the line breaks of one kind; a suggestion is taken however it is written."""

    def __init__(self, *, suggestions: Sequence[str] = (), **said: Any) -> None:
        super().__init__(**said)
        self.suggestions = suggestions

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value)).replace("\r\n", "\n")
        return text.casefold() if text.casefold() in self.suggestions else text


def field(key: str) -> forms.Field:
    said, setting = FIELDS[key], SETTINGS[key]
    schema = setting.kind.schema
    common: dict[str, Any] = {
        "label": said.label,
        "help_text": said.hint,
        "required": False,
        "show_hidden_initial": not setting.secret,
    }
    if schema["type"] == "boolean":
        return forms.BooleanField(**common)
    if schema["type"] == "integer" and said.choices:
        return forms.TypedChoiceField(**common, choices=said.choices, coerce=int)
    if schema["type"] == "integer":
        least, most = schema["minimum"], schema["maximum"]
        wrong = dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            say("Give a whole number from {least} to {most}.", least=least, most=most),
        )
        return forms.IntegerField(**common, min_value=least, max_value=most, error_messages=wrong)
    if schema["type"] == "number":
        most = schema["maximum"]
        wrong = dict.fromkeys(
            ("invalid", "min_value", "max_value"), say("Give a number from 0 to {most}.", most=most)
        )
        return forms.FloatField(**common, min_value=0, max_value=most, error_messages=wrong)
    if schema["type"] == "array":
        return _several(said, schema["items"].get("enum"), common)
    if said.choices:
        return forms.ChoiceField(**common, choices=said.choices)
    if said.long:
        common["widget"] = forms.Textarea({"rows": 6})
    elif said.suggestions:
        common["widget"] = forms.TextInput({"list": f"set_{key}_list", "autocomplete": "off"})
    elif setting.secret:
        common["widget"] = forms.PasswordInput({"autocomplete": "off"})
    longest = schema.get("maxLength", 100)
    return Words(**common, max_length=longest, suggestions=said.suggestions)


def _several(said: Field, known: Sequence[str] | None, common: dict[str, Any]) -> forms.Field:
    if known is None:
        return Lines(**common)
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(**common, choices=said.choices, widget=widget)
