"""What an entry of each section is made of, for forms and imports. Pure.

Names of fields are the keys of the stored form, but three: `url` (website.url), `words` (keywords)
and `text` (description).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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


_PERIOD = Field("period", "Period", 100)
_DATE = Field("date", "Date", 100)
_PLACE = Field("location", "Place", 200)
_URL = Field(URL, "Address", 2000)
_TEXT = Field(TEXT, "Text", 20_000, wide=True)
_WORDS = Field(WORDS, "Keywords, parted by commas", 5000, wide=True)

KINDS: Mapping[str, Kind] = {
    "experience": Kind(
        "Experience", "position",
        (Field("position", "Title"), Field("company", "Employer"), _PERIOD, _PLACE, _URL, _TEXT),
        ("position", "company"), ("position", "company", "period"),
    ),
    "education": Kind(
        "Education", "degree",
        (Field("degree", "Degree"), Field("area", "Field"), Field("school", "School"), _PERIOD,
         Field("grade", "Grade", 200), _PLACE, _TEXT),
        ("degree", "area", "school"), ("degree", "school"),
    ),
    "projects": Kind(
        "Projects", "project", (Field("name", "Name"), _PERIOD, _URL, _TEXT), ("name",)
    ),
    "skills": Kind(
        "Skills", "group",
        (Field("name", "Group"), Field("proficiency", "Level", 200), _WORDS), ("name",),
    ),
    "languages": Kind(
        "Languages", "language", (Field("language", "Language"), Field("fluency", "Level", 200)),
        ("language",),
    ),
    "certifications": Kind(
        "Certifications", "certificate",
        (Field("title", "Name"), Field("issuer", "Issuer"), _DATE, _URL, _TEXT), ("title",),
    ),
    "awards": Kind(
        "Awards", "award", (Field("title", "Name"), Field("awarder", "Given by"), _DATE, _TEXT),
        ("title",),
    ),
    "publications": Kind(
        "Publications", "publication",
        (Field("title", "Title"), Field("publisher", "Published by"), _DATE, _URL, _TEXT),
        ("title",),
    ),
    "volunteer": Kind(
        "Volunteering", "engagement",
        (Field("organization", "Organisation"), _PERIOD, _PLACE, _TEXT), ("organization",),
    ),
    "interests": Kind(
        "Interests", "interest", (Field("name", "Interest"), _WORDS), ("name",)
    ),
    "references": Kind(
        "References", "reference",
        (Field("name", "Name"), Field("position", "Position"), Field("phone", "Telephone", 60),
         _TEXT),
        ("name",),
    ),
    "other": Kind(
        "Other", "part", (Field("title", "Heading"), _TEXT), ("title", "text")
    ),
    "profiles": Kind(
        "Profiles", "profile",
        (Field("network", "Network"), Field("username", "Name there"), _URL),
        ("network", "username"),
    ),
}  # fmt: skip
