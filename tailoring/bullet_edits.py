"""What the owner does to a bullet for one job without being asked: other words, or not printed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jobops.lib.errors import Invalid, Refused
from orchestrator import lifecycle
from orchestrator.models import Job
from tailoring import library
from tailoring.deciding import commit
from tailoring.documents.bullets import Bullet
from tailoring.models import Edit, ResumeVersion
from tailoring.standing import bullet_at

WORDS = ("rewrite", "keyword")


def own(job: Job, bullet_address: str, text: str, *, actor: str) -> Edit:
    """The owner's wording of one bullet, for this job alone. Raises Refused(edit_outdated)."""
    words = " ".join(text.split())
    if not words:
        raise Invalid({"text": ["Say what it should read, or hide the bullet."]})
    return _put(job, bullet_address, kind="rewrite", after=words, over=WORDS, actor=actor)


def hide(job: Job, bullet_address: str, *, actor: str) -> Edit:
    """Not printed for this job; only the owner may say so."""
    return _put(job, bullet_address, kind="hide", after="", over=("hide",), actor=actor)


def show(job: Job, bullet_address: str, *, actor: str) -> None:
    with transaction.atomic():
        row, _, bullet = _found(job, bullet_address)
        _standing(row, bullet).filter(kind="hide").delete()
        commit(row, {}, origin="user", actor=actor)


def _put(
    job: Job, address: str, *, kind: str, after: str, over: tuple[str, ...], actor: str
) -> Edit:
    with transaction.atomic():
        row, base, bullet = _found(job, address)
        rivals = _standing(row, bullet).filter(kind__in=over)
        same = rivals.filter(kind=kind, after=after, status="accepted").first()
        if same is not None:
            return same
        now = timezone.now()
        rivals.exclude(status="rejected").update(
            status="rejected", decided_at=now, decided_by=actor[:10]
        )
        made = Edit.objects.create(
            job=row, resume_id=base.document_id, kind=kind, address=address[:300],
            item_id=bullet.home, mark=bullet.mark, before=bullet.text, after=after,
            status="accepted", origin="user", decided_at=now, decided_by=actor[:10],
        )  # fmt: skip
        commit(row, {}, origin="user", actor=actor)
    return made


def _found(job: Job, address: str) -> tuple[Job, ResumeVersion, Bullet]:
    row = lifecycle.fresh(job)
    base = library.base_of(row)
    if base is None:
        raise Refused("resume_missing")
    return row, base, bullet_at(base.data, address)


def _standing(job: Job, bullet: Bullet) -> QuerySet[Edit]:
    return Edit.objects.filter(job=job, item_id=bullet.home, mark=bullet.mark)
