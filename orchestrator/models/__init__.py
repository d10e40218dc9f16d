from orchestrator.models.attached import Document, Note
from orchestrator.models.job import Job, JobEvent, JobQuerySet
from orchestrator.models.ops import LlmCall
from orchestrator.models.people import ApiToken, LoginAttempt, Preference, Tally, User
from orchestrator.models.pipeline import PipelineRun, RunItem
from orchestrator.models.scoring import Requirement, ScoreCard
from orchestrator.models.tracking import StageEvent, ToDo
from orchestrator.models.work import (
    ActionItem,
    Heartbeat,
    Operation,
    RegenerationRequest,
    RenderContext,
)

__all__ = [
    "ActionItem", "ApiToken", "Document", "Heartbeat", "Job", "JobEvent", "JobQuerySet", "LlmCall",
    "LoginAttempt", "Note", "Operation", "PipelineRun", "Preference", "RegenerationRequest",
    "RenderContext", "Requirement", "RunItem", "ScoreCard", "StageEvent", "Tally", "ToDo", "User",
]  # fmt: skip
