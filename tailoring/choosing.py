"""Which projects a job shows: the owner's choice, else what answers the posting best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jobops.lib.llm import Gateway, LLMError
from orchestrator import preferences
from orchestrator.jobs import facts
from orchestrator.models import Job, User
from tailoring import projects, proposal, rules
from tailoring.briefing import briefed
from tailoring.models import ResumeVersion


def settle_projects(job: Job, version: ResumeVersion) -> Job:
    """Choose projects by rules when nobody has; the choice is stored as the system's."""
    if job.selected_project_ids is not None:
        return job
    values = project_choice(job, version=version, gateway=None, force=False)
    if not values:
        return job
    return facts.store_texts(
        job, values, origin="system", started=facts.revisions(job), actor="worker"
    ).job


def project_choice(
    job: Job, *, version: ResumeVersion, gateway: Gateway | None, force: bool
) -> dict[str, Any]:
    """The column to write, or nothing when the present choice stands."""
    catalogue = projects.catalogue(version.data)
    limits = projects.normalise(stored_rules(job), catalogue)
    current = job.project_ids()
    by_owner = job.origins.get("selected_project_ids") == "user"
    if current is not None and (by_owner or (not force and _holds(current, limits))):
        return {}
    ranking = _ranking(job, catalogue=catalogue, limits=limits, gateway=gateway)
    choice = projects.choose(
        catalogue, rules=limits, current=current, current_by_owner=by_owner, ranking=ranking
    )
    text = ",".join(choice.ids)
    return {} if text == job.selected_project_ids else {"selected_project_ids": text}


def _ranking(
    job: Job,
    *,
    catalogue: Sequence[projects.Project],
    limits: projects.Rules,
    gateway: Gateway | None,
) -> list[str]:
    """Best first. A model is asked only when there is a choice; if it fails, rules rank."""
    brief = briefed(job)
    places = limits.maximum - len(limits.locked)
    open_ones = [one for one in catalogue if one.id in limits.selectable]
    if gateway is None or places <= 0 or len(open_ones) <= places:
        return rules.rank_projects(brief, catalogue)
    try:
        return proposal.pick_projects(brief, catalogue=open_ones, limit=places, gateway=gateway)
    except LLMError:
        return rules.rank_projects(brief, catalogue)


def _holds(current: Sequence[str], limits: projects.Rules) -> bool:
    known = {*limits.locked, *limits.selectable}
    return (
        set(current) <= known
        and set(limits.locked) <= set(current)
        and len(current) <= limits.maximum
    )


def stored_rules(job: Job) -> projects.Rules | None:
    return rules_of(job.owner)


def rules_of(owner: User) -> projects.Rules | None:
    """What the owner saved; None when the résumé's own defaults hold."""
    saved = preferences.of(owner)["resumeProjects"]
    if not saved:
        return None
    return projects.Rules(
        maximum=saved["maxProjects"],
        locked=tuple(saved["lockedProjectIds"]),
        selectable=tuple(saved["aiSelectableProjectIds"]),
    )
