"""Who is asking. The access middleware has let nobody else through."""

from __future__ import annotations

from django.http import HttpRequest

from orchestrator.models import User


def owner(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user
