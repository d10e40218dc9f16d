"""Which rows of an owner go into an export, and what of them stays behind.

Left out: keys, tokens and passwords; work under way; the ledger of model calls; messages to other
programs; what can be computed or fetched again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Field, Model

from orchestrator import leases
from orchestrator.models import (
    Contact,
    Document,
    FactPatch,
    FollowedBoard,
    FollowUp,
    InboundMessage,
    Interview,
    Job,
    JobEvent,
    JobLink,
    JobTag,
    Note,
    OwnRequirement,
    PacketVoid,
    PostingVersion,
    Requirement,
    SavedView,
    ScoreCard,
    SearchPreset,
    SeenMail,
    SenderRule,
    SentPacket,
    Sighting,
    StageEvent,
    Tag,
    ToDo,
)
from pdfs.models import RenderedPdf, TracerLink
from tailoring.models import (
    ChatAttachment,
    ChatMessage,
    ChatThread,
    CoverLetter,
    Edit,
    Fact,
    JobAnswer,
    ResumeDocument,
    ResumePhoto,
    ResumeVersion,
    SavedAnswer,
    SavedPrompt,
    Tailoring,
)


@dataclass(frozen=True)
class Table:
    """`path` leads to the job, or for what belongs to no job to the owner. `left` are columns that
    stay behind; `sealed` ones are opened, because another installation has another key.
    """

    model: type[Model]
    path: str
    left: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return self.model.__name__

    @property
    def columns(self) -> tuple[Field[Any, Any], ...]:
        fields = self.model._meta.concrete_fields
        return tuple(one for one in fields if one.name not in self.left and not _counted(one))


def _counted(column: Field[Any, Any]) -> bool:
    """A number the database gives."""
    return column.primary_key and column.get_internal_type() == "BigAutoField"


LEASES = frozenset(leases.freed(*leases.SLOTS))
# In an order in which each table finds what it refers to.
OWN: tuple[Table, ...] = (
    Table(ResumeDocument, "owner"),
    Table(ResumeVersion, "document__owner"),
    Table(ResumePhoto, "document__owner"),
    Table(SearchPreset, "owner", left=frozenset({"last_run"})),
    Table(FollowedBoard, "owner"),
    Table(SavedPrompt, "owner"),
    Table(Tag, "owner"),
    Table(SavedView, "owner"),
    Table(SeenMail, "owner"),
)
JOBS = Table(Job, "pk", left=LEASES | {"followers", "score_basis", "primary"})
OF_JOBS: tuple[Table, ...] = (
    Table(JobEvent, "job"),
    Table(Sighting, "job"),
    Table(PostingVersion, "job"),
    Table(ScoreCard, "job"),
    Table(Requirement, "card__job"),
    Table(OwnRequirement, "job"),
    Table(FactPatch, "job"),
    Table(Tailoring, "job"),
    Table(RenderedPdf, "job"),
    Table(TracerLink, "job"),
    Table(Edit, "job"),
    Table(Note, "job"),
    Table(JobTag, "job"),
    Table(Document, "job"),
    Table(ToDo, "job"),
    Table(Contact, "job"),
    Table(FollowUp, "job"),
    Table(
        InboundMessage,
        "job",
        left=frozenset({"account", "suggested", "batch"}),
        sealed=frozenset({"body"}),
    ),
    Table(SenderRule, "job"),
    Table(StageEvent, "job"),
    Table(Interview, "job"),
    Table(SentPacket, "job"),
    Table(PacketVoid, "packet__job"),
    Table(ChatThread, "job"),
    Table(ChatMessage, "thread__job"),
    Table(ChatAttachment, "message__thread__job"),
    Table(CoverLetter, "job"),
    Table(SavedAnswer, "job"),
    Table(JobAnswer, "job"),
    Table(Fact, "job"),
)
# Of some tables a few rows belong to no job.
LOOSE: tuple[Table, ...] = tuple(
    replace(one, path="owner")
    for one in OF_JOBS
    if one.model in (Fact, SavedAnswer, InboundMessage)
)
# What is between jobs, once all of them are there.
BETWEEN: tuple[Table, ...] = (Table(JobLink, "owner"),)
EVERY: Mapping[str, Table] = {one.name: one for one in (*OWN, JOBS, *OF_JOBS, *BETWEEN)}
