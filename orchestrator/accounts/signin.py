"""The first owner, signing in and out, a new password. Pages and API call these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from orchestrator.accounts import door, passwords, throttle
from orchestrator.accounts.refusals import SignInError
from orchestrator.models import ApiToken, User

LIFE = timedelta(days=30)
SESSION_KEY = "signInToken"


@dataclass(frozen=True)
class SignIn:
    """`token` is shown once and ends with the session it came with."""

    user: User
    token: str
    expires_in: int


def setup(request: HttpRequest, *, username: str, password: str, display_name: str = "") -> SignIn:
    """Create the owner, once, and sign them in. Raises SignInError(local, already_set_up)."""
    _require_accounts()
    passwords.check(password, User(username=username, display_name=display_name))
    user = _create_owner(username, password=password, display_name=display_name)
    return _begin(request, user)


def login(request: HttpRequest, *, username: str, password: str) -> SignIn:
    """Sign in. Raises SignInError(local, throttled, wrong); unknown names take as long as known
    ones.
    """
    _require_accounts()
    address = request.META.get("REMOTE_ADDR", "")
    if seconds := throttle.wait(username, address):
        raise SignInError("throttled", retryAfter=seconds)
    attempt = throttle.begin(username, address)
    user = auth.authenticate(request, username=username, password=password)
    if user is None:
        raise SignInError("wrong")
    throttle.succeeded(username, attempt)
    return _begin(request, user)


def logout(request: HttpRequest) -> None:
    """End the session and its token, or the token the request came with; a repeat does nothing."""
    _tokens_of(request).filter(is_session=True).delete()
    if settings.AUTH == "required" and door.bearer(request) is None:
        auth.logout(request)


def change_password(request: HttpRequest, *, current: str, new: str) -> None:
    """Set a new password and end every other session and token. Raises
    SignInError(wrong_password).
    """
    user = cast(User, request.user)
    if not user.check_password(current):
        raise SignInError("wrong_password")
    passwords.check(new, user, field="newPassword")
    _replace_password(user, new=new, kept=list(_tokens_of(request).values_list("pk", flat=True)))
    if door.bearer(request) is None:
        # Every session carries a mark of the password; this keeps the one at hand.
        auth.update_session_auth_hash(request, user)


def end_others(request: HttpRequest) -> None:
    """End every other session of the caller, with its token; tokens made on purpose stay."""
    user = cast(User, request.user)
    kept = list(_tokens_of(request).values_list("pk", flat=True))
    _end_sessions(user, own=request.session.session_key)
    user.api_tokens.filter(is_session=True).exclude(pk__in=kept).delete()


def _create_owner(username: str, *, password: str, display_name: str) -> User:
    try:
        with transaction.atomic():
            if not door.needs_setup():
                raise SignInError("already_set_up")
            # An installation that was local keeps its rows: its owner gets a name and a password.
            user = User.objects.filter(username=door.LOCAL_NAME).first() or User()
            user.username, user.display_name = username, display_name or user.display_name
            user.is_staff = user.is_superuser = True
            user.set_password(password)
            user.save()
            return user
    except IntegrityError as taken:
        raise SignInError("already_set_up") from taken


def _replace_password(user: User, *, new: str, kept: Sequence[UUID]) -> None:
    with transaction.atomic():
        user.set_password(new)
        user.save(update_fields=["password"])
        user.api_tokens.exclude(pk__in=kept).delete()


def _end_sessions(user: User, *, own: str | None) -> None:
    for row in Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=own):
        if row.get_decoded().get(auth.SESSION_KEY) == str(user.pk):
            row.delete()


def _begin(request: HttpRequest, user: User) -> SignIn:
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.set_expiry(LIFE)
    row, text = ApiToken.objects.issue(
        user, name="Sign-in", expires_at=timezone.now() + LIFE, session=True
    )
    request.session[SESSION_KEY] = str(row.pk)
    return SignIn(user, text, int(LIFE.total_seconds()))


def _tokens_of(request: HttpRequest) -> QuerySet[ApiToken]:
    """The token the request came with: in its header, or the one its session began with."""
    if text := door.bearer(request):
        found = ApiToken.objects.matching(text, at=timezone.now())
        return ApiToken.objects.filter(pk__in=[found.pk] if found else [])
    begun = request.session.get(SESSION_KEY)
    return ApiToken.objects.filter(pk__in=[begun] if begun else [])


def _require_accounts() -> None:
    if settings.AUTH == "local":
        raise SignInError("local")
