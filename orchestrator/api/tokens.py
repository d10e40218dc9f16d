"""Tokens for programs: listed, made, ended."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.accounts import tokens
from orchestrator.api import door, wire
from orchestrator.api.schemas.auth import NewToken, TokenBody, TokenOut

router = Router(tags=["Sign-in"])


@door.route(router, "GET", "/auth/tokens", data=list[TokenOut])
def list_tokens(request: HttpRequest) -> HttpResponse:
    """The tokens you made, newest first."""
    return door.answer(request, [wire.token(one) for one in tokens.listed(access.owner(request))])


@door.route(router, "POST", "/auth/tokens", data=NewToken, status=201, body=TokenBody)
def make_token(request: HttpRequest, body: TokenBody) -> HttpResponse:
    """A new token; its text is shown this once."""
    row, text = tokens.issue(access.owner(request), name=body.name, days=body.expires_in_days)
    shown = {**wire.token(row), "token": text}
    return door.answer(request, shown, status=201, **door.ignored(body))


@door.route(router, "DELETE", "/auth/tokens/{uuid:token_id}", errors=(404,))
def end_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End one token."""
    tokens.revoke(access.owner(request), token_id)
    return door.answer(request, None)
