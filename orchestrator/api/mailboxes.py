"""Mailboxes: connecting, reading now, giving up; signing in at Google."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import connecting, door, wait_sync, wire_mailboxes
from orchestrator.api.schemas.mailboxes import (
    AccountOut,
    AccountPatch,
    AccountsOut,
    ActionOut,
    ConnectBody,
    ExchangeBody,
    KeyBody,
    StartOut,
    StartParameters,
    SyncBody,
)
from orchestrator.inbox import accounts, sync
from orchestrator.inbox.boxes import oauth
from orchestrator.models.mail import PROVIDERS

router = Router(tags=["Mail accounts"])
ROOM = "/post-application"
ACTION = f"{ROOM}/providers/{{str:provider}}/actions"
GOOGLE = f"{ROOM}/providers/gmail/oauth"


@door.route(router, "GET", f"{ROOM}/accounts", needs="full", data=AccountsOut)
def list_mail_accounts(request: HttpRequest) -> HttpResponse:
    """The mailboxes that are read, oldest first."""
    shown = [wire_mailboxes.account(one) for one in accounts.of(access.owner(request))]
    return door.answer(request, {"accounts": shown})


@door.route(
    router, "PATCH", f"{ROOM}/accounts/{{uuid:account_id}}", needs="full", data=AccountOut,
    body=AccountPatch,
    errors=(404,),
)  # fmt: skip
def change_mail_account(request: HttpRequest, account_id: UUID, body: AccountPatch) -> HttpResponse:
    """Name it, switch it off or on, and say how often it is read by itself (0: never)."""
    row = accounts.change(accounts.one(access.owner(request), account_id), **body.given())
    return door.answer(request, wire_mailboxes.account(row), **door.ignored(body))


@door.route(
    router, "POST", f"{ACTION}/connect", needs="full", data=ActionOut, body=ConnectBody,
    optional=True,
    errors=(404, 408, 422, 429, 502, 503),
)  # fmt: skip
def connect_mailbox(request: HttpRequest, provider: str, body: ConnectBody) -> HttpResponse:
    """Sign in to a mail server and keep it, or begin with Gmail. `details.step` names what
    failed: resolve, connect, certificate, login or mailbox.
    """
    data = connecting.connected(request, _known(provider), body)
    return door.answer(request, data, **door.ignored(body))


@door.route(
    router, "POST", f"{ACTION}/status", needs="full", data=ActionOut, body=KeyBody, optional=True,
    errors=(404,),
)  # fmt: skip
def show_mailbox(request: HttpRequest, provider: str, body: KeyBody) -> HttpResponse:
    """Whether a mailbox is connected, and how it does."""
    row = connecting.find(request, _known(provider), body.account_key)
    said = connecting.standing(row)
    data = wire_mailboxes.action(
        "status", provider=provider, key=body.account_key, row=row, message=said
    )
    return door.answer(request, data, **door.ignored(body))


@door.route(
    router, "POST", f"{ACTION}/sync", data=ActionOut, body=SyncBody, optional=True,
    errors=(404, 409, 503), waits=True,
)  # fmt: skip
def sync_mailbox(request: HttpRequest, provider: str, body: SyncBody) -> HttpResponse:
    """Read a mailbox now: 200 with the run that ended, well or not, or 202 with its address."""
    row = connecting.there(request, _known(provider), body.account_key)
    run = sync.request(row, max_messages=body.max_messages, search_days=body.search_days)
    return wait_sync.answer(request, row, run, body=body)


@door.route(
    router, "POST", f"{ACTION}/disconnect", needs="full", data=ActionOut, body=KeyBody,
    optional=True,
    errors=(404,),
)  # fmt: skip
def disconnect_mailbox(request: HttpRequest, provider: str, body: KeyBody) -> HttpResponse:
    """Forget how to get in, and tell Google so; linked mail stays. Twice is no mistake."""
    row = connecting.find(request, _known(provider), body.account_key)
    warning = accounts.disconnect(row) if row else ""
    data = wire_mailboxes.action(
        "disconnect", provider=provider, key=body.account_key, row=row,
        message="Disconnected. Mail that was linked stays.", warning=warning,
    )  # fmt: skip
    return door.answer(request, data, **door.ignored(body))


@door.route(
    router, "GET", f"{GOOGLE}/start", needs="full", data=StartOut, query=StartParameters,
    errors=(503,)
)  # fmt: skip
def start_gmail_sign_in(request: HttpRequest, query: StartParameters) -> HttpResponse:
    """Where to go at Google; whoever comes back has ten minutes."""
    url = connecting.google(request, query.account_key)
    state = parse_qs(urlsplit(url).query)["state"][0]
    started = {"provider": "gmail", "accountKey": query.account_key}
    return door.answer(request, {**started, "authorizationUrl": url, "state": state})


@door.route(
    router, "POST", f"{GOOGLE}/exchange", needs="full", data=ActionOut, body=ExchangeBody,
    errors=(502,),
)  # fmt: skip
def finish_gmail_sign_in(request: HttpRequest, body: ExchangeBody) -> HttpResponse:
    """Connect the account somebody came back from Google with."""
    row = oauth.finish(access.owner(request), state=body.state, code=body.code)
    data = wire_mailboxes.action(
        "connect", provider="gmail", key=row.account_key, row=row, message="Connected."
    )
    return door.answer(request, data, **door.ignored(body))


def _known(provider: str) -> str:
    if provider not in PROVIDERS:
        raise Http404
    return provider
