"""Doubted words that already stand in a job's texts, put to the owner like any proposal: a fact was
taken back, the base changed, or an engine's claim was worded anew.
"""

from __future__ import annotations

from django.db import transaction

from orchestrator import lifecycle
from orchestrator.models import Job
from tailoring import changes, claimed, library, parts
from tailoring.authors import KINDS
from tailoring.check import Checker
from tailoring.claims.claim import Report
from tailoring.filing import posting_of
from tailoring.models import Edit, ResumeVersion
from tailoring.parts import Part
from tailoring.sifting import same_words


def waiting(job: Job) -> list[Edit]:
    """All changes that wait for a decision, with those of the job's own texts among them."""
    version = library.base_of(job)
    if version is not None:
        with transaction.atomic():
            row = lifecycle.fresh(job)
            row.owner = job.owner
            Edit.objects.bulk_create(_doubted(row, version))
    return changes.undecided(job)


def _doubted(row: Job, version: ResumeVersion) -> list[Edit]:
    checker = Checker(row, version)
    found = [(at, part, checker.part(part)) for at, part in enumerate(parts.of(row))]
    known = {(edit.kind, same_words(edit.after)) for edit in changes.undecided(row)}
    return [
        _edit(row, version, part, report, at=at)
        for at, part, report in found
        if report.blocked and not part.is_name
        if (KINDS[part.field], same_words(part.text)) not in known
    ]


def _edit(row: Job, version: ResumeVersion, part: Part, report: Report, *, at: int) -> Edit:
    first = next((n for n, one in enumerate(parts.of(row)) if one.field == part.field), 0)
    addresses = {"headline": "headline", "summary": f"summary/{at - first}",
                 "skills": f"skills/{part.group}"}  # fmt: skip
    return Edit(
        job=row,
        resume_id=version.document_id,
        kind=KINDS[part.field],
        address=addresses[part.field][:300],
        after=part.text,
        claims=claimed.kept(report.findings),
        evidence=claimed.references(report.support),
        status="blocked",
        origin=str(row.origins.get(parts.COLUMNS[part.field], "user"))[:10],
        posting=posting_of(row),
    )
