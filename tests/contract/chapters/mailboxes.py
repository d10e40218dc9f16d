"""Mailboxes, and signing in at Google."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from orchestrator.inbox.boxes import gmail_tokens, oauth
from orchestrator.inbox.boxes.gmail_tokens import Tokens
from orchestrator.models import MailAccount
from tests import make
from tests.contract.table import case, good
from tests.contract.world import Call, World
from tests.outside.gmail import CLIENT, SECRET, GmailStub
from tests.outside.imap import ImapStub

ROOM = "/api/post-application"
ACTION = f"{ROOM}/providers/{{provider}}/actions"
ACCOUNT = f"{ROOM}/accounts/{{account_id}}"
START, EXCHANGE = (f"{ROOM}/providers/gmail/oauth/{one}" for one in ("start", "exchange"))
GOOGLE, SERVER = {"provider": "gmail"}, {"provider": "imap"}


def account(world: World) -> MailAccount:
    tokens = gmail_tokens.sealed(Tokens("refresh", "access", time.time() + 3600))
    return MailAccount.objects.update_or_create(
        owner=world.owner, provider="gmail", account_key="default",
        defaults={"status": "connected", "credentials": tokens},
    )[0]  # fmt: skip


def configured(world: World) -> None:
    world.settings.GMAIL_OAUTH_CLIENT_ID = CLIENT
    world.settings.GMAIL_OAUTH_CLIENT_SECRET = SECRET


def google(world: World) -> GmailStub:
    stub = GmailStub()
    stub.__enter__()
    world.later.append(lambda: stub.__exit__())
    configured(world)
    world.settings.GMAIL_SIGN_IN_URL = f"{stub.url}/auth"
    world.settings.GMAIL_TOKEN_URL = f"{stub.url}/token"
    world.settings.GMAIL_API_URL = world.settings.GMAIL_REVOKE_URL = stub.url
    return stub


def back(world: World, stub: GmailStub) -> Call:
    url = oauth.start(world.owner, key="default", request_base=world.url)
    state, code = stub.consent(url)
    return Call(body={"state": state, "code": code})


def server(world: World, *lines: str, silent: bool = False, **more: Any) -> Call:
    """A mail server that answers a sign-in like this."""
    stub = ImapStub(silent=silent)
    stub.says("LOGIN", *(lines or ("%s OK done",)))
    stub.__enter__()
    world.later.append(lambda: stub.__exit__())
    body = {"host": "localhost", "port": stub.port, "security": "plain", "username": "ada",
            "password": "secret"}  # fmt: skip
    return Call(SERVER, body={**body, **more})


@good("GET", f"{ROOM}/accounts")
def _(world: World) -> Call:
    account(world)
    return Call()


@good("PATCH", ACCOUNT)
def _(world: World) -> Call:
    return Call({"account_id": str(account(world).pk)}, body={"interval": 60, "isEnabled": False})


@good("POST", f"{ACTION}/connect")
def _(world: World) -> Call:
    return server(world)


@case("POST", f"{ACTION}/connect", 400)
def _(world: World) -> Call:
    return Call(SERVER, body={"host": "mail.example"})


@case("POST", f"{ACTION}/connect", 408)
def _(world: World) -> Call:
    for name in ("COMMAND_SECONDS", "CONNECT_SECONDS"):
        world.monkeypatch.setattr(f"orchestrator.inbox.boxes.imap_wire.{name}", 0.2)
    return server(world, silent=True)


@case("POST", f"{ACTION}/connect", 422)
def _(world: World) -> Call:
    return server(world, "%s NO [AUTHENTICATIONFAILED] no")


@case("POST", f"{ACTION}/connect", 429)
def _(world: World) -> Call:
    return server(world, "%s NO [LIMIT] later")


@case("POST", f"{ACTION}/connect", 502)
def _(world: World) -> Call:
    return server(world, security="starttls")


@case("POST", f"{ACTION}/connect", 503)
def _(world: World) -> Call:
    world.settings.GMAIL_OAUTH_CLIENT_ID = ""
    return Call(GOOGLE, body={})


for name in ("connect", "status", "sync", "disconnect"):

    @case("POST", f"{ACTION}/{name}", 404)
    def _(world: World) -> Call:
        return Call({"provider": "pigeon"}, body={})


for name in ("status", "disconnect"):

    @good("POST", f"{ACTION}/{name}")
    def _(world: World) -> Call:
        account(world)
        google(world)
        return Call(GOOGLE, body={"accountKey": "default"})


@good("POST", f"{ACTION}/sync")
def _(world: World) -> Call:
    """Google knows nothing here, so the run fails, and is shown."""
    account(world)
    make.heartbeat()
    world.settings.GMAIL_API_URL = world.outside.url
    return Call(GOOGLE, body={"maxMessages": 10, "searchDays": 7})


@case("POST", f"{ACTION}/sync", 409)
def _(world: World) -> Call:
    make.heartbeat()
    MailAccount.objects.all().delete()
    return Call(GOOGLE, body={})


@case("POST", f"{ACTION}/sync", 503)
def _(world: World) -> Call:
    account(world)
    make.heartbeat(age=timedelta(hours=1))
    return Call(GOOGLE, body={})


@good("GET", START)
def _(world: World) -> Call:
    configured(world)
    return Call(query="accountKey=default")


@case("GET", START, 304)
def _(world: World) -> Call:
    """Each sign-in is another, so only who takes anything for known gets this."""
    configured(world)
    return Call(headers={"If-None-Match": "*"})


@case("GET", START, 503)
def _(world: World) -> Call:
    world.settings.GMAIL_OAUTH_CLIENT_ID = ""
    return Call()


@good("POST", EXCHANGE)
def _(world: World) -> Call:
    return back(world, google(world))


@case("POST", EXCHANGE, 400)
def _(world: World) -> Call:
    return Call(body={"state": "unknown", "code": "4/unknown"})


@case("POST", EXCHANGE, 502)
def _(world: World) -> Call:
    stub = google(world)
    stub.gives_refresh_token = False
    return back(world, stub)
