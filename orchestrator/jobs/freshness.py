"""What a PDF is compared with: one stored digest per base résumé, renewed when its inputs
change.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from jobops.lib.once import once
from orchestrator.models import Job, RenderContext, User
from orchestrator.models.job import digest_of

# Raised whenever a theme, the composing or the finishing of a file changes what a page shows.
COMPOSING = 2


class Contexts:
    """The render contexts of one owner, read in one query when the first is asked for."""

    def __init__(self, owner: User) -> None:
        self._owner = owner

    @cached_property
    def _rows(self) -> list[RenderContext]:
        mine = RenderContext.objects.filter(owner=self._owner)
        return once(("contexts", self._owner.pk), lambda: list(mine))

    @cached_property
    def _by_resume(self) -> dict[UUID, str]:
        return {row.resume_id: row.digest for row in self._rows}

    @cached_property
    def _default(self) -> str | None:
        return next((row.digest for row in self._rows if row.is_default), None)

    def of(self, job: Job) -> str | None:
        if job.resume_id in self._by_resume:
            return self._by_resume[job.resume_id]
        return self._default

    def digests(self) -> list[str]:
        return list(self._by_resume.values())

    def same(self) -> Q:
        """Rows whose PDF was made in the context that holds for them now."""
        of_default = Q(resume_id=None) | ~Q(resume_id__in=self._by_resume)
        found = of_default & Q(pdf_context=self._default)
        for resume_id, digest in self._by_resume.items():
            found |= Q(resume_id=resume_id, pdf_context=digest)
        return found

    def freshness(self, job: Job) -> str:
        return job.freshness(self.of(job))


def renew(
    owner: User, *, resume_id: UUID, content: str, is_default: bool, options: Mapping[str, Any]
) -> None:
    """Store the context of one base; call it in the transaction that changed the base or an
    option.
    """
    digest = digest_of({"composing": COMPOSING, "content": content, "options": dict(options)})
    if is_default:
        RenderContext.objects.filter(owner=owner, is_default=True).exclude(
            resume_id=resume_id
        ).update(is_default=False)
    RenderContext.objects.update_or_create(
        resume_id=resume_id,
        defaults={"owner": owner, "content": content, "is_default": is_default, "digest": digest},
    )


def renew_options(owner: User, *, options: Mapping[str, Any]) -> None:
    """The same for all bases of an owner, after an option changed."""
    for row in RenderContext.objects.filter(owner=owner):
        renew(
            owner,
            resume_id=row.resume_id,
            content=row.content,
            is_default=row.is_default,
            options=options,
        )


def forget(resume_id: UUID) -> None:
    """Drop the context of a base that is being deleted."""
    RenderContext.objects.filter(resume_id=resume_id).delete()
