"""What an engine proposes for a job: a model's answer, or what the rules choose."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import cast

from jobops.lib.llm import Gateway
from orchestrator import preferences
from orchestrator.answers import Remembering
from orchestrator.models import Job
from orchestrator.models.job import digest_of
from tailoring import facts, proposal, rules, sentences, style
from tailoring.briefing import briefed
from tailoring.documents.profile import profile
from tailoring.models import ResumeVersion
from tailoring.rules import Draft
from tailoring.suggestion import Group, Piece, Proposal

# Raised whenever the question to a model changes, so that no old answer is taken for a new one.
PROMPT = 1


def offer(
    job: Job,
    *,
    version: ResumeVersion,
    gateway: Gateway | None,
    wanted: Collection[str],
    anew: bool,
) -> Proposal:
    """At most one call, and none where the same was asked before, unless `anew`. Raises
    LLMError.
    """
    limits = style.read(preferences.of(job.owner)).limits
    brief = briefed(job)
    if gateway is None:
        return _of_draft(rules.draft(brief, raw=version.data, limits=limits))
    key = question(job, version=version, model=gateway.model, wanted=wanted)
    asked = cast("Gateway", Remembering(gateway, job.owner, key, anew=anew))
    made = proposal.propose(brief, profile=profile(version.data), limits=limits, gateway=asked)
    return _of_draft(made.draft, left_out=made.left_out)


def question(job: Job, *, version: ResumeVersion, model: str, wanted: Collection[str]) -> str:
    """Digest of everything an answer depends on."""
    stated = facts.statements(job.owner, version.document_id)
    return digest_of(
        {
            "prompt": PROMPT,
            "model": model,
            "posting": asdict(briefed(job)),
            "resume": version.digest,
            "facts": [[one.item_id, one.text] for one in stated],
            "style": asdict(style.read(preferences.of(job.owner))),
            "wanted": sorted(wanted),
        }
    )


def _of_draft(draft: Draft, *, left_out: int = 0) -> Proposal:
    return Proposal(
        headline=Piece(draft.headline) if draft.headline else None,
        summary=tuple(Piece(text) for text in sentences.split(draft.summary)),
        skills=tuple(Group(one["name"], tuple(one["keywords"])) for one in draft.skills),
        left_out=left_out,
    )
