"""The bases of an owner beside one job: how each scores, which is used, and why."""

from __future__ import annotations

from dataclasses import dataclass

from orchestrator.models import Job
from orchestrator.pipeline import bases
from orchestrator.pipeline.desk import Desk
from tailoring import library
from tailoring.models import ResumeDocument


@dataclass(frozen=True)
class Compared:
    """`value`: the computed score of the job for this base."""

    document: ResumeDocument
    value: float | None
    is_used: bool


def of(job: Job) -> tuple[Compared, ...]:
    """Every base a job may use, the best first; nothing is computed where there is only one."""
    desk = Desk(job.owner)
    found = desk.bases()
    used = library.base_of(job)
    if len(found) < 2 or used is None:
        return tuple(Compared(one.document, job.score, is_used=True) for one in found)
    desk.take_up([job])
    made = (
        Compared(one.document, desk.value(job, one), one.document_id == used.document_id)
        for one in found
    )
    return tuple(sorted(made, key=lambda one: (-(one.value or 0), not one.is_used)))


def reason(job: Job) -> str:
    """Why a job is tailored from its base, with what the others would score; empty for one base."""
    if ResumeDocument.objects.filter(owner=job.owner, enabled=True).count() < 2:
        return ""
    found = of(job)
    said = bases.reason(job, [one.document for one in found])
    values = ", ".join(f"{one.document.name} {_number(one.value)}" for one in found)
    return f"{said} Computed scores: {values}."


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.0f}"
