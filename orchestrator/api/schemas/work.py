"""Operations, runs and their progress on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import WithJsonSchema

from orchestrator.api.schemas.shared import Body, Shape


class OperationError(Shape):
    code: str
    message: str
    details: dict[str, Any] | None = None


class OperationOut(Shape):
    id: str
    kind: Literal["process", "summarize", "generate_pdf", "rescore", "actions", "import"]
    job_id: str | None
    status: Literal["queued", "running", "succeeded", "failed", "cancelled"]
    created_at: str
    started_at: str | None
    finished_at: str | None
    request_id: str | None
    error: OperationError | None


class RunOut(Shape):
    id: str
    started_at: str
    completed_at: str | None
    status: Literal["running", "completed", "failed", "cancelled"]
    jobs_discovered: int
    jobs_scored: int
    jobs_processed: int
    error_message: str | None
    config_snapshot: dict[str, Any]
    result_summary: dict[str, Any]


class PipelineStatus(Shape):
    is_running: bool
    last_run: RunOut | None
    next_scheduled_run: str | None
    available_sources: list[str]


class RunStarted(Shape):
    message: str
    run_id: str


class RunCancelled(Shape):
    message: str
    pipeline_run_id: str
    already_requested: bool


class CurrentJob(Shape):
    id: str
    title: str
    employer: str


class ProgressOut(Shape):
    step: Literal[
        "idle", "crawling", "challenge_required", "importing", "scoring", "processing",
        "completed", "cancelled", "failed", "configuration_required",
    ]  # fmt: skip
    message: str
    detail: str
    crawling_source: str | None
    crawling_sources_completed: int
    crawling_sources_total: int
    crawling_terms_processed: int
    crawling_terms_total: int
    crawling_list_pages_processed: int
    crawling_list_pages_total: int
    crawling_job_cards_found: int
    crawling_job_pages_enqueued: int
    crawling_job_pages_skipped: int
    crawling_job_pages_processed: int
    crawling_phase: str | None
    crawling_current_url: str | None
    jobs_discovered: int
    jobs_scored: int
    jobs_exceptional: int
    jobs_processed: int
    total_to_process: int
    current_job: CurrentJob | None
    error: str | None
    started_at: str | None
    completed_at: str | None


def _shown(kind: str, **limits: Any) -> WithJsonSchema:
    """For the document; the run itself refuses what does not fit, for every door alike."""
    return WithJsonSchema({"type": [kind, "null"], **limits})


class RunBody(Body):
    """All optional; absent or null means the setting."""

    top_n: Annotated[Any, _shown("integer", minimum=1, maximum=50)] = None
    min_suitability_score: Annotated[Any, _shown("integer", minimum=0, maximum=100)] = None
    sources: Annotated[Any, _shown("array", minItems=1)] = None
    run_budget: Annotated[Any, _shown("integer", minimum=50, maximum=1000)] = None
    scoring_instructions: Annotated[Any, _shown("string", maxLength=4000)] = None
    search_scope: Annotated[Any, _shown("string")] = None
    watchlist_selected_source_ids: Annotated[Any, _shown("array", maxItems=200)] = None
    enable_crawling: Annotated[Any, _shown("boolean")] = None
    enable_importing: Annotated[Any, _shown("boolean")] = None
    enable_scoring: Annotated[Any, _shown("boolean")] = None
    enable_auto_tailoring: Annotated[Any, _shown("boolean")] = None
    search_terms: Annotated[Any, _shown("array", maxItems=100)] = None
    country: Annotated[Any, _shown("string", maxLength=100)] = None
    city_locations: Annotated[Any, _shown("array", maxItems=25)] = None
    proximity: Annotated[Any, _shown("object")] = None
    workplace_types: Annotated[Any, _shown("array", minItems=1, maxItems=3)] = None
    match_strictness: Annotated[Any, _shown("string")] = None
    score_limit: Annotated[Any, _shown("integer", minimum=1, maximum=500)] = None
    candidates: Annotated[Any, _shown("string")] = None

    def options(self) -> dict[str, Any]:
        """What was given, under the names of the wire."""
        return self.model_dump(by_alias=True, include=set(self.given()))
