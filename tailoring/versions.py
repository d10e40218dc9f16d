"""States of a job's texts as they were: kept before they are replaced, and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from jobops.lib.once import once
from orchestrator import lifecycle
from orchestrator.jobs import facts
from orchestrator.models import Job
from orchestrator.models.job import digest_of
from tailoring import changes, library, standing, wording
from tailoring.deciding import WRITTEN, mark, renewed
from tailoring.models import Edit, ResumeVersion, Tailoring
from tailoring.printable import Printable, printable

LONGEST = 200
# What of a change makes its words and whose they are.
KEPT = ("kind", "address", "item_id", "mark", "before", "after", "proposed", "claims", "evidence",
        "origin", "posting")  # fmt: skip


def of(job: Job) -> list[Tailoring]:
    """Newest first."""
    rows = Tailoring.objects.filter(job=job).order_by("-number")
    return once(("tailorings", job.pk), lambda: list(rows))


def snapshot(job: Job, *, actor: str, what: str) -> Tailoring:
    """The present state as a version; the newest one when nothing differs from it."""
    with transaction.atomic():
        return keep(lifecycle.fresh(job), actor=actor, what=what)


def keep(
    row: Job,
    *,
    actor: str,
    what: str,
    version: ResumeVersion | None = None,
    found: Printable | None = None,
    among: Sequence[Edit] | None = None,
) -> Tailoring:
    """The same of a locked row as it stands in memory. The base, what may be printed of it, and
    all changes of the job are given where they were read already.
    """
    newest = Tailoring.objects.filter(job=row).order_by("-number").first()
    rows = changes.every(row) if among is None else among
    state = state_of(row, among=rows)
    digest = digest_of(state)
    if newest is not None and newest.digest == digest and _is_same(newest, found):
        return newest
    base = version or library.base_of(row)
    if found is None and base is not None:
        found = printable(row, base, among=rows)
    return Tailoring.objects.create(
        job=row,
        number=newest.number + 1 if newest else 1,
        resume_id=base.document_id if base else None,
        resume_revision=base.revision if base else None,
        guard=found.guard() if found else {},
        digest=digest,
        actor=actor,
        what=what[:LONGEST],
        **state,
    )


def restore(job: Job, tailoring: Tailoring, *, actor: str) -> Job:
    """The texts, choices and accepted changes of that version, as a new version. A change whose
    bullet is gone from the base stays decided as it is.
    """
    with transaction.atomic():
        snapshot(job, actor=actor, what="Before going back")
        row = lifecycle.fresh(job)
        _accept_again(row, tailoring)
        row = _put_back(row, tailoring, actor=actor)
        snapshot(row, actor=actor, what=f"Back to version {tailoring.number}")
    return row


def undo_last(job: Job, *, actor: str) -> Job:
    """Back to the version before the present state; without one nothing changes."""
    present = digest_of(state_of(job))
    earlier = [one for one in of(job) if one.digest != present]
    return restore(job, earlier[0], actor=actor) if earlier else job


def state_of(job: Job, *, among: Sequence[Edit] | None = None) -> dict[str, Any]:
    return {
        "headline": job.tailored_headline,
        "summary": job.tailored_summary,
        "skills": job.skills(),
        "project_ids": job.project_ids(),
        "origins": {name: job.origins.get(name) for name in facts.TEXTS if name in job.origins},
        "edits": [_kept(edit) for edit in changes.accepted(job, among=among)],
    }


def _is_same(newest: Tailoring, found: Printable | None) -> bool:
    """Whether what is left out now was left out then."""
    return found is None or newest.guard.get("leftOut", []) == found.guard()["leftOut"]


def _put_back(row: Job, tailoring: Tailoring, *, actor: str) -> Job:
    values = {
        "tailored_headline": tailoring.headline,
        "tailored_summary": tailoring.summary,
        "tailored_skills": wording.packed(tailoring.skills or ()) or None,
        "selected_project_ids": _joined(tailoring.project_ids),
    }

    def along(stored: Job, kept: Sequence[str]) -> frozenset[str]:
        stored.origins = {**stored.origins, **tailoring.origins}
        return renewed(stored)

    return facts.store_texts(
        row, values, origin="user", started=facts.revisions(row), actor=actor, along=along
    ).job


def _accept_again(row: Job, tailoring: Tailoring) -> None:
    """Exactly the changes of then are accepted, in the words of then. Others wait for a decision
    again; the owner's own ones are laid aside.
    """
    then = {str(one["id"]): one for one in tailoring.edits}
    base = library.base_of(row)
    rows = {str(edit.pk): edit for edit in changes.every(row)}
    for edit in changes.accepted(row, among=list(rows.values())):
        if str(edit.pk) not in then:
            mark(edit, "rejected" if edit.origin == "user" else "proposed", actor="user")
            edit.revision += 1
            edit.save(update_fields=WRITTEN)
    for pk, kept in then.items():
        edit = rows.get(pk) or Edit(pk=pk, job=row, resume_id=tailoring.resume_id)
        for name in KEPT:
            setattr(edit, name, kept.get(name, getattr(edit, name)))
        if base is not None and standing.is_current(edit, base.data):
            mark(edit, "accepted", actor="user")
            edit.revision += 1
            edit.save()


def _kept(edit: Edit) -> dict[str, Any]:
    return {"id": str(edit.pk), **{name: getattr(edit, name) for name in KEPT}}


def _joined(ids: Sequence[str] | None) -> str | None:
    return None if ids is None else ",".join(ids)
