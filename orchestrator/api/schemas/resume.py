"""Résumés on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from orchestrator.api.schemas.shared import Body, Parameters, Shape

Pointer = Annotated[str, Field(max_length=2000, examples=["/basics/headline"])]


class ResumeOut(Shape):
    id: str
    name: str
    language: str | None
    source: str
    is_default: bool
    enabled: bool
    revision: int
    upstream_id: str | None
    created_at: str
    updated_at: str


class ResumeWhole(ResumeOut):
    """`document` is Reactive Resume 5 JSON as it came, with keys nobody here knows."""

    document: dict[str, Any]


class ResumeVersionOut(Shape):
    """One save. `changes`: in words, against the version before; null for the first."""

    revision: int
    created_at: str
    actor: str
    what: str
    changes: str | None
    has_original: bool


class DifferenceOut(Shape):
    where: str
    what: Literal["added", "removed", "changed", "hidden", "shown"]
    before: str
    after: str


class ResumeVersionWhole(ResumeVersionOut):
    """`differences`: what changed from then to now."""

    document: dict[str, Any]
    differences: list[DifferenceOut]


class DetailsBody(Body):
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    language: (
        Annotated[str, Field(max_length=12, pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?)?$")]
        | None
    ) = None
    enabled: bool | None = None


class BaseOut(Shape):
    """One base beside a job, with the computed score the job has for it."""

    resume_id: str
    name: str
    score: float | None
    is_used: bool
    is_default: bool


class BasesOut(Shape):
    """`reason`: why the used one is used; null where there is only one."""

    reason: str | None
    bases: list[BaseOut]


class ReportOut(Shape):
    taken: list[str]
    changed: list[str]
    not_understood: list[str]
    ids_added: list[str]


class ImportedOut(Shape):
    """`isNew` is false when the same file was taken in before; then nothing was written."""

    resume: ResumeOut
    is_new: bool
    report: ReportOut


class ResumeStatus(Shape):
    exists: bool
    source: str | None
    updated_at: str | None


class ProfileItem(Shape):
    id: str
    section: str
    title: str
    organisation: str
    place: str
    period: str
    level: str
    text: str
    keywords: list[str]


class ProfileOut(Shape):
    resume_id: str
    revision: int
    name: str
    headline: str
    summary: str
    location: str
    language: str | None
    items: list[ProfileItem]


class ProfileStatus(Shape):
    exists: bool
    error: str | None


class _Step(Body):
    """Members an operation does not know are ignored, as RFC 6902 wants."""

    model_config = ConfigDict(extra="ignore")
    path: Pointer


class Put(_Step):
    op: Literal["add", "replace", "test"]
    value: Any


class Take(_Step):
    op: Literal["remove"]


class Carry(_Step):
    op: Literal["move", "copy"]
    source: Annotated[Pointer, Field(alias="from")]


Step = Annotated[Put | Take | Carry, Field(discriminator="op")]


class ResumePatch(Body):
    """Either the whole new `document` or `operations` (JSON Patch) on the present one."""

    base_revision: Annotated[int, Field(ge=1, le=2_000_000_000)]
    document: dict[str, Any] | None = None
    operations: Annotated[list[Step], Field(min_length=1, max_length=1000)] | None = None

    @model_validator(mode="after")
    def one_of_both(self) -> ResumePatch:
        if (self.document is None) == (self.operations is None):
            raise ValueError("Give either document or operations.")
        return self

    def steps(self) -> list[dict[str, Any]]:
        return [one.model_dump(by_alias=True) for one in self.operations or ()]


class TakeBody(Body):
    """Which résumé of the server to copy; needed when it holds several."""

    resume_id: Annotated[str, Field(min_length=1, max_length=200)] | None = None


class ExportParameters(Parameters):
    format: Literal["json", "jsonresume", "text"] = "json"
