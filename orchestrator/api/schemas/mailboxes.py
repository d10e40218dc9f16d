"""Mailboxes on the wire; times in milliseconds since 1970, and no secret in either direction but
the password of a mail server.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from orchestrator.api.schemas.mail_runs import MailRunOut
from orchestrator.api.schemas.shared import Body, Parameters, Shape
from orchestrator.inbox.boxes.imap_account import LONGEST_FOLDER, MOST_FOLDERS

Count = Annotated[int, Field(ge=0)]
# No control characters: these become lines of a protocol.
LINE = r"^[^\x00-\x1f\x7f-\x9f]*$"
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,80}$", max_length=80)]
Security = Literal["tls", "starttls", "plain"]
Password = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00\r\n]*$")]
Host = Annotated[str, StringConstraints(max_length=253, pattern=r"^[A-Za-z0-9._:\-]*$")]


def _rhythm(minutes: int) -> int:
    if 0 < minutes < 5:
        raise ValueError("Give 0 for never, or 5 to 1440 minutes.")
    return minutes


def _line(limit: int) -> StringConstraints:
    return StringConstraints(max_length=limit, pattern=LINE)


Interval = Annotated[int, Field(ge=0, le=1440), AfterValidator(_rhythm)]


class KeyBody(Body):
    account_key: Key = "default"


class ConnectBody(KeyBody):
    """Of a mail server; Gmail needs the key alone."""

    display_name: Annotated[str, _line(120)] = ""
    host: Host = ""
    port: Annotated[int, Field(ge=1, le=65535)] = 993
    security: Security = "tls"
    username: Annotated[str, _line(320)] = ""
    password: Password = ""
    folders: Annotated[
        list[Annotated[str, _line(LONGEST_FOLDER)]], Field(min_length=1, max_length=MOST_FOLDERS)
    ] = ["INBOX"]


class SyncBody(KeyBody):
    max_messages: Annotated[int, Field(ge=1, le=2000)] | None = None
    search_days: Annotated[int, Field(ge=1, le=365)] | None = None


class AccountPatch(Body):
    display_name: Annotated[str, _line(120)] = ""
    interval: Interval = 15
    is_enabled: bool = True


class StartParameters(Parameters):
    account_key: Key = "default"


class ExchangeBody(Body):
    state: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    code: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class ServerOut(Shape):
    host: str
    port: int
    security: Security
    username: str
    folders: list[str]


class TroubleOut(Shape):
    """A sentence says what happened, what is still true, and what to do."""

    code: str
    message: str
    at: str | None


class AccountOut(Shape):
    id: str
    provider: Literal["gmail", "imap"]
    account_key: str
    display_name: str
    address: str
    status: Literal["disconnected", "connected", "error"]
    is_enabled: bool
    interval: Count
    has_refresh_token: bool
    has_password: bool
    server: ServerOut | None
    last_error: TroubleOut | None
    last_connected_at: Count | None
    last_synced_at: Count | None


class AccountsOut(Shape):
    accounts: list[AccountOut]


class StandingOut(Shape):
    """Of one account, if there is one."""

    provider: Literal["gmail", "imap"]
    account_key: str
    connected: bool
    integration: AccountOut | None


class ActionOut(Shape):
    """`warning`: what did not work beside; `authorization_url`: where Gmail is connected."""

    provider: Literal["gmail", "imap"]
    action: Literal["connect", "status", "sync", "disconnect"]
    account_key: str
    status: StandingOut
    message: str
    warning: str | None
    authorization_url: str | None
    sync_run: MailRunOut | None


class StartOut(Shape):
    provider: Literal["gmail"]
    account_key: str
    authorization_url: str
    state: str
