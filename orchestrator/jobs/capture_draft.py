"""What a page or a text says about one job, and where each value was read. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from jobops.lib.errors import Problem
from jobops.lib.mending import one_line

Origin = Literal["page", "rule", "model", "you"]

QUOTE = 300
# Field of a posting → the most characters it may have; the description is apart.
FIELDS: Mapping[str, int] = {
    "title": 500, "employer": 500, "location": 200, "workplace": 20, "salary": 200,
    "deadline": 100, "date_posted": 100, "job_type": 200, "job_level": 200, "job_function": 200,
    "disciplines": 200, "degree_required": 200, "starting": 200, "source_job_id": 500,
    "job_url": 2000, "application_link": 2000, "employer_url": 2000,
}  # fmt: skip


class CaptureProblem(Problem):
    """Nothing here can be read as a posting; the sentence says what it is instead."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "empty": "There is nothing to read here. Paste the text of the posting.",
        "not_a_page": "This is not a web page. Open it and paste its text.",
        "unreadable": "This is no text in any encoding we know. Paste the text of the posting.",
    }
    PERMANENT: ClassVar[frozenset[str]] = frozenset(SENTENCES)


@dataclass(frozen=True)
class Said:
    """A value, who read it, and the words it was read from."""

    value: str
    origin: Origin
    quote: str = ""


@dataclass(frozen=True)
class Pay:
    """Amounts the page gave as numbers; they hold while the salary's words are not edited."""

    low: float | None = None
    high: float | None = None
    currency: str | None = None
    interval: str | None = None


@dataclass(frozen=True)
class Draft:
    """One job, not stored yet. `html` is the description as it came, when it came as markup;
    `source` and `extras` are those of a board that was asked for it.
    """

    said: Mapping[str, Said] = field(default_factory=dict)
    description: str = ""
    html: str = ""
    hidden_text: bool = False
    pay: Pay = Pay()
    notices: tuple[str, ...] = ()
    source: str = ""
    extras: Mapping[str, Any] = field(default_factory=dict)

    def value(self, name: str) -> str:
        found = self.said.get(name)
        return found.value if found else ""

    def missing(self) -> frozenset[str]:
        return frozenset(FIELDS) - set(self.said)


def said(name: str, value: str, *, origin: Origin, quote: str = "") -> dict[str, Said]:
    """The field as a mapping of one, or of none when nothing visible is left of the value."""
    kept = one_line(value, limit=FIELDS[name])
    return {name: Said(kept, origin, one_line(quote or value, limit=QUOTE))} if kept else {}
