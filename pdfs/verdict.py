"""What was found when a finished PDF was read back, as a value that is stored with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from jobops.lib.words import later_each

State = Literal["pass", "amber", "fail", "not_measured"]


@dataclass(frozen=True)
class Check:
    """`name` is a key of `SENTENCES`; `extractor` is empty for checks of the file itself."""

    name: str
    state: State
    expected: str = ""
    found: str = ""
    extractor: str = ""


@dataclass(frozen=True)
class Fields:
    """The fields as a parser would fill them from the text alone."""

    name: str = ""
    headline: str = ""
    email: str = ""
    phone: str = ""
    links: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Verdict:
    """`unreadable`: so little came back that the file must not be used."""

    status: State
    checks: tuple[Check, ...]
    text: str = ""
    fields: Fields = field(default_factory=Fields)
    extractors: tuple[tuple[str, str], ...] = ()
    pages: int = 0
    unreadable: bool = False

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.state == "fail")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


SENTENCES: Mapping[str, str] = later_each(
    {
        "opens": "The file opens without a password.",
        "recall": "The words on the page come back when it is read.",
        "headings": "The section headings come back in order.",
        "entries": "Each entry is read in order: head, dates, bullets.",
        "name": "The name stands in the first two lines.",
        "email": "The e-mail address is readable before the first section.",
        "phone": "The telephone number is readable before the first section.",
        "fonts": "Every font is embedded and says which letters it prints.",
        "characters": "No ligatures, private or invisible characters.",
        "tags": "The page is tagged, with language, title and author.",
        "size": "The file is small enough to send.",
        "paper": "The pages have a usual size.",
        "pages": "The résumé is no longer than readers expect.",
        "standard_headings": "The headings are ones that parsers know.",
        "text_layer": "The pages hold text, not only a picture of text.",
        "one_column": "The text runs in one column.",
        "contact": "An e-mail address or a telephone number was found.",
    }
)


def settle(checks: tuple[Check, ...]) -> State:
    """The worst of the states; what was not measured neither helps nor harms."""
    states = {check.state for check in checks}
    return "fail" if "fail" in states else "amber" if "amber" in states else "pass"


def from_json(stored: Mapping[str, Any]) -> Verdict:
    """The inverse of `to_json`, also after a trip through JSON, where tuples become lists."""
    fields = dict(stored["fields"])
    fields["links"] = tuple(fields["links"])
    fields["sections"] = tuple((heading, text) for heading, text in fields["sections"])
    return Verdict(
        status=stored["status"],
        checks=tuple(Check(**check) for check in stored["checks"]),
        text=stored["text"],
        fields=Fields(**fields),
        extractors=tuple((name, version) for name, version in stored["extractors"]),
        pages=stored["pages"],
        unreadable=stored["unreadable"],
    )
