"""Connecting to a mail server and signing in there, with the failing step by name."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from imapclient.exceptions import CapabilityError, LoginError

from jobops.lib.http import OutboundError
from orchestrator.inbox.boxes.imap_wire import Client, trust
from orchestrator.inbox.boxes.mailbox import MailError

# What a server says when the password may well be right.
_LATER = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]")
LATER_SECONDS = 300


@dataclass(frozen=True)
class Server:
    """`security`: tls, starttls, or plain for this machine only."""

    host: str
    port: int
    security: str
    username: str


def opened(server: Server, password: str) -> Client:
    """A signed-in connection. Raises MailError whose `step` is where it ended."""
    with translated("connect"):
        client = Client(
            server.host, server.port, security=server.security, private_ok=private_ok(server.host)
        )
    try:
        if server.security == "starttls":
            with translated("certificate"):
                client.starttls(trust())
        with translated("login"):
            _sign_in(client, server.username, password)
    except MailError:
        shut(client)
        raise
    return client


def private_ok(host: str) -> bool:
    """With sign-in required, the own network is the administrator's to open."""
    listed = {one.strip().lower() for one in settings.IMAP_PRIVATE_HOSTS.split(",")}
    return settings.AUTH != "required" or host.lower() in listed


def shut(client: Client, *, politely: bool = False) -> None:
    try:
        if politely:
            client.logout()
        else:
            client.shutdown()
    except (OSError, imaplib.IMAP4.error):
        return


@contextmanager
def translated(step: str) -> Iterator[None]:
    """What the libraries raise, as MailError; its cause is for the log."""
    try:
        yield
    except (OutboundError, OSError, imaplib.IMAP4.error, ValueError) as error:
        raise _problem(error, step) from error


def _problem(error: Exception, step: str) -> MailError:
    if isinstance(error, OutboundError):
        return _not_reached(error, step)
    if isinstance(error, ssl.SSLCertVerificationError | CapabilityError):
        return MailError("certificate", step="certificate")
    if isinstance(error, TimeoutError):
        return MailError("timeout", step=step)
    if isinstance(error, UnicodeEncodeError) and step == "login":
        # A server this old takes plain letters only.
        return MailError("login", step="login")
    # The library takes a line that broke off for a refusal.
    if isinstance(error, LoginError) and not isinstance(error.__context__, imaplib.IMAP4.abort):
        return _refused(str(error).upper())
    return MailError(
        step if step in ("connect", "certificate", "mailbox") else "protocol", step=step
    )


def _not_reached(error: OutboundError, step: str) -> MailError:
    """A name that leads nowhere and one that leads into the own network look the same."""
    if error.kind == "private_address" or error.details.get("step") == "dns":
        return MailError("resolve", step="resolve")
    return MailError("timeout" if error.kind == "timeout" else "connect", step=step)


def _refused(said: str) -> MailError:
    if any(word in said for word in _LATER):
        return MailError("rate_limited", step="login", retryAfter=LATER_SECONDS)
    return MailError("login", step="login")


def _sign_in(client: Client, username: str, password: str) -> None:
    if client.has_capability("AUTH=PLAIN"):
        client.plain_login(username, password)
    else:
        # imaplib quotes the password and not the name.
        name = username.replace("\\", "\\\\").replace('"', '\\"')
        client.login(f'"{name}"', password)
