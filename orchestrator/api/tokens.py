"""Tokens for programs: listed, made, ended."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.accounts import events, tokens
from orchestrator.api import door, wire
from orchestrator.api.schemas.auth import NewToken, TokenBody, TokenOut

router = Router(tags=["Sign-in"])


@door.route(router, "GET", "/auth/tokens", needs="full", data=list[TokenOut])
def list_tokens(request: HttpRequest) -> HttpResponse:
    """The tokens you made, newest first."""
    return door.answer(request, [wire.token(one) for one in tokens.listed(access.owner(request))])


@door.route(router, "POST", "/auth/tokens", needs="full", data=NewToken, status=201, body=TokenBody)
def make_token(request: HttpRequest, body: TokenBody) -> HttpResponse:
    """A new token; its text is shown this once."""
    owner, days = access.owner(request), body.expires_in_days
    row, text = tokens.issue(owner, name=body.name, days=days, scope=body.scope)
    events.note(owner, "token_made", request=request, about=row.name)
    shown = {**wire.token(row), "token": text}
    return door.answer(request, shown, status=201, **door.ignored(body))


@door.route(router, "DELETE", "/auth/tokens/{uuid:token_id}", needs="full", errors=(404,))
def end_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End one token."""
    owner = access.owner(request)
    ended = tokens.revoke(owner, token_id)
    events.note(owner, "token_revoked", request=request, about=ended.name)
    return door.answer(request, None)
