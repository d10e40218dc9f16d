"""A job's texts and changes as they are printed: weighed once more, kept as a version."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from jobops.lib.errors import Refused
from orchestrator import lifecycle
from orchestrator.models import Job
from tailoring import changes, deciding, library, versions, words
from tailoring.models import ResumeVersion, Tailoring
from tailoring.printable import Printable, printable

PRINTED = "Printed"


@dataclass(frozen=True)
class Frozen:
    """`job` is the row as it was read; what is edited afterwards is the next file's."""

    job: Job
    version: ResumeVersion
    printable: Printable
    tailoring: Tailoring


def freeze(job: Job, version: ResumeVersion) -> Frozen:
    """`version` is the base of `job` as it was read. Raises Refused(resume_missing)."""
    with transaction.atomic():
        row = lifecycle.fresh(job)
        row.owner = job.owner
        base = version if row.resume_id == job.resume_id else library.base_of(row)
        if base is None:
            raise Refused("resume_missing")
        every = changes.every(row)
        found = printable(row, base, among=every)
        kept = versions.keep(
            row, actor="worker", what=PRINTED, version=base, found=found, among=every
        )
        words.keep(row, base, found)
        if deciding.renewed(row, among=every, newest=kept):
            row = deciding.commit(row, {}, origin="system", actor="worker")
    return Frozen(row, base, found, kept)
