"""Runs, their progress and what they came to, on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import WithJsonSchema

from orchestrator.api.schemas.shared import Body, Shape
from orchestrator.pipeline.run_options import PLACES
from orchestrator.setting_table import SCOPES
from orchestrator.sources.registry import SEARCHED


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


class ItemError(Shape):
    kind: str
    sentence: str


class SourceInsight(Shape):
    """`taken` passed all filters; `filtered` and `samples` are by reason."""

    source: str
    kind: Literal["search", "feed", "board"]
    label: str
    board: str | None
    state: Literal["pending", "running", "succeeded", "partial", "failed", "skipped", "cancelled"]
    reason: str | None
    fetched: int
    bad: int
    taken: int
    created: int
    refreshed: int
    linked: int
    unchanged: int
    unknown_place: int
    requests: int
    seconds: float
    filtered: dict[str, int]
    samples: dict[str, list[str]]
    questions: int
    questions_asked: int
    questions_beyond_budget: int
    attempts: int
    error: ItemError | None


class JobInsight(Shape):
    job: CurrentJob | None
    score: float | None
    state: Literal["pending", "running", "succeeded", "failed", "skipped", "cancelled"]
    reason: str | None
    error: ItemError | None


class NotChosen(Shape):
    reason: str
    sentence: str
    jobs: int
    first: list[JobInsight]


class RunError(Shape):
    step: Literal["crawling", "importing", "scoring", "processing"]
    source: str | None
    label: str | None
    job: CurrentJob | None
    kind: str
    sentence: str


class Usage(Shape):
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost: float | None


class InsightCounts(Shape):
    found: int
    duplicates: int
    created: int
    refreshed: int
    linked: int
    scored: int
    auto_skipped: int
    selected: int
    processed: int
    failed: int


class InsightsOut(Shape):
    """`scores`: how many jobs scored from 0, from 10 … from 90 to 100."""

    run: RunOut
    duration_ms: int
    counts: InsightCounts
    terms: list[str]
    terms_left_out: list[str]
    notice: str | None
    per_source: list[SourceInsight]
    scores: list[int]
    chosen: list[JobInsight]
    not_chosen: list[NotChosen]
    errors: list[RunError]
    usage: Usage


def _shown(kind: str, **limits: Any) -> WithJsonSchema:
    """For the document; the run itself refuses what does not fit, for every door alike."""
    return WithJsonSchema({"type": [kind, "null"], **limits})


def _texts(most: int, *, longest: int, **limits: Any) -> WithJsonSchema:
    text = {"type": "string", "minLength": 1, "maxLength": longest}
    return _shown("array", items=text, maxItems=most, **limits)


def _one_of(*choices: str) -> WithJsonSchema:
    return WithJsonSchema({"enum": [*choices, None]})


def _some_of(*choices: str, most: int) -> WithJsonSchema:
    items = {"type": "string", "enum": list(choices)}
    return _shown("array", items=items, minItems=1, maxItems=most)


_flag = _shown("boolean")
_circle = _shown(
    "object",
    properties={
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "lon": {"type": "number", "minimum": -180, "maximum": 180},
        "radiusMiles": {"type": "number", "minimum": 1, "maximum": 200},
    },
    required=["lat", "lon", "radiusMiles"],
    additionalProperties=False,
)


class RunBody(Body):
    """All optional; absent or null means the setting."""

    top_n: Annotated[Any, _shown("integer", minimum=1, maximum=50)] = None
    min_suitability_score: Annotated[Any, _shown("integer", minimum=0, maximum=100)] = None
    sources: Annotated[Any, _some_of(*SEARCHED, most=len(SEARCHED))] = None
    run_budget: Annotated[Any, _shown("integer", minimum=50, maximum=1000)] = None
    scoring_instructions: Annotated[Any, _shown("string", maxLength=4000)] = None
    search_scope: Annotated[Any, _one_of(*SCOPES)] = None
    watchlist_selected_source_ids: Annotated[Any, _texts(200, longest=120)] = None
    boards_only: Annotated[Any, _flag] = None
    enable_crawling: Annotated[Any, _flag] = None
    enable_importing: Annotated[Any, _flag] = None
    enable_scoring: Annotated[Any, _flag] = None
    enable_auto_tailoring: Annotated[Any, _flag] = None
    search_terms: Annotated[Any, _texts(100, longest=200)] = None
    country: Annotated[Any, _shown("string", maxLength=100)] = None
    city_locations: Annotated[Any, _texts(25, longest=100)] = None
    proximity: Annotated[Any, _circle] = None
    workplace_types: Annotated[Any, _some_of(*sorted(PLACES), most=3)] = None
    match_strictness: Annotated[Any, _one_of("exact_only", "flexible")] = None
    score_limit: Annotated[Any, _shown("integer", minimum=1, maximum=500)] = None
    candidates: Annotated[Any, _one_of("all", "run")] = None

    def options(self) -> dict[str, Any]:
        """What was given, under the names of the wire."""
        return self.model_dump(by_alias=True, include=set(self.given()))
