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
from tailoring import facts, ledger, proposal, rules, sentences, style
from tailoring.briefing import briefed
from tailoring.models import ResumeVersion
from tailoring.rules import Draft
from tailoring.style import Style
from tailoring.suggestion import Group, Piece, Proposal, Suggestion

# Raised whenever the question to a model changes, so that no old answer is taken for a new one.
PROMPT = 2


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
    own, brief = style.read(preferences.of(job.owner)), briefed(job)
    if gateway is None:
        rows = ledger.rows_of(job)
        made = rules.draft(brief, raw=version.data, limits=own.limits, rows=rows)
        return _of_draft(made, suggestions=_reshaped(job, version, own, wanted=wanted))
    key = question(job, version=version, model=gateway.model, wanted=wanted)
    return proposal.propose(
        brief,
        raw=version.data,
        style=own,
        gateway=cast("Gateway", Remembering(gateway, job.owner, key, anew=anew)),
        fields=wanted,
        statements=facts.statements(job.owner, version.document_id),
        rows=ledger.rows_of(job),
        shown_projects=job.project_ids() or (),
    )


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
            "rows": [row.text for row in ledger.rows_of(job)],
            "projects": job.project_ids() or [],
        }
    )


def _reshaped(
    job: Job, version: ResumeVersion, own: Style, *, wanted: Collection[str]
) -> tuple[Suggestion, ...]:
    if "bullets" not in wanted:
        return ()
    shown = job.project_ids() or ()
    return rules.reshape(
        briefed(job),
        raw=version.data,
        limits=own.limits,
        rows=ledger.rows_of(job),
        shown_projects=shown,
    )


def _of_draft(draft: Draft, *, suggestions: tuple[Suggestion, ...]) -> Proposal:
    return Proposal(
        headline=Piece(draft.headline) if draft.headline else None,
        summary=tuple(Piece(text) for text in sentences.split(draft.summary)),
        skills=tuple(Group(one["name"], tuple(one["keywords"])) for one in draft.skills),
        suggestions=suggestions,
    )
