"""Browsers that are signed in: a row each, with the bearer token it began with and its session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.contrib import auth
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone

from orchestrator.accounts import agents, door, events
from orchestrator.models import ApiToken, User

LIFE = timedelta(days=30)
# In the session: which row is its own, and when that row heard of it last (Unix seconds).
ROW, SEEN = "signInToken", "signInSeen"
NOTED = timedelta(minutes=10)


def begin(user: User, *, request: HttpRequest) -> tuple[ApiToken, str]:
    """A new session with a new key, whatever the browser came with; the row and its token."""
    request.session.flush()
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    now = timezone.now()
    row, text = ApiToken.objects.issue(
        user, name=agents.name(request.headers.get("User-Agent", "")), expires_at=now + LIFE,
        session=True,
    )  # fmt: skip
    row.last_used_at = now
    request.session.set_expiry(row.expires_at)
    request.session[ROW], request.session[SEEN] = str(row.pk), int(now.timestamp())
    keep_key(request, row)
    return row, text


def keep_key(request: HttpRequest, row: ApiToken | None) -> None:
    """After the key of the session changed."""
    if row is not None:
        row.session_key = request.session.session_key or ""
        row.save(update_fields=["session_key", "last_used_at"])


def seen(request: HttpRequest) -> bool:
    """Note that this browser is still used, every ten minutes; whether its row is still there."""
    own, now = request.session.get(ROW), timezone.now()
    if own is None or now.timestamp() - request.session.get(SEEN, 0) < NOTED.total_seconds():
        return True
    request.session[SEEN] = int(now.timestamp())
    return _touch(own, key=request.session.session_key or "")


def own(request: HttpRequest) -> ApiToken | None:
    """The token the request came with: in its header, or the one its session began with."""
    if text := door.bearer(request):
        return _matching(text)
    return _row(request.session.get(ROW))


def listed(owner: User) -> Sequence[ApiToken]:
    """Those signed in now, the last used first."""
    rows = owner.api_tokens.live(at=timezone.now()).filter(is_session=True)
    return sorted(rows, key=lambda row: row.last_used_at or row.created_at, reverse=True)


def end(owner: User, pk: UUID, *, request: HttpRequest) -> ApiToken:
    """Sign one browser out, at once; Http404 when it is none of the owner's."""
    row = owner.api_tokens.filter(pk=pk, is_session=True).first()
    if row is None:
        raise Http404
    with transaction.atomic():
        drop(row)
        events.note(owner, "browser_signed_out", request=request, about=row.name)
    return row


def drop(row: ApiToken) -> None:
    """End a token and, when it began with a browser's sign-in, that browser's session. A row of an
    older sign-in knows no key, so its session is looked for.
    """
    if row.is_session and row.session_key:
        Session.objects.filter(session_key=row.session_key).delete()
    elif row.is_session:
        for found in _sessions(row.owner):
            if found.get_decoded().get(ROW) == str(row.pk):
                found.delete()
    row.delete()


def end_all(owner: User, *, kept: ApiToken | None = None, key: str | None = None) -> None:
    """End every session but that of `key`, and every bearer token of a sign-in but `kept`."""
    with transaction.atomic():
        for found in _sessions(owner):
            if found.session_key != key:
                found.delete()
        owner.api_tokens.filter(is_session=True).exclude(pk__in=[kept.pk] if kept else []).delete()


def _matching(text: str) -> ApiToken | None:
    return ApiToken.objects.matching(text, at=timezone.now())


def _row(pk: str | None) -> ApiToken | None:
    return ApiToken.objects.filter(pk=pk).first() if pk else None


def _touch(pk: str, *, key: str) -> bool:
    rows = ApiToken.objects.filter(pk=pk, is_session=True)
    return bool(rows.update(last_used_at=timezone.now(), session_key=key))


def _sessions(owner: User) -> list[Session]:
    live = Session.objects.filter(expire_date__gt=timezone.now())
    return [one for one in live if one.get_decoded().get(auth.SESSION_KEY) == str(owner.pk)]
