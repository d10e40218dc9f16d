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


def freeze(job: Job) -> Frozen:
    """Raises Refused(resume_missing)."""
    with transaction.atomic():
        row = lifecycle.fresh(job)
        row.owner = job.owner
        version = library.base_of(row)
        if version is None:
            raise Refused("resume_missing")
        every = changes.every(row)
        found = printable(row, version, among=every)
        kept = versions.keep(
            row, actor="worker", what=PRINTED, version=version, found=found, among=every
        )
        words.keep(row, version, found)
        if deciding.renewed(row, among=every, newest=kept):
            row = deciding.commit(row, {}, origin="system", actor="worker")
    return Frozen(row, version, found, kept)
