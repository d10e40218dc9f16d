"""A section of a résumé as a form: its entries in an order that buttons change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from jobops.lib.words import say
from tailoring.documents.entries import EntryEdit
from tailoring.documents.kinds import KINDS, Kind
from tailoring.forms.entries import EntryForm, Row, rows

MOST = 200


@dataclass
class EntryRow:
    """`key` names its fields in the form; `id` is that of the entry, empty for a new one."""

    key: str
    id: str
    form: EntryForm
    hidden: bool
    first: bool = False
    last: bool = False

    @property
    def rows(self) -> Iterator[Row]:
        return rows(self.form)

    @property
    def title(self) -> str:
        said = [str(self.form[name].value() or "") for name in self.form.kind.needs]
        return " · ".join(filter(None, said)) or say("A new {one_}", one_=self.form.kind.one)

    @property
    def about(self) -> str:
        name = next((name for name in ("period", "date") if name in self.form.fields), "")
        return str(self.form[name].value() or "") if name else ""

    @property
    def opened(self) -> bool:
        return bool(self.form.errors) or not self.id

    def edit(self) -> EntryEdit | None:
        """None for one that says nothing."""
        values = self.form.values()
        return EntryEdit(self.id, values, self.hidden) if any(values.values()) else None


@dataclass
class SectionRows:
    name: str
    rows: list[EntryRow] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        return KINDS[self.name]

    @property
    def order(self) -> str:
        return ",".join(row.key for row in self.rows)

    @property
    def errors(self) -> list[EntryForm]:
        return [row.form for row in self.rows if row.form.errors]

    def is_valid(self) -> bool:
        for row in self.rows:
            lacks = row.form.is_valid() and any(row.form.values().values())
            if lacks and not any(row.form.values()[name] for name in self.kind.needs):
                row.form.add_error(
                    self.kind.needs[0], say("This {one_} needs a name.", one_=self.kind.one)
                )
        return not self.errors

    def edits(self) -> list[EntryEdit]:
        return [edit for row in self.rows if (edit := row.edit())]

    def step(self, do: str, key: str) -> str:
        """up, down, remove or add; anything else changes nothing. The key of the row to look at."""
        place = next((n for n, row in enumerate(self.rows) if row.key == key), None)
        if do == "add" and len(self.rows) < MOST:
            new = f"n{max((int(row.key[1:]) for row in self.rows), default=-1) + 1}"
            self.rows.append(EntryRow(new, "", EntryForm(kind=self.name, prefix=new), hidden=False))
        elif place is not None and do == "remove":
            del self.rows[place]
        elif place is not None and do in ("up", "down"):
            there = place + (1 if do == "down" else -1)
            if 0 <= there < len(self.rows):
                self.rows[place], self.rows[there] = self.rows[there], self.rows[place]
        _mark(self.rows)
        return self.rows[-1].key if do == "add" and self.rows else key


def fresh(name: str, edits: Sequence[EntryEdit]) -> SectionRows:
    made = [
        EntryRow(f"i{n}", one.id, _form(name, f"i{n}", one), hidden=one.hidden)
        for n, one in enumerate(edits)
    ]
    _mark(made)
    return SectionRows(name, made)


def posted(name: str, data: QueryDict) -> SectionRows:
    keys = [key for key in data.get("order", "").split(",") if key[1:].isdecimal() and len(key) < 9]
    made = [
        EntryRow(
            key,
            data.get(f"{key}-id", ""),
            EntryForm(data, kind=name, prefix=key),
            hidden=f"{key}-hidden" in data,
        )
        for key in list(dict.fromkeys(keys))[:MOST]
    ]
    _mark(made)
    return SectionRows(name, made)


def _form(name: str, key: str, edit: EntryEdit) -> EntryForm:
    return EntryForm(kind=name, prefix=key, initial=edit.values)


def _mark(made: list[EntryRow]) -> None:
    for place, row in enumerate(made):
        row.first, row.last = place == 0, place == len(made) - 1
