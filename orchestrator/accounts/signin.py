"""The first owner, signing in and out, a new password. Pages and API call these."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import auth
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from orchestrator import access
from orchestrator.accounts import (
    door,
    events,
    passwords,
    pending,
    proof,
    sessions,
    throttle,
    twostep,
)
from orchestrator.accounts.refusals import SignInError
from orchestrator.models import ApiToken, User

check_password_rules = passwords.check


@dataclass(frozen=True)
class SignIn:
    """`token` is shown once and ends with the session it came with."""

    user: User
    token: str
    expires_in: int


def setup(request: HttpRequest, *, username: str, password: str, display_name: str = "") -> SignIn:
    """Create the owner, once, and sign them in. Raises SignInError(local, already_set_up),
    Invalid.
    """
    _require_accounts()
    if not door.needs_setup():
        raise SignInError("already_set_up")
    passwords.check(password, User(username=username, display_name=display_name))
    user = _create_owner(username, password=password, display_name=display_name)
    events.note(user, "account_made", request=request)
    return begin(request, user)


def login(request: HttpRequest, *, username: str, password: str, code: str | None = None) -> SignIn:
    """Sign in at one go. Raises SignInError(local, throttled, wrong, code_required, wrong_code);
    unknown names take as long as known ones.
    """
    user = _known(request, username=username, password=password)
    if twostep.is_on(user):
        if not code:
            raise SignInError("code_required")
        proof.code(user, code, request=request)
        throttle.cleared(throttle.fold(username))
    return begin(request, user)


def first_step(request: HttpRequest, *, username: str, password: str, target: str) -> str:
    """The password alone, in a browser: where to go on, `target` or the second step. Raises
    SignInError(local, throttled, wrong).
    """
    user = _known(request, username=username, password=password)
    if twostep.is_on(user):
        pending.begin(request, user, target=target)
        return "/sign-in/code"
    begin(request, user)
    return target


def second_step(request: HttpRequest, *, code: str) -> str:
    """The code, in the browser that gave the password: where the person wanted to go. Raises
    SignInError(throttled, wrong_code, step_over).
    """
    user, target = pending.read(request), pending.target(request)
    if user is None:
        raise SignInError("step_over")
    try:
        proof.code(user, code, request=request)
    except SignInError as refused:
        if refused.kind == "wrong_code" and not pending.missed(request):
            raise SignInError("step_over") from refused
        raise
    throttle.cleared(throttle.fold(user.username))
    begin(request, user)
    return target


def begin(request: HttpRequest, user: User) -> SignIn:
    """Sign in somebody who has proved who they are."""
    row, text = sessions.begin(user, request=request)
    events.note(user, "signed_in", request=request, about=row.name)
    return SignIn(user, text, int(sessions.LIFE.total_seconds()))


def logout(request: HttpRequest) -> None:
    """End the session and its token, or the token the request came with; a repeat does nothing."""
    own = sessions.own(request)
    if own is not None and own.is_session:
        own.delete()
    if settings.AUTH == "required" and door.bearer(request) is None:
        auth.logout(request)


def change_password(request: HttpRequest, *, current: str, new: str) -> None:
    """Set a new password and end every other session and token. Raises SignInError(throttled,
    wrong_password), Invalid.
    """
    user = access.owner(request)
    proof.password(request, current)
    passwords.check(new, user, field="newPassword")
    own = sessions.own(request)
    _replace_password(user, new=new, kept=own)
    if door.bearer(request) is None:
        # Every session carries a mark of the password; this keeps the one at hand.
        auth.update_session_auth_hash(request, user)
        sessions.keep_key(request, own)
    sessions.end_all(user, kept=own, key=request.session.session_key)
    events.note(user, "password_changed", request=request)


def end_others(request: HttpRequest) -> None:
    """End every other session of the caller, with its token; tokens made on purpose stay."""
    owner = access.owner(request)
    sessions.end_all(owner, kept=sessions.own(request), key=request.session.session_key)
    events.note(owner, "signed_out_elsewhere", request=request)


def _known(request: HttpRequest, *, username: str, password: str) -> User:
    """Whose name and password these are. What they fail counts, also when somebody goes on to fail
    the second step.
    """
    _require_accounts()
    name = throttle.fold(username)
    attempt = throttle.admit(name, request=request)
    user = auth.authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        known = User.objects.filter(username=username).first()
        if known is not None:
            events.count(known, "sign_in_failed", request=request)
        raise proof.refused(request, "wrong")
    if twostep.is_on(user):
        attempt.delete()
    else:
        throttle.succeeded(name, attempt)
    return user


def _replace_password(user: User, *, new: str, kept: ApiToken | None) -> None:
    with transaction.atomic():
        user.set_password(new)
        user.save(update_fields=["password"])
        user.api_tokens.exclude(pk__in=[kept.pk] if kept else []).delete()


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


def _require_accounts() -> None:
    if settings.AUTH == "local":
        raise SignInError("local")
