"""Bearer tokens of an owner. Only their digests are stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from orchestrator.models import ApiToken, User

# How often it is written down that a token was used.
NOTED = timedelta(minutes=10)


def open_with(text: str) -> ApiToken | None:
    """The token with this text, as long as it is good; that it was used is noted."""
    now = timezone.now()
    found = ApiToken.objects.matching(text, at=now)
    if found is None:
        return None
    if found.last_used_at is None or found.last_used_at < now - NOTED:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED)
        ApiToken.objects.filter(stale, pk=found.pk).update(last_used_at=now)
    return found


def listed(owner: User) -> Sequence[ApiToken]:
    """The tokens an owner made, newest first; those of sign-ins are not among them."""
    return list(owner.api_tokens.filter(is_session=False).order_by("-created_at", "-pk"))


def one(owner: User, token_id: UUID) -> ApiToken:
    """A token an owner made; Http404 when there is none of this id."""
    found = owner.api_tokens.filter(pk=token_id, is_session=False).first()
    if found is None:
        raise Http404
    return found


def issue(owner: User, *, name: str, days: int | None, scope: str = "full") -> tuple[ApiToken, str]:
    """A new token with its text, which cannot be shown again."""
    expires = timezone.now() + timedelta(days=days) if days else None
    return ApiToken.objects.issue(owner, name=name, expires_at=expires, scope=scope)


def revoke(owner: User, token_id: UUID) -> ApiToken:
    """End one token and return what it was; Http404 when the owner has no such token."""
    ended = one(owner, token_id)
    if not owner.api_tokens.filter(pk=token_id).delete()[0]:
        raise Http404
    return ended


def has_ended(token: ApiToken) -> bool:
    return token.expires_at is not None and token.expires_at <= timezone.now()
