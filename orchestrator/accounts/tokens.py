"""Bearer tokens of an owner. Only their digests are stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from orchestrator.models import ApiToken, User


def listed(owner: User) -> Sequence[ApiToken]:
    """The tokens an owner made, newest first; those of sign-ins are not among them."""
    return list(owner.api_tokens.filter(is_session=False).order_by("-created_at", "-pk"))


def one(owner: User, token_id: UUID) -> ApiToken:
    """A token an owner made; Http404 when there is none of this id."""
    found = owner.api_tokens.filter(pk=token_id, is_session=False).first()
    if found is None:
        raise Http404
    return found


def issue(owner: User, *, name: str, days: int | None) -> tuple[ApiToken, str]:
    """A new token with its text, which cannot be shown again."""
    expires = timezone.now() + timedelta(days=days) if days else None
    return ApiToken.objects.issue(owner, name=name, expires_at=expires)


def revoke(owner: User, token_id: UUID) -> None:
    """End one token; Http404 when the owner has no such token."""
    if not owner.api_tokens.filter(pk=token_id, is_session=False).delete()[0]:
        raise Http404
