"""The form of one entry of a section, made from the table of kinds; reviews and studio share it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from jobops.lib.words import later
from tailoring.documents.kinds import KINDS, TEXT, URL, WORDS, Field
from tailoring.forms.cut import Cut

TEXT_HELP = later("A line is a paragraph. A line that begins with “- ” is a bullet.")
_ROWS = {WORDS: 2}
_MOST_ROWS = 16


class EntryForm(forms.Form):
    """Every field may stay empty: what an entry needs is asked by whoever saves it."""

    def __init__(
        self, data: Any = None, *, kind: str, prefix: str, initial: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(data, prefix=prefix, initial=dict(initial or {}))
        self.kind = KINDS[kind]
        for field in self.kind.fields:
            self.fields[field.name] = _field(field, said=(initial or {}).get(field.name, ""))

    def values(self) -> dict[str, str]:
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}


def _field(field: Field, *, said: str) -> forms.Field:
    widget: forms.Widget = forms.TextInput(attrs={"autocomplete": "off"})
    if field.name in (TEXT, WORDS):
        lines = sum(1 + len(line) // 90 for line in said.splitlines()) + 1
        rows = _ROWS.get(field.name, min(_MOST_ROWS, max(3, lines)))
        widget = forms.Textarea(attrs={"rows": rows})
    elif field.name == URL:
        widget = forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"})
    return Cut(
        label=field.label,
        required=False,
        max_length=field.most,
        widget=widget,
        help_text=TEXT_HELP if field.name == TEXT else "",
    )


@dataclass(frozen=True)
class Row:
    """A line of a form: fields side by side, or one that takes it all."""

    fields: tuple[BoundField, ...]
    wide: bool


def rows(form: EntryForm) -> Iterator[Row]:
    """Short fields in pairs, wide ones alone."""
    held: list[BoundField] = []
    for field in form.kind.fields:
        if field.wide:
            yield from _pairs(held)
            held = []
            yield Row((form[field.name],), wide=True)
        else:
            held.append(form[field.name])
    yield from _pairs(held)


def _pairs(fields: list[BoundField]) -> Iterator[Row]:
    for place in range(0, len(fields), 2):
        yield Row(tuple(fields[place : place + 2]), wide=False)
