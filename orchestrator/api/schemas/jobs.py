"""Jobs on the wire: the object, the list, the change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from orchestrator.api.schemas.shared import (
    Body,
    Flag,
    Listed,
    Parameters,
    Shape,
    Whole,
    identifier,
    moment,
)
from orchestrator.api.schemas.texts import (
    Address,
    Brief,
    ProjectIds,
    Skills,
    SponsorNames,
    blank_is_none,
    text,
    trimmed,
)
from orchestrator.lifecycle import Status

StatusName = Literal[
    "discovered", "processing", "ready", "applied", "in_progress", "skipped", "expired"
]
Outcome = Literal[
    "offer_accepted", "offer_declined", "rejected", "withdrawn", "no_response", "ghosted"
]
Freshness = Literal["missing", "uploaded", "current", "stale", "regenerating"]


def known(statuses: tuple[str, ...]) -> tuple[str, ...]:
    if unknown := [name for name in statuses if name not in Status.values]:
        listed = ", ".join(Status.values)
        raise ValueError(f"No such status: {unknown[0][:40]}. Choose from {listed}.")
    return tuple(sorted(statuses))


def of_list(names: Iterable[str]) -> WithJsonSchema:
    """Some of `names`, separated by commas; blanks and empty parts are passed over."""
    one = rf"\s*({'|'.join(names)})?\s*"
    return WithJsonSchema({"type": "string", "pattern": f"^{one}(,{one})*$"})


Statuses = Annotated[Listed, AfterValidator(known), of_list(Status.values)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class AttributionOut(Shape):
    """What the source wants shown beside a job of it; `url` is the job's own address there."""

    text: str
    url: str


class JobRow(Shape):
    """One row of the list."""

    id: str
    source: str
    source_job_id: str | None
    title: str
    employer: str
    job_url: str
    application_link: str | None
    date_posted: str | None
    deadline: str | None
    deadline_at: str | None
    salary: str | None
    location: str | None
    status: StatusName
    outcome: Outcome | None
    closed_at: int | None
    suitability_score: float | None
    sponsor_match_score: float | None
    job_type: str | None
    job_function: str | None
    pdf_path: str | None
    pdf_regenerating: bool
    pdf_freshness: Freshness
    salary_min_amount: float | None
    salary_max_amount: float | None
    salary_currency: str | None
    discovered_at: str
    ready_at: str | None
    applied_at: str | None
    updated_at: str
    snoozed_until: str | None
    tags: list[str]
    attribution: AttributionOut | None


class LastError(Shape):
    code: str
    reason: str | None
    message: str
    at: str


class JobOut(JobRow):
    """The whole Job object."""

    job_url_direct: str | None
    employer_url: str | None
    disciplines: str | None
    degree_required: str | None
    starting: str | None
    location_evidence: dict[str, Any] | None
    job_description: str | None
    description_html: str | None
    hidden_text: bool
    description_truncated: bool
    salary_is_predicted: bool
    last_seen_at: str | None
    listing_closed_at: str | None
    suitability_reason: str | None
    score_engine: Literal["computed", "model", "user"] | None
    score_confidence: Literal["low", "medium", "high"] | None
    job_brief: str | None
    tailored_summary: str | None
    tailored_headline: str | None
    tailored_skills: str | None
    selected_project_ids: str | None
    applied_pdf_path: str | None
    pdf_source: Literal["generated", "uploaded"] | None
    pdf_fingerprint: str | None
    pdf_generated_at: str | None
    last_error: LastError | None
    tracer_links_enabled: bool
    sponsor_match_names: str | None
    job_level: str | None
    listing_type: str | None
    salary_source: str | None
    salary_interval: str | None
    skills: str | None
    experience_range: str | None
    work_from_home_type: str | None
    emails: str | None
    company_industry: str | None
    company_logo: str | None
    company_url_direct: str | None
    company_addresses: str | None
    company_num_employees: str | None
    company_revenue: str | None
    company_description: str | None
    company_rating: float | None
    company_reviews_count: int | None
    vacancy_count: int | None
    is_remote: bool | None
    created_at: str
    processed_at: str | None
    primary_job_id: str | None


