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
from tailoring.projects import catalogue
from tailoring.rules import Draft
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
        reshaped: tuple[Suggestion, ...] = ()
        if "bullets" in wanted:
            shown = _shown(job, version)
            reshaped = rules.reshape(
                brief, raw=version.data, limits=own.limits, rows=rows, shown_projects=shown
            )
        return _of_draft(made, suggestions=reshaped)
    key = question(job, version=version, model=gateway.model, wanted=wanted)
    return proposal.propose(
        brief,
        raw=version.data,
        style=own,
        gateway=cast("Gateway", Remembering(gateway, job.owner, key, anew=anew)),
        fields=wanted,
        statements=facts.statements(job.owner, version.document_id),
        rows=ledger.rows_of(job),
        shown_projects=_shown(job, version),
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
            "projects": _shown(job, version),
        }
    )


def _shown(job: Job, version: ResumeVersion) -> list[str]:
    """Projects that the base hides and the job shows."""
    hidden = {one.id for one in catalogue(version.data) if not one.visible}
    return sorted(hidden.intersection(job.project_ids() or ()))


def _of_draft(draft: Draft, *, suggestions: tuple[Suggestion, ...]) -> Proposal:
    return Proposal(
        headline=Piece(draft.headline) if draft.headline else None,
        summary=tuple(Piece(text) for text in sentences.split(draft.summary)),
        skills=tuple(Group(one["name"], tuple(one["keywords"])) for one in draft.skills),
        suggestions=suggestions,
    )
