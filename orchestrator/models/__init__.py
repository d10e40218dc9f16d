from orchestrator.models.job import Job, JobEvent, JobQuerySet
from orchestrator.models.ops import LlmCall
from orchestrator.models.people import ApiToken, LoginAttempt, Preference, Tally, User
from orchestrator.models.pipeline import PipelineRun, RunItem
from orchestrator.models.scoring import Requirement, ScoreCard
from orchestrator.models.tracking import StageEvent
from orchestrator.models.work import Heartbeat, Operation, RegenerationRequest, RenderContext

__all__ = [
    "ApiToken", "Heartbeat", "Job", "JobEvent", "JobQuerySet", "LlmCall", "LoginAttempt",
    "Operation",
    "PipelineRun", "Preference", "RegenerationRequest", "RenderContext", "Requirement", "RunItem",
    "ScoreCard", "StageEvent", "Tally", "User",
]  # fmt: skip
