"""What an owner confirmed beside the résumé: kept, taken back, and read together with a base."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobops.lib.once import once
from orchestrator import lifecycle
from orchestrator.models import Job, User
from tailoring import changes, library
from tailoring.claims import base
from tailoring.claims.base import FactBase, Statement
from tailoring.models import Fact, ResumeDocument, ResumeVersion

# What was said about the person in the words of one job supports texts about the person, and no
# bullet: a claim must not move to an employer it was never made of.
OF_THE_PERSON = "person"
LONGEST = 1000


def known(
    owner: User, version: ResumeVersion, *, stated: Sequence[Statement] | None = None
) -> FactBase:
    """Everything that may be said of the owner: the base and what was confirmed (`stated`)."""
    confirmed = statements(owner, version.document_id) if stated is None else stated
    return base.of(version.data, statements=confirmed)


def of(job: Job) -> FactBase:
    """For a text of this job; without a résumé, what its owner confirmed."""
    version = library.base_of(job)
    if version is not None:
        return known(job.owner, version)
    return base.of({}, statements=statements(job.owner, job.pk))


def statements(owner: User, document_id: UUID) -> tuple[Statement, ...]:
    living = Fact.objects.filter(owner=owner, removed_at=None).order_by("created_at", "id")
    rows = once(("facts", owner.pk), lambda: list(living))
    return tuple(
        Statement(
            id=str(fact.pk), text=fact.text, item_id=_bound(fact, document_id), kind=fact.kind
        )
        for fact in rows
    )


def listed(owner: User) -> list[Fact]:
    """The living ones, newest first."""
    living = Fact.objects.filter(owner=owner, removed_at=None)
    return list(living.select_related("document", "job").order_by("-created_at", "-id"))


def add(
    owner: User,
    text: str,
    *,
    kind: str = "",
    document: ResumeDocument | None = None,
    item_id: str = "",
    job: Job | None = None,
) -> Fact:
    """Keep one statement. The same words about the same entry again are the same fact."""
    said = " ".join(text.split())[:LONGEST]
    same = Fact.objects.filter(owner=owner, text=said, item_id=item_id, document=document)
    return same.filter(removed_at=None).first() or Fact.objects.create(
        owner=owner, text=said, kind=kind, document=document, item_id=item_id, job=job
    )


def remove(fact: Fact) -> list[Job]:
    """Take a statement back; the jobs whose texts or changes rest on it, now with other inputs."""
    return _living(fact, removed=True)


def restore(fact: Fact) -> list[Job]:
    return _living(fact, removed=False)


def _living(fact: Fact, *, removed: bool) -> list[Job]:
    with transaction.atomic():
        moved = Fact.objects.filter(pk=fact.pk, removed_at__isnull=removed).update(
            removed_at=timezone.now() if removed else None
        )
        fact.refresh_from_db()
        return _renewed(fact) if moved else []


def _renewed(fact: Fact) -> list[Job]:
    return [row for job in changes.resting_on(fact) if (row := _renew(job))]


def _renew(job: Job) -> Job | None:
    row = lifecycle.fresh(job)
    before = lifecycle.snapshot(row)
    if not changes.renew(row):
        return None
    data = {"fields": ["facts"]}
    lifecycle.record(row, "job.edited", before=before, actor="user", context={"data": data})
    return row


def _bound(fact: Fact, document_id: UUID) -> str:
    if fact.item_id and fact.document_id not in (None, document_id):
        return f"{fact.document_id}/{fact.item_id}"
    return fact.item_id or (OF_THE_PERSON if fact.kind else "")
