"""Setting up, signing in and out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.accounts import door as gate
from orchestrator.accounts import signin
from orchestrator.api import door, wire
from orchestrator.api.schemas.auth import (
    BootstrapStatus,
    LoginBody,
    Me,
    Message,
    PasswordBody,
    SetupBody,
    SignedIn,
)

router = Router(tags=["Sign-in"])


@door.route(router, "GET", "/auth/bootstrap-status", data=BootstrapStatus, public=True)
def read_bootstrap(request: HttpRequest) -> HttpResponse:
    """Whether the first owner is still to be created."""
    return door.answer(request, {"setupRequired": gate.needs_setup()})


@door.route(
    router, "POST", "/auth/setup", data=SignedIn, status=201, body=SetupBody, errors=(409,),
    public=True,
)  # fmt: skip
def set_up(request: HttpRequest, body: SetupBody) -> HttpResponse:
    """Create the owner, once."""
    done = signin.setup(
        request, username=body.username, password=body.password,
        display_name=body.display_name or "",
    )  # fmt: skip
    return door.answer(request, _signed_in(done), status=201, **door.ignored(body))


@door.route(
    router, "POST", "/auth/login", data=SignedIn, body=LoginBody, errors=(401, 409, 429),
    public=True,
)  # fmt: skip
def log_in(request: HttpRequest, body: LoginBody) -> HttpResponse:
    """Sign in: a token, and a session cookie."""
    done = signin.login(request, username=body.username, password=body.password, code=body.code)
    return door.answer(request, _signed_in(done), **door.ignored(body))


@door.route(router, "POST", "/auth/logout", data=Message, public=True)
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session and its token."""
    signin.logout(request)
    return door.answer(request, {"message": "You are signed out."})


@door.route(router, "POST", "/auth/logout-others", needs="full", data=Message)
def log_out_others(request: HttpRequest) -> HttpResponse:
    """End every other session of yours; tokens made on purpose stay."""
    signin.end_others(request)
    return door.answer(request, {"message": "You are signed out everywhere else."})


@door.route(router, "GET", "/auth/me", needs="any", data=Me)
def read_me(request: HttpRequest) -> HttpResponse:
    """Who is calling."""
    return door.answer(request, {"user": wire.user(access.owner(request))})


@door.route(router, "POST", "/auth/password", needs="full", body=PasswordBody, errors=(409, 429))
def change_password(request: HttpRequest, body: PasswordBody) -> HttpResponse:
    """Set a new password; every other session and token ends."""
    signin.change_password(request, current=body.current_password, new=body.new_password)
    return door.answer(request, None, **door.ignored(body))


def _signed_in(done: signin.SignIn) -> dict[str, object]:
    return {"token": done.token, "expiresIn": done.expires_in, "user": wire.user(done.user)}
