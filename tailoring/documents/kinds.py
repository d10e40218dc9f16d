"""What an entry of each section is made of, for forms and imports. Pure.

Names of fields are the keys of the stored form, but three: `url` (website.url), `words` (keywords)
and `text` (description).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jobops.lib.words import later

URL, WORDS, TEXT = "url", "words", "text"


@dataclass(frozen=True)
class Field:
    """`wide`: it takes a line of its own in a form."""

    name: str
    label: str
    most: int = 300
    wide: bool = False


@dataclass(frozen=True)
class Kind:
    """`one`: what one entry is called. `needs`: the fields of which one must be there. `expects`:
    those that hardly any entry lacks.
    """

    label: str
    one: str
    fields: tuple[Field, ...]
    needs: tuple[str, ...]
    expects: tuple[str, ...] = ()


_PERIOD = Field("period", later("Period"), 100)
_DATE = Field("date", later("Date"), 100)
_PLACE = Field("location", later("Place"), 200)
_URL = Field(URL, later("Address"), 2000)
_TEXT = Field(TEXT, later("Text"), 20_000, wide=True)
_WORDS = Field(WORDS, later("Keywords, parted by commas"), 5000, wide=True)

KINDS: Mapping[str, Kind] = {
    "experience": Kind(
        later("Experience"),
        later("position"),
        (
            Field("position", later("Title")),
            Field("company", later("Employer")),
            _PERIOD,
            _PLACE,
            _URL,
            _TEXT,
        ),
        ("position", "company"),
        ("position", "company", "period"),
    ),
    "education": Kind(
        later("Education"),
        later("degree"),
        (
            Field("degree", later("Degree")),
            Field("area", later("Field")),
            Field("school", later("School")),
            _PERIOD,
            Field("grade", later("Grade"), 200),
            _PLACE,
            _TEXT,
        ),
        ("degree", "area", "school"),
        ("degree", "school"),
    ),
    "projects": Kind(
        later("Projects"),
        later("project"),
        (Field("name", later("Name")), _PERIOD, _URL, _TEXT),
        ("name",),
    ),
    "skills": Kind(
        later("Skills"),
        later("group"),
        (Field("name", later("Group")), Field("proficiency", later("Level"), 200), _WORDS),
        ("name",),
    ),
    "languages": Kind(
        later("Languages"),
        later("language"),
        (Field("language", later("Language")), Field("fluency", later("Level"), 200)),
        ("language",),
    ),
    "certifications": Kind(
        later("Certifications"),
        later("certificate"),
        (Field("title", later("Name")), Field("issuer", later("Issuer")), _DATE, _URL, _TEXT),
        ("title",),
    ),
    "awards": Kind(
        later("Awards"),
        later("award"),
        (Field("title", later("Name")), Field("awarder", later("Given by")), _DATE, _TEXT),
        ("title",),
    ),
    "publications": Kind(
        later("Publications"),
        later("publication"),
        (Field("title", "Title"), Field("publisher", later("Published by")), _DATE, _URL, _TEXT),
        ("title",),
    ),
    "volunteer": Kind(
        later("Volunteering"),
        later("engagement"),
        (Field("organization", later("Organisation")), _PERIOD, _PLACE, _TEXT),
        ("organization",),
    ),
    "interests": Kind(
        later("Interests"), "interest", (Field("name", later("Interest")), _WORDS), ("name",)
    ),
    "references": Kind(
        later("References"),
        later("reference"),
        (
            Field("name", later("Name")),
            Field("position", later("Position")),
            Field("phone", later("Telephone"), 60),
            _TEXT,
        ),
        ("name",),
    ),
    "other": Kind(
        later("Other"), later("part"), (Field("title", "Heading"), _TEXT), ("title", "text")
    ),
    "profiles": Kind(
        later("Profiles"),
        later("profile"),
        (Field("network", later("Network")), Field("username", later("Name there")), _URL),
        ("network", "username"),
    ),
}
