"""Facts an engine read from a description, on a job: what stands there, taking over, giving back.

The owner's words stand before a source's, and those before an engine's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from jobops.lib.dates import parse_deadline
from jobops.lib.errors import Refused
from orchestrator import lifecycle
from orchestrator.jobs import deadlines, facts, pay
from orchestrator.jobs.places import place_of
from orchestrator.models import FactPatch, Job
from orchestrator.scoring.patches import FIELDS, Known, Patch

COLUMNS: Mapping[str, str] = {
    "salary": "salary", "salaryMinAmount": "salary_min", "salaryMaxAmount": "salary_max",
    "salaryCurrency": "salary_currency", "salaryInterval": "salary_interval",
    "location": "location", "isRemote": "is_remote", "jobType": "job_type",
    "jobLevel": "job_level", "jobFunction": "job_function", "disciplines": "disciplines",
    "degreeRequired": "degree_required", "deadline": "deadline", "starting": "starting",
}  # fmt: skip
PAY = frozenset({"salary", "salaryMinAmount", "salaryMaxAmount"})
KEPT = 60


def known(job: Job) -> Known:
    """A field whose value the owner took back counts as theirs."""
    edited = {name for name in FIELDS if _is_edited(job, name)}
    undone = job.patches.filter(state="undone").values_list("field", flat=True)
    return Known({name: value_of(job, name) for name in FIELDS}, frozenset({*edited, *undone}))


def value_of(job: Job, name: str) -> Any:
    return getattr(job, COLUMNS[name]) if name in COLUMNS else job.extras.get(name)


def read(job: Job) -> tuple[Patch, ...]:
    """What rules read from a description the owner typed; one that a source brought is read when
    it comes.
    """
    text = job.description or ""
    if "description" not in job.owner_edited or not text:
        return ()
    country = place_of(job.location or "").only_country
    found: list[Patch] = []
    if not (job.salary or job.salary_min or job.salary_max):
        found += _pay(pay.described(text, country=country))
    if not job.deadline:
        on = job.discovered_at.date()
        stated = deadlines.described(text, on=on, country=country)
        found += [Patch("deadline", stated.words, "high", stated.quote)] if stated else []
    return tuple(found)


def take(row: Job, patches: Sequence[Patch], *, engine: str) -> list[FactPatch]:
    """Write what may be taken over on a locked row, and its records; the caller stores both."""
    found = []
    for patch in patches:
        before = value_of(row, patch.field) if patch.field in FIELDS else None
        if patch.reason or before == patch.value or _is_edited(row, patch.field):
            continue
        _write(row, patch.field, patch.value)
        if patch.field in PAY:
            row.salary_source = "ai" if engine == "model" else "text"
        found.append(
            FactPatch(
                job=row,
                field=patch.field,
                value=patch.value,
                previous=before,
                confidence=patch.confidence,
                quote=patch.quote,
                engine=engine,
                state="accepted",
            )
        )
    return found


def undo(job: Job, patch: FactPatch, *, actor: str) -> Job:
    """What stood there before; from then on the field is the owner's. A repeat changes nothing.

    Raises Refused(revision_mismatch) when something else stands there now.
    """
    with transaction.atomic():
        row = lifecycle.fresh(job)
        if not row.patches.filter(pk=patch.pk, state="accepted").update(state="undone"):
            return row
        if value_of(row, patch.field) != patch.value:
            raise Refused("revision_mismatch", updatedAt=row.updated_at)
        if patch.field in COLUMNS:
            changes = {COLUMNS[patch.field]: patch.previous}
        else:
            kept = {key: value for key, value in row.extras.items() if key != patch.field}
            added = {} if patch.previous is None else {patch.field: patch.previous}
            changes = {"extras": {**kept, **added}}
        return facts.edit(row, changes, actor=actor)


def _pay(found: pay.Advertised | None) -> list[Patch]:
    if found is None:
        return []
    said = {
        "salaryMinAmount": found.min,
        "salaryMaxAmount": found.max,
        "salaryCurrency": found.currency,
        "salaryInterval": found.interval,
    }
    return [
        Patch(name, value, "high", found.quote) for name, value in said.items() if value is not None
    ]


def _is_edited(row: Job, name: str) -> bool:
    return COLUMNS.get(name, "extras") in row.owner_edited


def _write(row: Job, name: str, value: Any) -> None:
    if name not in COLUMNS:
        row.extras = {**row.extras, name: value}
        return
    setattr(row, COLUMNS[name], value)
    if name == "deadline":
        row.deadline_at = parse_deadline(value, today=row.discovered_at.date())
