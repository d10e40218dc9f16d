"""The review of a file as forms: every value beside the lines it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField

from jobops.lib.words import later, say
from tailoring.documents.kinds import KINDS
from tailoring.forms.cut import Cut
from tailoring.forms.entries import EntryForm
from tailoring.intake.found import Entry, Found
from tailoring.intake.said import NOTHING, Said

BASICS = {
    "name": (later("Name"), 200),
    "headline": (later("Headline"), 500),
    "email": (later("E-mail"), 254),
    "phone": (later("Telephone"), 60),
    "location": (later("Place"), 200),
    "website": (later("Website"), 2000),
}
_EXPECTED = frozenset({"name", "email"})
_SHOWN_LINES = 12
_ORIGINS = {"you": "you", "model": "model", "rule": ""}


class BasicsForm(forms.Form):
    def __init__(self, data: Any = None, *, found: Found) -> None:
        told = {name: value.value for name, value in found.basics.items()}
        super().__init__(data, prefix="basics", initial={**told, "summary": found.summary.value})
        for name, (label, most) in BASICS.items():
            self.fields[name] = Cut(label=label, required=False, max_length=most)
        self.fields["summary"] = Cut(
            label=say("Summary"),
            required=False,
            max_length=20_000,
            help_text=say("A line is a paragraph."),
            widget=forms.Textarea(attrs={"rows": 5}),
        )


Quotes = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Shown:
    """A field. `span`: its lines, where they read as it does; `quotes`: its lines, where not.
    `unclear`: a person should look.
    """

    field: BoundField
    origin: str
    css: str
    quotes: Quotes
    span: str
    more: int
    unclear: bool
    wide: bool = False


@dataclass(frozen=True)
class ShownRow:
    """Two short fields side by side, or one that takes the line."""

    fields: tuple[Shown, ...]
    wide: bool


@dataclass(frozen=True)
class ShownEntry:
    """`quotes`: the lines its short fields were read from."""

    key: str
    title: str
    about: str
    quotes: Quotes
    rows: tuple[ShownRow, ...]
    unclear: bool
    first: bool
    last: bool


@dataclass(frozen=True)
class ShownSection:
    kind: str
    label: str
    one: str
    entries: tuple[ShownEntry, ...]


@dataclass
class ReviewForms:
    """All forms of one review, bound when `data` is given."""

    found: Found
    lines: Mapping[int, str]
    data: Any = None
    entries: dict[str, EntryForm] = field(init=False)
    basics: BasicsForm = field(init=False)

    def __post_init__(self) -> None:
        self.basics = BasicsForm(self.data, found=self.found)
        self.entries = {
            entry.key: EntryForm(
                self.data, kind=section.kind, prefix=entry.key,
                initial={name: value.value for name, value in entry.fields.items()},
            )
            for section in self.found.sections
            for entry in section.entries
        }  # fmt: skip

    def is_valid(self) -> bool:
        return not self.wrong

    @property
    def wrong(self) -> list[forms.Form]:
        every: list[forms.Form] = [self.basics, *self.entries.values()]
        return [form for form in every if form.errors]

    def values(self) -> dict[str, Any]:
        """What tailoring.intake.editing.typed takes."""
        basics = {name: self.basics.cleaned_data[name] for name in BASICS}
        summary = self.basics.cleaned_data["summary"]
        entries = {key: form.values() for key, form in self.entries.items()}
        return {"basics": basics, "summary": summary, "entries": entries}

    def head(self) -> tuple[ShownRow, ...]:
        told = self.found.basics
        shown = [
            self._shown(self.basics[name], told.get(name, NOTHING), expected=name in _EXPECTED)
            for name in BASICS
        ]
        summary = self._shown(self.basics["summary"], self.found.summary, wide=True)
        return tuple(_rows([*shown, summary]))

    def head_quotes(self) -> Quotes:
        return self._quotes(self.found.basics.values())

    def sections(self) -> Iterator[ShownSection]:
        for section in self.found.sections:
            count = len(section.entries)
            shown = (self._entry(entry, n, count) for n, entry in enumerate(section.entries))
            kind = KINDS[section.kind]
            yield ShownSection(section.kind, kind.label, kind.one, tuple(shown))

    def rest(self) -> list[tuple[int, str]]:
        return [(number, self.lines[number]) for number in self.found.left if number in self.lines]

    @property
    def unclear(self) -> int:
        rows = [*self.head(), *(row for s in self.sections() for e in s.entries for row in e.rows)]
        return sum(one.unclear for row in rows for one in row.fields)

    def _entry(self, entry: Entry, place: int, count: int) -> ShownEntry:
        form = self.entries[entry.key]
        told = entry.fields
        fields = tuple(
            self._shown(
                form[one.name], told.get(one.name, NOTHING), wide=one.wide,
                expected=one.name in form.kind.expects,
            )
            for one in form.kind.fields
        )  # fmt: skip
        short = [told[one.name] for one in form.kind.fields if one.name in told and not one.wide]
        named = [told[name].value for name in form.kind.needs if told.get(name)]
        about = next((told[name].value for name in ("period", "date") if told.get(name)), "")
        return ShownEntry(
            entry.key,
            " · ".join(named) or say("A {one_} without a name", one_=form.kind.one),
            about,
            self._quotes(short),
            tuple(_rows(fields)),
            unclear=any(one.unclear for one in fields) or not named,
            first=place == 0,
            last=place == count - 1,
        )

    def _quotes(self, values: Iterable[Said]) -> Quotes:
        numbers = sorted({number for value in values for number in value.lines})
        return tuple((number, self.lines[number]) for number in numbers if number in self.lines)

    def _shown(
        self, bound: BoundField, said: Said, *, wide: bool = False, expected: bool = False
    ) -> Shown:
        quotes = self._quotes([said]) if wide else ()
        same = wide and [text for _, text in quotes] == list(map(_unmarked, said.value.split("\n")))
        return Shown(
            bound,
            origin=_ORIGINS[said.by],
            css=f"is-{said.by}",
            quotes=() if same else quotes[:_SHOWN_LINES],
            span=_span(quotes) if same else "",
            more=0 if same else max(0, len(quotes) - _SHOWN_LINES),
            unclear=not said.sure if said else expected and said.by != "you",
            wide=wide,
        )


def _unmarked(line: str) -> str:
    return line.removeprefix("- ")


def _span(quotes: Quotes) -> str:
    first, last = quotes[0][0], quotes[-1][0]
    return (
        say("Line {first}", first=first)
        if first == last
        else say("Lines {first} to {last}", first=first, last=last)
    )


def _rows(fields: Sequence[Shown]) -> Iterator[ShownRow]:
    held: list[Shown] = []
    for one in fields:
        if one.wide or len(held) == 2:
            if held:
                yield ShownRow(tuple(held), wide=False)
            held = []
        if one.wide:
            yield ShownRow((one,), wide=True)
        else:
            held.append(one)
    if held:
        yield ShownRow(tuple(held), wide=False)
