"""Countries, their parts and groups of them, by code, name and alias in eight languages.

Pure. English, German, French, Spanish, Portuguese, Italian, Dutch and Polish.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from jobops.lib.text import fold

FOLDER = Path(__file__).parent / "tables"
# ISO keeps these free; people write them.
OTHER_CODES = {"UK": "GB", "EL": "GR"}


@dataclass(frozen=True)
class Part:
    """A state or province; `code` is empty where nobody uses one."""

    country: str
    code: str


@dataclass(frozen=True)
class Tables:
    """Folded names and codes in capitals, each to what they mean."""

    names: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    part_codes: dict[str, tuple[Part, ...]] = field(default_factory=dict)
    regions: dict[str, frozenset[str]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def tables() -> Tables:
    found = Tables(codes=dict(OTHER_CODES))
    for code, _, long_code, listed in _rows("countries"):
        found.codes.update({code: code, long_code: code})
        for name in listed.split("|"):
            found.names.setdefault(name, code)
    for country, code, listed in _rows("subdivisions"):
        part = Part(country, code)
        if code:
            found.part_codes[code] = (*found.part_codes.get(code, ()), part)
        for name in listed.split("|"):
            found.parts.setdefault(name, part)
    for listed, members in _rows("regions"):
        found.regions.update(dict.fromkeys(listed.split("|"), frozenset(members.split("|"))))
    return found


@lru_cache(maxsize=1024)
def country_code(text: str) -> str | None:
    """ISO 3166 alpha-2 of one country by its code, name or alias; None for anything else."""
    folded = " ".join(fold(text).split()).strip(" .,")
    known = tables()
    if len(folded) <= 3 and folded.upper() in known.codes:
        return known.codes[folded.upper()]
    return known.names.get(folded) or known.names.get(folded.removeprefix("the "))


def _rows(name: str) -> list[list[str]]:
    text = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]
