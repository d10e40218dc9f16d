"""The fixed words of the drafts: one table per language, all with the same keys and slots."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "wording"


@dataclass(frozen=True, eq=False)
class Wording:
    language: str
    table: dict[str, Any]

    def say(self, key: str, **slots: str) -> str:
        """The words at "section.name", with the slots filled in."""
        return self._text(key).format_map({**self.table["open"], **slots})

    def variants(self, key: str) -> tuple[str, ...]:
        section, _, name = key.partition(".")
        return tuple(self.table[section][name])

    def turn(self, key: str, number: int, **slots: str) -> str:
        """One of several ways to say it: the next for every next number."""
        ways = self.variants(key)
        return ways[number % len(ways)].format_map(slots)

    def listed(self, names: Sequence[str]) -> str:
        """ "a, b and c"."""
        if len(names) < 2:
            return "".join(names)
        return self.say("list_and", front=", ".join(names[:-1]), last=names[-1])

    def quoted(self, text: str) -> str:
        return self.say("quote", text=text)

    def date(self, day: date, *, today: date) -> str:
        """Without the year, where it is this one."""
        number = str(self.table["first"]) if day.day == 1 else str(day.day)
        month = self.table["months"].split("|")[day.month - 1]
        key = "date" if day.year == today.year else "date_of_year"
        return self.say(key, day=number, month=month, year=str(day.year))

    def days(self, count: int) -> str:
        """Of two days and more."""
        return self.say("days", count=str(count))

    def tongue(self, name: str, *, other: str = "") -> str:
        """A spoken language by its code or English name, as this language calls it."""
        found: str = self.table["tongues"].get(name, other or name)
        return found

    def _text(self, key: str) -> str:
        section, _, name = key.rpartition(".")
        found: str = (self.table[section] if section else self.table)[name]
        return found


@lru_cache(maxsize=8)
def of(language: str) -> Wording:
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return Wording(language, tomllib.load(file))
