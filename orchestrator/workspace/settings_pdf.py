"""The settings of the printed page as fields of a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jobops.lib.words import later
from pdfs.wording import WORDS


@dataclass(frozen=True)
class Field:
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    long: bool = False
    suggestions: tuple[str, ...] = ()


PDF_FIELDS: Mapping[str, Field] = {
    **{key: Field(said.label, said.hint, said.choices) for key, said in WORDS.items()},
    "autoRegeneratePdf": Field(later("Print a Ready job's PDF again after an edit")),
}
PDF_KEYS = tuple(PDF_FIELDS)
