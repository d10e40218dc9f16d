"""Mail about applications on the wire. Moments are epoch milliseconds."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from orchestrator.api.schemas.jobs import Outcome
from orchestrator.api.schemas.shared import (
    UUID_TEXT,
    Body,
    Moment,
    Parameters,
    Shape,
    Whole,
    identifier,
)
from orchestrator.api.schemas.texts import text
from orchestrator.api.schemas.tracking import OPTIONAL, Stage
from orchestrator.inbox.batches import MOST

Provider = Literal["gmail", "imap", "upload", "paste"]
Status = Literal["auto_linked", "pending_user", "manual_linked", "ignored"]
Target = Literal[
    "no_change", "applied", "recruiter_screen", "assessment", "hiring_manager_screen",
    "technical_interview", "onsite", "offer", "rejected", "withdrawn", "closed",
]  # fmt: skip
Id = Annotated[
    UUID,
    BeforeValidator(identifier),
    WithJsonSchema({"type": "string", "format": "uuid", "pattern": f"^{UUID_TEXT.pattern}$"}),
]


def _distinct(found: list[UUID]) -> list[UUID]:
    return list(dict.fromkeys(found))


class MailSignalOut(Shape):
    """What spoke for a job or a stage; `value` of 100."""

    kind: str
    value: int
    job_id: str | None
    said: str | None


class MailEvidenceOut(Shape):
    """Why it was decided so: the one sentence that decided, what spoke for it, and the rule."""

    sentence: str | None
    signals: list[MailSignalOut]
    rule_id: str | None


class MailPayloadOut(Shape):
    method: str
    reason: str | None
    stage_target: Target | None


class MailStepOut(Shape):
    to_stage: Stage
    outcome: Outcome | None


class MailOut(Shape):
    """What is kept of a mail. `matchedJobId` is the job it is linked to, else the suggested one;
    `matchConfidence` (0–100) is what decided, `classificationConfidence` (0–1) is of the stage
    alone.
    """

    id: str
    provider: Provider
    account_key: str
    integration_id: str | None
    sync_run_id: str | None
    external_message_id: str | None
    external_thread_id: str | None
    from_address: str
    from_domain: str | None
    sender_name: str | None
    subject: str
    received_at: int
    snippet: str
    classification_label: Target | None
    classification_confidence: float
    classification_payload: MailPayloadOut
    relevance_llm_score: int | None
    relevance_decision: str | None
    evidence: MailEvidenceOut
    matched_job_id: str | None
    match_confidence: int
    message_type: str
    stage_event_payload: MailStepOut | None
    processing_status: Status
    decided_at: int | None
    decided_by: str | None
    error_code: str | None
    error_message: str | None
    language: str | None
    undoable: bool


class MatchedJobOut(Shape):
    id: str
    title: str
    employer: str


class MailItemOut(Shape):
    message: MailOut
    matched_job: MatchedJobOut | None


class MailCountsOut(Shape):
    pending: int
    linked: int
    ignored: int


class InboxOut(Shape):
    items: list[MailItemOut]
    total: int
    next_cursor: str | None
    counts: MailCountsOut


class MailDecisionOut(MailItemOut):
    """A mail after a decision. `warning`: what else it did to the application, in a sentence.
    `offersSenderRule`: it is the first of its sender, so a rule may be worth it.
    """

    stage_event_id: str | None
    warning: str | None
    offers_sender_rule: bool


class EmailOut(Shape):
    message: MailOut
    source_url: str | None
    account_display_name: str | None


class EmailsOut(Shape):
    items: list[EmailOut]
    total: int


class MailRefusalOut(Shape):
    code: Literal[
        "NO_SUGGESTED_MATCH", "ALREADY_DECIDED", "APPROVE_FAILED", "DENY_FAILED",
        "RESTORE_FAILED", "UNDO_FAILED",
    ]  # fmt: skip
    message: str


class MailResultOut(Shape):
    message_id: str
    ok: bool
    message: MailOut | None
    stage_event_id: str | None
    error: MailRefusalOut | None


class MailBatchOut(Shape):
    """`batchId` takes all of it back."""

    batch_id: str
    action: Literal["approve", "deny", "restore", "undo"]
    requested: int
    succeeded: int
    failed: int
    results: list[MailResultOut]


class SenderRuleOut(Shape):
    id: str
    address: str
    job: MatchedJobOut
    created_at: int


class InboxParameters(Parameters):
    status: Literal["pending", "linked", "ignored"] = "pending"
    provider: Provider | None = None
    limit: Annotated[Whole, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=200)] = ""


class EmailsParameters(Parameters):
    limit: Annotated[Whole, Field(ge=1, le=200)] = 100
    filter: Literal["all", "auto", "manual", "review"] = "all"


class ApproveBody(Body):
    """Left out: the suggested job and stage. `rememberSender` links all later mail of this sender
    to the job.
    """

    model_config = OPTIONAL

    job_id: Id | None = None
    stage_target: Target | None = None
    note: Annotated[str, text(4000), WithJsonSchema({"type": "string", "maxLength": 4000})] = ""
    remember_sender: bool = False


class MailUndoBody(Body):
    """`elsewhere`: the mail is about another job, so this one is not suggested again."""

    model_config = OPTIONAL

    elsewhere: bool = False


class ManyMailsBody(Body):
    action: Literal["approve", "deny", "restore"]
    message_ids: Annotated[
        list[Id], Field(min_length=1, max_length=MOST), AfterValidator(_distinct)
    ]


class PasteBody(Body):
    """A mail's source, or what it says with what is known of it."""

    model_config = OPTIONAL

    text: Annotated[str, Field(min_length=1, max_length=1024 * 1024)]
    sender: Annotated[str, Field(max_length=320)] = ""
    subject: Annotated[str, Field(max_length=998)] = ""
    date: Moment | None = None
