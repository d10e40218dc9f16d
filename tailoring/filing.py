"""Proposals of an engine stored beside a job's texts: the undecided ones make room, no decided one
is proposed again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone

from orchestrator.models import Job
from orchestrator.models.job import digest_of
from tailoring.changes import OF_BULLETS
from tailoring.models import Edit
from tailoring.sifting import same_words

KINDS = {"headline": ("headline",), "summary": ("summary",), "skills": ("skill",),
         "bullets": ("rewrite", "keyword", "order")}  # fmt: skip


@dataclass(frozen=True)
class Filed:
    """How many wait, how many were accepted by the setting, and what was left out again because
    the owner had left it out.
    """

    proposed: int = 0
    blocked: int = 0
    accepted: int = 0
    refused: int = 0


NONE_FILED = Filed()


def posting_of(job: Job) -> str:
    """Digest of what a proposal was made for."""
    return digest_of({"title": job.title, "description": job.description})


def file(row: Job, edits: Sequence[Edit], *, fields: Collection[str], mode: str) -> Filed:
    """`row` is locked. `fields`: whose undecided proposals these replace; of a text that is made
    anew the accepted parts go too, for they stand in the text before.
    """
    kinds = [kind for name in fields for kind in KINDS[name]]
    mine = list(Edit.objects.filter(job=row, kind__in=kinds))
    gone = [edit.pk for edit in mine if _makes_room(edit)]
    if gone:
        Edit.objects.filter(pk__in=gone).delete()
    posting = posting_of(row)
    decided = {_place(edit) for edit in mine if edit.pk not in gone and _holds(edit, posting)}
    fresh = [edit for edit in edits if edit.kind in kinds and _place(edit) not in decided]
    for edit in fresh:
        if mode == "apply" and edit.kind in OF_BULLETS and edit.status == "proposed":
            edit.status, edit.decided_at, edit.decided_by = "accepted", timezone.now(), "system"
    if fresh:
        Edit.objects.bulk_create(fresh)
    count = [edit.status for edit in fresh].count
    left = sum(edit.kind not in OF_BULLETS for edit in edits) - sum(
        edit.kind not in OF_BULLETS for edit in fresh
    )
    return Filed(count("proposed"), count("blocked"), count("accepted"), left)


def _makes_room(edit: Edit) -> bool:
    of_text = edit.kind not in OF_BULLETS
    return edit.decided_at is None or (of_text and edit.status == "accepted")


def _holds(edit: Edit, posting: str) -> bool:
    """What was accepted holds for its bullet; what was rejected, for its posting."""
    return edit.status == "accepted" or edit.posting == posting


def _place(edit: Edit) -> tuple[str, str, str]:
    if edit.kind == "order":
        return "order", edit.item_id, edit.mark
    if edit.kind in OF_BULLETS:
        return "words", edit.item_id, edit.mark
    return edit.kind, "", same_words(edit.after)
