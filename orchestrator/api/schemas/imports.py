"""Postings brought by hand, on the wire."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from orchestrator.api.schemas.shared import Body, Flag, Parameters, Shape, clean
from orchestrator.api.schemas.texts import Address, blank_is_none, trimmed

SOURCE = re.compile(r"[a-z0-9][a-z0-9:_-]{0,119}")


def _source(value: str) -> str:
    kept = clean(value).strip()
    if not SOURCE.fullmatch(kept):
        raise ValueError("Give 1 to 120 of a-z, 0-9, colon, underscore and hyphen.")
    return kept


def _none_or_address(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _nullable(limit: int) -> Any:
    return WithJsonSchema({"type": ["string", "null"], "maxLength": limit})


Line = Annotated[str | None, blank_is_none(200), _nullable(200)]
Words = Annotated[str | None, blank_is_none(100), _nullable(100)]
Number = Annotated[str | None, blank_is_none(500), _nullable(500)]


def _needed(limit: int) -> Any:
    return WithJsonSchema({"type": "string", "minLength": 1, "maxLength": limit})


class FetchBody(Body):
    url: Address


class Fetched(Shape):
    content: Annotated[str, Field(max_length=50_000)]
    url: str


class InferBody(Body):
    job_description: Annotated[str, trimmed(60_000), _needed(60_000)]


class Inferred(Shape):
    """What the text says; null where it says nothing."""

    title: str | None
    employer: str | None
    job_url: str | None
    application_link: str | None
    location: str | None
    salary: str | None
    deadline: str | None
    job_description: str | None
    job_type: str | None
    job_level: str | None
    job_function: str | None
    disciplines: str | None
    degree_required: str | None
    starting: str | None


class Evidence(Shape):
    """Who read a field, and the words of the text it was read from."""

    origin: str
    quote: str


class InferOut(Shape):
    job: Inferred
    evidence: dict[str, Evidence]
    warning: str | None


class BroughtJob(Body):
    title: Annotated[str, trimmed(500), _needed(500)]
    employer: Annotated[str, trimmed(500), _needed(500)]
    job_url: Address
    job_description: Annotated[str, trimmed(40_000), _needed(40_000)]
    source: Annotated[
        str,
        AfterValidator(_source),
        WithJsonSchema({"type": "string", "pattern": f"^{SOURCE.pattern}$"}),
    ] = "manual"
    source_job_id: Number = None
    application_link: Annotated[
        Address | None,
        BeforeValidator(_none_or_address),
        WithJsonSchema({"type": ["string", "null"], "maxLength": 2000}),
    ] = None
    location: Line = None
    salary: Line = None
    deadline: Words = None
    job_type: Line = None
    job_level: Line = None
    job_function: Line = None
    disciplines: Line = None
    degree_required: Line = None
    starting: Line = None


class ImportBody(Body):
    job: BroughtJob
    skip_tailoring: bool = False


class FileParameters(Parameters):
    dry_run: Flag = False


class Reject(Shape):
    """`line` counts lines of the file, in a JSON array its entries."""

    line: int
    reason: str
    title: str


class FileOut(Shape):
    """With `dryRun` nothing was stored: `created` and `unchanged` say what an import would do.

    `linked` counts those of the created that look like a job that is here. At most 500 rejects are
    listed; `invalid` counts them all.
    """

    dry_run: bool
    format: str
    read: int
    created: int
    linked: int
    refreshed: int
    unchanged: int
    invalid: int
    notices: list[str]
    rejects: list[Reject]
