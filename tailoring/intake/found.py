"""What was read from a file, as a person reviews it. Pure.

`sections` hold entries by kind (tailoring.documents.kinds); each entry has a key that stays while
it is moved. `text` of an entry is one paragraph a line, "- " begins a bullet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tailoring.intake import said
from tailoring.intake.said import Said

Fields = Mapping[str, Said]


@dataclass(frozen=True)
class Entry:
    key: str
    fields: Fields


@dataclass(frozen=True)
class Section:
    kind: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Found:
    """`left`: numbers of lines that went nowhere. `next_key` numbers the next new entry."""

    basics: Fields = field(default_factory=dict)
    summary: Said = said.NOTHING
    sections: tuple[Section, ...] = ()
    language: str = ""
    left: tuple[int, ...] = ()
    next_key: int = 1

    def to_json(self) -> dict[str, Any]:
        return {
            "basics": _to(self.basics),
            "summary": self.summary.to_json(),
            "sections": [
                {
                    "kind": section.kind,
                    "entries": [{"key": e.key, "fields": _to(e.fields)} for e in section.entries],
                }
                for section in self.sections
            ],
            "language": self.language,
            "left": list(self.left),
            "next_key": self.next_key,
        }


def from_json(raw: Mapping[str, Any]) -> Found:
    return Found(
        basics=_from(raw["basics"]),
        summary=said.from_json(raw["summary"]),
        sections=tuple(
            Section(
                one["kind"],
                tuple(Entry(e["key"], _from(e["fields"])) for e in one["entries"]),
            )
            for one in raw["sections"]
        ),
        language=raw["language"],
        left=tuple(raw["left"]),
        next_key=raw["next_key"],
    )


def _to(fields: Fields) -> dict[str, Any]:
    return {name: value.to_json() for name, value in fields.items()}


def _from(raw: Mapping[str, Any]) -> dict[str, Said]:
    return {name: said.from_json(value) for name, value in raw.items()}