class DuplicateMatch(Shape):
    """An earlier application to what looks like the same job."""

    job_id: str
    title: str
    employer: str
    applied_at: str
    score: int
    title_score: float
    employer_score: float


class LinkedJob(Shape):
    """Another row that is the same job."""

    id: str
    source: str
    title: str
    employer: str
    job_url: str
    status: StatusName


class LinkedOut(JobOut):
    """`linkedJobs`: the primary first, this one left out."""

    linked_jobs: list[LinkedJob]


class JobDetail(LinkedOut):
    applied_duplicate_match: DuplicateMatch | None


class ListingOut(JobOut):
    """`listing`: how the address answered just now."""

    listing: Literal["open", "closed"]


class UnlinkBody(Body):
    job_id: Annotated[
        UUID,
        BeforeValidator(identifier),
        WithJsonSchema({"type": "string", "format": "uuid"}),
    ]


class JobPage(Shape):
    """`jobs` holds whole Job objects with `view=full`."""

    jobs: list[JobOut] | list[JobRow]
    total: int
    by_status: dict[StatusName, int]
    revision: str
    next_cursor: str | None


class RevisionOut(Shape):
    revision: str
    latest_updated_at: str | None
    total: int
    status_filter: str | None


class HistoryItem(Shape):
    id: str
    kind: str
    at: str
    from_status: StatusName
    to_status: StatusName
    actor: str
    reason: str | None
    data: dict[str, Any]
    request_id: str | None
    undoable: bool


class HistoryPage(Shape):
    items: list[HistoryItem]
    next_cursor: str | None


class RevisionParameters(Parameters):
    status: Statuses = ()


class ProcessParameters(Parameters):
    force: Flag = False
    replace_uploaded: Flag = False


class PrintParameters(Parameters):
    replace_uploaded: Flag = False


class SummarizeParameters(Parameters):
    force: Flag = False
    fields: Listed | None = None


class RescoreParameters(Parameters):
    force: Flag = False


class HistoryParameters(Parameters):
    limit: Annotated[Whole, Field(ge=1, le=200)] = 50
    cursor: str | None = None


class JobPatch(Body):
    """Any part of the editable fields. A text that is not nullable simply cannot be null."""

    title: Annotated[str, trimmed(500)] = ""
    employer: Annotated[str, trimmed(500)] = ""
    job_url: Address = ""
    application_link: Address | None = None
    location: Annotated[str | None, blank_is_none(200)] = None
    salary: Annotated[str | None, blank_is_none(200)] = None
    deadline: Annotated[str | None, blank_is_none(100)] = None
    job_description: Annotated[str | None, blank_is_none(40_000)] = None
    status: Literal["discovered", "ready", "applied", "in_progress", "skipped", "expired"] = "ready"
    outcome: Outcome | None = None
    closed_at: Annotated[int, Field(ge=0, le=4_102_444_800)] | None = None
    suitability_score: Percent = 0
    suitability_reason: Annotated[str | None, text(4000)] = None
    job_brief: Brief = None
    tailored_summary: Annotated[str | None, blank_is_none(10_000, trim=False)] = None
    tailored_headline: Annotated[str | None, blank_is_none(500, trim=False)] = None
    tailored_skills: Skills = None
    selected_project_ids: ProjectIds = None
    sponsor_match_score: Percent = 0
    sponsor_match_names: SponsorNames = None
    tracer_links_enabled: bool = False
    expected_updated_at: Annotated[
        datetime | None,
        BeforeValidator(lambda value: None if value is None else moment(value)),
        WithJsonSchema({"type": ["string", "null"], "format": "date-time"}),
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _says_something(cls, values: Any) -> Any:
        if not values:
            raise ValueError("Name at least one field to change.")
        return values


class UndoBody(Body):
    event_id: Annotated[
        UUID | None,
        BeforeValidator(identifier),
        WithJsonSchema({"type": ["string", "null"], "format": "uuid"}),
    ] = None
