from orchestrator.models.appointments import CalendarFeed, FeedEntry, Interview
from orchestrator.models.attached import Document, Note
from orchestrator.models.events import JobEvent
from orchestrator.models.guarding import AccountEvent, Invitation, RecoveryCode, TwoStep
from orchestrator.models.job import Job, JobQuerySet, of_owner
from orchestrator.models.mail import (
    InboundMessage,
    MailAccount,
    OAuthState,
    SeenMail,
    SenderRule,
    SyncRun,
)
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
from orchestrator.models.sent import PacketVoid, SentPacket
from orchestrator.models.sightings import (
    EmployerWord,
    FollowedBoard,
    JobLink,
    PostingVersion,
    Sighting,
)
from orchestrator.models.sources import SourceOutcome, SourceTurn, SourceUse, StoredFeed
from orchestrator.models.sponsors import Sponsor, SponsorRegister, SponsorWord
from orchestrator.models.tracking import Contact, FollowUp, StageEvent, ToDo
from orchestrator.models.triage import JobTag, SavedView, Tag, with_tags
from orchestrator.models.webhooks import Delivery, Webhook
from orchestrator.models.work import (
    ActionItem,
    Heartbeat,
    Operation,
    RegenerationRequest,
    RenderContext,
)

__all__ = [
    "AccountEvent", "ActionItem", "ApiToken", "CalendarFeed", "Contact", "Delivery", "Document",
    "EmployerWord", "FactPatch", "FeedEntry", "Find", "FollowUp", "FollowedBoard", "Heartbeat",
    "InboundMessage", "Interview", "Invitation", "Job", "JobEvent", "JobLink", "JobQuerySet",
    "JobTag", "LlmCall", "LoginAttempt", "MailAccount", "ModelAnswer", "Note", "OAuthState",
    "Operation", "OwnRequirement", "PacketVoid", "PipelineRun", "PostingVersion", "Preference",
    "RecoveryCode", "RegenerationRequest", "RenderContext", "Requirement", "RunItem", "SavedView",
    "ScoreCard", "SearchPreset", "SeenMail", "SenderRule", "SentPacket", "Sighting",
    "SourceOutcome", "SourceTurn", "SourceUse", "Sponsor", "SponsorRegister", "SponsorWord",
    "StageEvent", "StoredFeed", "SyncRun", "Tag", "Tally", "ToDo", "TwoStep", "User", "Webhook",
    "of_owner", "with_tags",
]  # fmt: skip
