"""The texts of one job: proposed by model or rules, stored field by field around the owner's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jobops.lib.errors import Refused
from jobops.lib.llm import Gateway, LLMError
from orchestrator import preferences
from orchestrator.jobs import facts
from orchestrator.models import Job, User
from tailoring import library, projects, proposal, rules, style
from tailoring.briefing import briefed
from tailoring.documents.profile import profile
from tailoring.models import ResumeVersion
from tailoring.rules import Draft

# API name → column. "bullets" is accepted and has nothing to do until bullets can be edited.
COLUMNS = {
    "summary": "tailored_summary", "headline": "tailored_headline", "skills": "tailored_skills",
}  # fmt: skip
PROJECTS = "projects"


@dataclass(frozen=True)
class Outcome:
    """`kept` are API names of requested fields that hold what they held before."""

    job: Job
    kept: tuple[str, ...] = ()
    inputs_changed: bool = False
    left_out: int = 0

    def result(self) -> dict[str, Any]:
        """The answer's meta: only what there is to say."""
        said = {
            "keptFields": list(self.kept),
            "inputsChanged": self.inputs_changed,
            "leftOut": self.left_out,
        }
        return {key: value for key, value in said.items() if value}


def tailor(
    job: Job, *, gateway: Gateway | None, force: bool, fields: Sequence[str] | None, actor: str
) -> Outcome:
    """Fill empty texts, or all requested ones with `force`. At most one text and one project call.

    Raises Refused(resume_missing) or LLMError; then no field changed.
    """
    version = library.base_of(job)
    if version is None:
        raise Refused("resume_missing")
    started = facts.revisions(job)
    wanted = _wanted(job, force=force, fields=fields)
    kept = tuple(name for name in (fields or COLUMNS) if name in COLUMNS and name not in wanted)
    values, left_out = _texts(job, version=version, gateway=gateway, wanted=wanted)
    if fields is None or PROJECTS in fields:
        values |= _project_choice(job, version=version, gateway=gateway, force=force)
    if not values:
        return Outcome(job, kept)
    engine = "model" if gateway else "computed"
    stored = facts.store_texts(job, values, origin=engine, started=started, actor=actor)
    moved = tuple(_api_name(column) for column in stored.kept)
    return Outcome(stored.job, (*kept, *moved), stored.inputs_changed, left_out)


def settle_projects(job: Job, version: ResumeVersion) -> Job:
    """Choose projects by rules when nobody has; the choice is stored as the system's."""
    if job.selected_project_ids is not None:
        return job
    values = _project_choice(job, version=version, gateway=None, force=False)
    if not values:
        return job
    return facts.store_texts(
        job, values, origin="system", started=facts.revisions(job), actor="worker"
    ).job


def _wanted(job: Job, *, force: bool, fields: Sequence[str] | None) -> frozenset[str]:
    """Which texts are to be made: with force all requested, else the empty ones."""
    asked = [name for name in (fields or COLUMNS) if name in COLUMNS]
    if force:
        return frozenset(asked)
    empty = frozenset(name for name in asked if not getattr(job, COLUMNS[name]))
    if fields is None and not empty & {"summary", "headline"}:
        return frozenset()
    return empty


def _texts(
    job: Job, *, version: ResumeVersion, gateway: Gateway | None, wanted: frozenset[str]
) -> tuple[dict[str, Any], int]:
    if not wanted:
        return {}, 0
    draft, left_out = _draft(job, version=version, gateway=gateway)
    made = {"summary": draft.summary, "headline": draft.headline, "skills": _packed(draft.skills)}
    return {COLUMNS[name]: made[name] for name in wanted if made[name]}, left_out


def _draft(job: Job, *, version: ResumeVersion, gateway: Gateway | None) -> tuple[Draft, int]:
    limits = style.read(preferences.of(job.owner)).limits
    brief = briefed(job)
    if gateway is None:
        return rules.draft(brief, raw=version.data, limits=limits), 0
    made = proposal.propose(brief, profile=profile(version.data), limits=limits, gateway=gateway)
    return made.draft, made.left_out


def _project_choice(
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


def _packed(skills: Sequence[dict[str, Any]]) -> str:
    return json.dumps(list(skills), ensure_ascii=False, separators=(",", ":")) if skills else ""


def _api_name(column: str) -> str:
    return next((name for name, its in COLUMNS.items() if its == column), PROJECTS)
