"""How much of the expected values a reading has; bench/intake.py prints it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tailoring.intake import files, parse, reading
from tailoring.intake.found import Found
from tests.intake.expected import EXPECTED, SAMPLES, Expected

# A title of volunteering has no field of its own: it is the first line of the text.
FIELDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "employers": (("experience", "company"), ("volunteer", "organization")),
    "titles": (("experience", "position"), ("volunteer", "text")),
}


@dataclass(frozen=True)
class Share:
    right: int
    wanted: int
    missed: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


def found_in(name: str) -> Found:
    data = (SAMPLES / name).read_bytes()
    done = reading.read(data, kind=files.kind_of(data, file_name=name))
    return parse.read(done.lines)


def measured(readings: Mapping[str, Found]) -> dict[str, Share]:
    basics = {
        name: _all(_basic(found, EXPECTED[file], name=name) for file, found in readings.items())
        for name in ("name", "email", "phone")
    }
    lists = {
        name: _all(_listed(found, EXPECTED[file], name=name) for file, found in readings.items())
        for name in FIELDS
    }
    return {**basics, **lists}


def _basic(found: Found, wanted: Expected, *, name: str) -> Share:
    value = getattr(wanted, name)
    if not value:
        return Share(0, 0)
    right = found.basics[name].value == value
    return Share(int(right), 1, () if right else (value,))


def _listed(found: Found, wanted: Expected, *, name: str) -> Share:
    values = Counter(_values(found, FIELDS[name]))
    missed = list((Counter(getattr(wanted, name)) - values).elements())
    count = len(getattr(wanted, name))
    return Share(count - len(missed), count, tuple(missed))


def _values(found: Found, fields: Iterable[tuple[str, str]]) -> Iterable[str]:
    for kind, name in fields:
        for section in found.sections:
            if section.kind == kind:
                for entry in section.entries:
                    said = entry.fields.get(name)
                    yield said.value.splitlines()[0] if said else ""


def _all(shares: Iterable[Share]) -> Share:
    every = list(shares)
    return Share(
        sum(one.right for one in every),
        sum(one.wanted for one in every),
        tuple(missed for one in every for missed in one.missed),
    )
