from orchestrator.models.attached import Document, Note
from orchestrator.models.events import JobEvent
from orchestrator.models.job import Job, JobQuerySet
from orchestrator.models.ops import LlmCall
from orchestrator.models.people import ApiToken, LoginAttempt, Preference, Tally, User
from orchestrator.models.pipeline import Find, PipelineRun, RunItem, SearchPreset
from orchestrator.models.scoring import (
    FactPatch,
    ModelAnswer,
    OwnRequirement,
    Requirement,
    ScoreCard,
)
from orchestrator.models.sightings import (
    EmployerWord,
    FollowedBoard,
    JobLink,
    PostingVersion,
    Sighting,
)
from orchestrator.models.sources import SourceOutcome, SourceTurn, SourceUse, StoredFeed
from orchestrator.models.tracking import StageEvent, ToDo
from orchestrator.models.webhooks import Delivery, Webhook
from orchestrator.models.work import (
    ActionItem,
    Heartbeat,
    Operation,
    RegenerationRequest,
    RenderContext,
)

__all__ = [
    "ActionItem", "ApiToken", "Delivery", "Document", "EmployerWord", "FactPatch", "Find",
    "FollowedBoard", "Heartbeat", "Job", "JobEvent", "JobLink", "JobQuerySet", "LlmCall",
    "LoginAttempt", "ModelAnswer", "Note", "Operation", "OwnRequirement", "PipelineRun",
    "PostingVersion", "Preference", "RegenerationRequest", "RenderContext", "Requirement",
    "RunItem", "ScoreCard", "SearchPreset", "Sighting", "SourceOutcome", "SourceTurn", "SourceUse",
    "StageEvent", "StoredFeed", "Tally", "ToDo", "User", "Webhook",
]  # fmt: skip
