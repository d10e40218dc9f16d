"""Files that wait to become a résumé, on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from orchestrator.api.schemas.resume import ReportOut, ResumeOut
from orchestrator.api.schemas.shared import Body, Shape
from tailoring.documents.kinds import KINDS

Kind = Literal[
    "experience", "education", "projects", "skills", "languages", "certifications", "awards",
    "publications", "volunteer", "interests", "references", "other", "profiles",
]  # fmt: skip
Text = Annotated[str, Field(max_length=20_000)]
BASICS = frozenset({"name", "headline", "email", "phone", "location", "website"})


class SaidOut(Shape):
    """A value with the numbers of the lines it was read from. `sure` false: look at it."""

    value: str
    lines: list[int]
    sure: bool
    by: Literal["rule", "model", "you"]


class EntryOut(Shape):
    key: str
    fields: dict[str, SaidOut]


class SectionOut(Shape):
    kind: Kind
    entries: list[EntryOut]


class ReviewOut(Shape):
    """What was read from a file; no résumé yet. `left` are lines that went nowhere."""

    id: str
    file_name: str
    format: Literal["pdf", "docx", "text"]
    created_at: str
    expires_at: str
    language: str | None
    basics: dict[str, SaidOut]
    summary: SaidOut
    sections: list[SectionOut]
    left: list[int]
    lines: list[str]


class BegunOut(Shape):
    """A JSON file is a résumé at once; of any other file `review` waits to be used.

    `isNew` is false when the same file was taken in before; then nothing was written.
    """

    resume: ResumeOut | None
    is_new: bool
    report: ReportOut
    review: ReviewOut | None


class EntryIn(Body):
    """An entry with a known `key` keeps the lines of the values that stay."""

    key: Annotated[str, Field(max_length=20)] | None = None
    fields: Annotated[dict[Annotated[str, Field(max_length=40)], Text], Field(max_length=20)]


class SectionIn(Body):
    kind: Kind
    entries: Annotated[list[EntryIn], Field(max_length=300)]

    @model_validator(mode="after")
    def known_fields(self) -> SectionIn:
        known = {field.name for field in KINDS[self.kind].fields}
        wrong = sorted({name for one in self.entries for name in one.fields} - known)
        if wrong:
            raise ValueError(f"{self.kind} has no field {wrong[0]!r}; it has {sorted(known)}.")
        return self


class ReviewPatch(Body):
    """`sections`, when given, are all there are afterwards, in this order."""

    basics: Annotated[dict[str, Text], Field(max_length=6)] | None = None
    summary: Text | None = None
    sections: Annotated[list[SectionIn], Field(max_length=13)] | None = None

    @model_validator(mode="after")
    def known_basics(self) -> ReviewPatch:
        if wrong := sorted(set(self.basics or ()) - BASICS):
            raise ValueError(f"basics has no field {wrong[0]!r}; it has {sorted(BASICS)}.")
        return self
