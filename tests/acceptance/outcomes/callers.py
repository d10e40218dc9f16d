"""Everybody who may come to the door, and what each brings along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from orchestrator.models import ApiToken, User
from tests.acceptance.outcomes.addresses import NOBODY
from tests.acceptance.outcomes.asking import METHODS, Asking

SCOPES = ("full", "write", "read", "import")
PUBLIC_HOST = "cv.example"
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Caller:
    """`is_owner`: the rows are theirs. `methods`: those that are tried; HEAD and OPTIONS are not
    asked again of everybody. `console`: whether the pages of the console are tried, too.
    """

    name: str
    begin: Callable[[User, Any], Asking]
    is_owner: bool = False
    methods: tuple[str, ...] = ("GET", *UNSAFE)
    console: bool = True


def signed_in(user: User, **headers: str) -> Asking:
    client = Client()
    client.force_login(user)
    return Asking(HTTP_COOKIE=f"sessionid={client.cookies['sessionid'].value}", **headers)


def _with_token(owner: User, **columns: Any) -> Asking:
    row, text = ApiToken.objects.issue(owner, name="A script", expires_at=None)
    # An hour ago, so that its use is noted at every call.
    ApiToken.objects.filter(pk=row.pk).update(**columns)
    return Asking(HTTP_AUTHORIZATION=f"Bearer {text}")


def _nobody(ada: User, settings: Any) -> Asking:
    return Asking()


def _nobody_yet(ada: User, settings: Any) -> Asking:
    User.objects.update(password="")
    return Asking()


def _second_user(ada: User, settings: Any) -> Asking:
    return signed_in(User.objects.create(username="ben", password=make_password(None)))


def _administrator(ada: User, settings: Any) -> Asking:
    return signed_in(
        User.objects.create(username="cleo", is_staff=True, is_superuser=True, password="!")
    )


def _owner(ada: User, settings: Any) -> Asking:
    return signed_in(ada)


def _gone(ada: User, settings: Any) -> Asking:
    return Asking(HTTP_AUTHORIZATION=f"Bearer jobops_{NOBODY}")


def _expired(ada: User, settings: Any) -> Asking:
    return _with_token(ada, expires_at=timezone.now() - timedelta(seconds=1))


def _elsewhere(ada: User, settings: Any) -> Asking:
    return signed_in(ada, HTTP_ORIGIN="https://elsewhere.example", HTTP_SEC_FETCH_SITE="cross-site")


def _sandboxed(ada: User, settings: Any) -> Asking:
    return signed_in(ada, HTTP_ORIGIN="null")


def _local(ada: User, settings: Any) -> Asking:
    settings.AUTH = "local"
    return Asking()


def _by_the_public_name(ada: User, settings: Any) -> Asking:
    settings.AUTH = "local"
    settings.STRANGERS_HOST = PUBLIC_HOST
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, PUBLIC_HOST]
    return Asking(HTTP_HOST=PUBLIC_HOST)


def _of_scope(scope: str) -> Callable[[User, Any], Asking]:
    return lambda ada, settings: _with_token(ada, scope=scope)


ALL = (
    Caller("nobody", _nobody, methods=METHODS),
    Caller("nobody, before the first owner", _nobody_yet),
    Caller("a token that expired", _expired),
    Caller("a token that was revoked", _gone),
    Caller("a second user", _second_user, methods=METHODS),
    Caller("an administrator", _administrator),
    Caller("the owner", _owner, is_owner=True, methods=METHODS),
    *(
        Caller(
            f"the owner's token: {scope}", _of_scope(scope), is_owner=True,
            console=False,
        )
        for scope in SCOPES
    ),
    Caller("a page elsewhere in the owner's browser", _elsewhere, methods=UNSAFE),
    Caller("a sandboxed frame in the owner's browser", _sandboxed, methods=UNSAFE),
    Caller("without sign-in: the owner", _local, is_owner=True),
    Caller("without sign-in: by the public name", _by_the_public_name),
)  # fmt: skip
BY_NAME = {one.name: one for one in ALL}
