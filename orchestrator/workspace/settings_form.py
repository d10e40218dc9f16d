"""The form of one settings section, made from the table of preferences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from jobops.lib.words import say
from orchestrator.preferences import InvalidPreference, Preferences, Value
from orchestrator.setting_table import SETTINGS
from orchestrator.workspace import settings_fields
from orchestrator.workspace.settings_sections import FIELDS, SECTIONS, Section

__all__ = ["FIELDS", "SECTIONS", "Row", "SettingsForm", "row"]


@dataclass(frozen=True)
class Row:
    """One setting as drawn. `stands`: "default" or "not set" where nobody set it; `origin`: where
    its value comes from, or could; `variable`: the name of that variable. `reset`: the words of
    the button that gives it back. `secret`: how a secret stands.
    """

    field: forms.BoundField
    stands: str = ""
    origin: str = ""
    variable: str = ""
    reset: str = ""
    secret: str = ""
    is_set: bool = False


class SettingsForm(forms.Form):
    """Bound or drawn from what is stored; an empty field falls back to environment or default."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, section: Section, mine: Preferences
    ) -> None:
        super().__init__(data, auto_id="set_%s")
        self.section, self.mine = section, mine
        self.reset = str((data or {}).get("reset", ""))
        for key in section.keys:
            self.fields[key] = settings_fields.field(key)
            if not SETTINGS[key].secret:
                self.initial[key] = mine[key]
        if self.reset in self.fields:
            # What was typed there no longer matters, not even whether it is valid.
            self.fields[self.reset].disabled = True

    def clean(self) -> dict[str, Any]:
        for key in self.section.keys:
            value = self.cleaned_data.get(key)
            if key == self.reset or value in (None, "", []):
                continue
            try:
                SETTINGS[key].kind.check(value)
            except ValueError as refused:
                self.add_error(key, str(refused))
        return self.cleaned_data

    def changes(self) -> dict[str, Any]:
        """What to store: only what was changed here, so that a second tab keeps its own edits.

        Nothing for a secret left blank, null for what was emptied.
        """
        found: dict[str, Any] = {}
        for key in self.section.keys:
            value = self.cleaned_data[key]
            if key == self.reset:
                found[key] = None
            elif SETTINGS[key].secret:
                found |= {key: value} if value else {}
            elif self._moved(key, value):
                found[key] = None if value in ("", None, []) else value
        return found

    def typed(self, key: str) -> Any:
        """What would hold after saving; a blank secret is the stored one."""
        value = self.cleaned_data.get(key)
        if value not in (None, ""):
            return SETTINGS[key].kind.check(value)
        known = self.mine.describe(key)
        return (known.value if SETTINGS[key].secret else known.default) or ""

    def done(self) -> str:
        """What is said after saving."""
        if self.reset in self.fields:
            return say("{label} is back to its default.", label=self.fields[self.reset].label)
        return say("{label} saved.", label=self.section.label)

    def blame(self, refused: InvalidPreference) -> None:
        for key, texts in refused.field_errors.items():
            self.add_error(key, texts)

    def _moved(self, key: str, value: Any) -> bool:
        """Compared with what the page showed, or with what is stored if it does not say."""
        if value == self.mine[key]:
            return False
        return key in self.changed_data if self[key].html_initial_name in self.data else True


def row(form: SettingsForm, key: str, value: Value) -> Row:
    """Where a value comes from in plain words, and how to give it back."""
    setting, field = SETTINGS[key], form[key]
    if setting.secret:
        return _secret(field, setting.environment, value)
    if value.origin in ("env", "file"):
        return Row(field, origin=say("From the environment:"), variable=setting.variable)
    if value.origin == "default":
        origin = say("Or set the variable") if setting.environment else ""
        unset = value.value in ("", None, [])
        return Row(field, say("not set") if unset else say("default"), origin, setting.variable)
    back = (
        say("Back to the environment") if _has_variable(value, key) else say("Back to the default")
    )
    return Row(field, origin=say("Set here."), reset=f"{back}: {_worded(key, value.default)}")


def _secret(field: forms.BoundField, variable: str, value: Value) -> Row:
    if value.lost:
        words = say("Stored, but it cannot be read with the present box key. Type it again.")
        return Row(field, secret=words, reset=say("Remove it"))
    if value.origin == "override":
        return Row(
            field,
            secret=say("Set"),
            is_set=True,
            origin=say("Stored here, sealed."),
            reset=say("Remove it"),
        )
    if value.origin == "default":
        return Row(
            field, secret=say("Not set"), origin=say("Or set the variable"), variable=variable
        )
    origin = (
        say("From the file named in:") if value.origin == "file" else say("From the environment:")
    )
    named = f"{variable}_FILE" if value.origin == "file" else variable
    return Row(field, secret=say("Set"), is_set=True, origin=origin, variable=named)


def _has_variable(value: Value, key: str) -> bool:
    return bool(SETTINGS[key].environment) and value.default != SETTINGS[key].default


def _worded(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return say("on") if value else say("off")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or say("nothing")
    return dict(FIELDS[key].choices).get(
        str(value), say("nothing") if value in ("", None) else value
    )
