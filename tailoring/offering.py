"""What an engine proposes for a job: a model's answer, or what the rules choose."""

from __future__ import annotations

from jobops.lib.llm import Gateway
from orchestrator import preferences
from orchestrator.models import Job
from tailoring import proposal, rules, sentences, style
from tailoring.briefing import briefed
from tailoring.documents.profile import profile
from tailoring.models import ResumeVersion
from tailoring.rules import Draft
from tailoring.suggestion import Group, Piece, Proposal


def offer(job: Job, *, version: ResumeVersion, gateway: Gateway | None) -> Proposal:
    """At most one call. Raises LLMError."""
    limits = style.read(preferences.of(job.owner)).limits
    brief = briefed(job)
    if gateway is None:
        return _of_draft(rules.draft(brief, raw=version.data, limits=limits))
    made = proposal.propose(brief, profile=profile(version.data), limits=limits, gateway=gateway)
    return _of_draft(made.draft, left_out=made.left_out)


def _of_draft(draft: Draft, *, left_out: int = 0) -> Proposal:
    return Proposal(
        headline=Piece(draft.headline) if draft.headline else None,
        summary=tuple(Piece(text) for text in sentences.split(draft.summary)),
        skills=tuple(Group(one["name"], tuple(one["keywords"])) for one in draft.skills),
        left_out=left_out,
    )
