"""What changed between two states of a résumé, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jobops.lib.words import later_each
from tailoring.documents.clean import plain
from tailoring.documents.kinds import KINDS
from tailoring.documents.schema import Entry, Raw, Resume, Section, read

_BASICS = later_each({
    "name": "Name", "headline": "Headline", "email": "E-mail", "phone": "Telephone",
    "location": "Place",
})  # fmt: skip
_FIELDS = {
    "title": "name", "organisation": "organisation", "place": "place", "period": "period",
    "detail": "details", "phone": "telephone",
}  # fmt: skip
_SHOWN = 3


@dataclass(frozen=True)
class Difference:
    """`what`: "added", "removed", "changed", "moved", "hidden" or "shown". `before` and `after`
    are plain text, for what was changed.
    """

    where: str
    what: str
    before: str = ""
    after: str = ""

    def sentence(self) -> str:
        return f"{self.where} {self.what}"


def between(before: Raw, after: Raw) -> tuple[Difference, ...]:
    old, new = read(before), read(after)
    found = [*_basics(old, new), *_sections(old, new)]
    if not found and before != after:
        found.append(Difference("Design or details", "changed"))
    return tuple(found)


def summary(found: Sequence[Difference]) -> str:
    """One line: the first few, and how many more."""
    if not found:
        return "Nothing a reader sees"
    more = len(found) - _SHOWN
    said = "; ".join(one.sentence() for one in found[:_SHOWN])
    return f"{said}; and {more} more" if more > 0 else said


def _basics(old: Resume, new: Resume) -> Iterator[Difference]:
    for name, label in _BASICS.items():
        was, now = getattr(old.basics, name), getattr(new.basics, name)
        if was != now:
            yield Difference(label, _word(was, now), was, now)
    if old.basics.website.url != new.basics.website.url:
        was, now = old.basics.website.url, new.basics.website.url
        yield Difference("Website", _word(was, now), was, now)


def _word(was: str, now: str) -> str:
    return "changed" if was and now else "added" if now else "removed"


def _sections(old: Resume, new: Resume) -> Iterator[Difference]:
    before = {section.key: section for section in old.sections}
    after = {section.key: section for section in new.sections}
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        label = _label(now or was)
        if was and now and was.hidden != now.hidden:
            yield Difference(label, "hidden" if now.hidden else "shown")
        yield from _entries(was.entries if was else (), now.entries if now else (), label=label)


def _label(section: Section | None) -> str:
    if section is None or section.title:
        return section.title if section else ""
    kind = KINDS.get(section.type)
    return kind.label if kind else section.type.replace("-", " ").capitalize()


def _entries(old: Sequence[Entry], new: Sequence[Entry], *, label: str) -> Iterator[Difference]:
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    for key, one in before.items():
        if key not in after:
            yield Difference(_where(label, one), "removed", before=_text(one))
    for key, one in after.items():
        if key not in before:
            yield Difference(_where(label, one), "added", after=_text(one))
        else:
            yield from _changes(before[key], one, where=_where(label, one))
    kept = [key for key in before if key in after]
    if kept != [key for key in after if key in before]:
        yield Difference(f"{label}: order", "changed")


def _where(label: str, entry: Entry) -> str:
    name = entry.title or entry.organisation
    return f"{label}: {name}" if name else label


def _changes(was: Entry, now: Entry, *, where: str) -> Iterator[Difference]:
    if was.hidden != now.hidden:
        yield Difference(where, "hidden" if now.hidden else "shown")
    for name, label in _FIELDS.items():
        old, new = getattr(was, name), getattr(now, name)
        if old != new:
            yield Difference(f"{where}, {label}", _word(old, new), old, new)
    pairs = (
        ("keywords", ", ".join(was.keywords), ", ".join(now.keywords)),
        ("address", was.website.url, now.website.url),
        ("text", plain(was.html), plain(now.html)),
        ("roles", _roles(was), _roles(now)),
    )
    for label, old, new in pairs:
        if old != new:
            yield Difference(f"{where}, {label}", _word(old, new), old, new)


def _roles(entry: Entry) -> str:
    return "\n".join(
        f"{role.position}, {role.period}\n{plain(role.description)}" for role in entry.roles
    )


def _text(entry: Entry) -> str:
    named = (entry.title, entry.organisation, entry.place, entry.period, entry.detail)
    words = ", ".join(entry.keywords)
    return "\n".join(filter(None, (", ".join(filter(None, named)), words, plain(entry.html))))
