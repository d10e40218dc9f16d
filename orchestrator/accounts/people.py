"""Everybody who has an account here, as those who run the installation may see them: never what is
in a workspace, only how much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Sum
from django.http import Http404

from orchestrator.models import Document, Job, TwoStep, User
from pdfs.models import RenderedPdf
from tailoring.models import ChatAttachment


@dataclass(frozen=True)
class Person:
    """`storage` in bytes: printed and brought files."""

    user: User
    last_seen: datetime | None
    two_step: bool
    jobs: int
    storage: int


def listed() -> Sequence[Person]:
    """Oldest account first."""
    return [_person(user) for user in User.objects.order_by("date_joined", "pk")]


def shown(pk: UUID) -> Person:
    """Raises Http404."""
    return _person(one(pk))


def one(pk: UUID) -> User:
    """Raises Http404."""
    found = User.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _person(user: User) -> Person:
    used = user.api_tokens.aggregate(last=Max("last_used_at"))["last"]
    return Person(
        user=user,
        last_seen=max((when for when in (user.last_login, used) if when), default=None),
        two_step=TwoStep.objects.filter(owner=user, confirmed_at__isnull=False).exists(),
        jobs=Job.objects.for_user(user).count(),
        storage=_storage(user),
    )


def _storage(user: User) -> int:
    sizes = (
        RenderedPdf.objects.filter(job__owner=user).aggregate(total=Sum("size")),
        Document.objects.filter(job__owner=user).aggregate(total=Sum("byte_size")),
        ChatAttachment.objects.filter(message__thread__job__owner=user).aggregate(
            total=Sum("byte_size")
        ),
    )
    return sum(one["total"] or 0 for one in sizes)


def first_admin() -> User | None:
    """Whoever has run the installation for longest."""
    return User.objects.filter(is_active=True, is_staff=True).order_by("date_joined", "pk").first()
