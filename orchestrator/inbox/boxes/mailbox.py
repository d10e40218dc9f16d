"""What a mailbox can do for whoever reads it, and what can go wrong there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar, Protocol

from jobops.lib.errors import Problem
from orchestrator.inbox.mails.mail import Batch, Mail

# Seconds: until a connection stands, and for one command with its answer.
CONNECT_SECONDS = 5.0
COMMAND_SECONDS = 15.0
# Bytes of text, and as many of invitations, that are read of one mail.
MOST_TEXT = 256 * 1024


class Mailbox(Protocol):
    """Mail that can be read and is never changed. `calls` counts what was asked of the provider."""

    @property
    def address(self) -> str: ...

    @property
    def calls(self) -> int: ...

    def listed(
        self,
        cursor: Mapping[str, Any],
        *,
        since: datetime,
        limit: int,
        position: Mapping[str, Any],
    ) -> Iterator[Batch]:
        """What came after `cursor`; without one the newest `limit` since `since`. Oldest first.

        `position` is that of the last batch a stopped run has stored, else empty. At least one
        batch comes, and the last has the cursor. Raises MailError in the middle; all batches that
        came before it hold.
        """
        ...

    def whole(self, external_id: str) -> Mail:
        """Text and invitations of one mail; never its other attachments. Raises MailError."""
        ...

    def close(self) -> None: ...


class MailError(Problem):
    """A mailbox did not do what it was asked. `details` may hold `step` (of connecting) and
    `retryAfter` in seconds; never an address, a name or a text of the other side.

    Trying again by itself helps with none of the permanent kinds.
    """

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "resolve": "No mail server that may be reached was found under this name. Check the host;"
        " with sign-in required, servers in the own network need the administrator's list.",
        "connect": "The mail server did not answer. Nothing was changed; check host, port and the"
        " kind of encryption, then try again.",
        "certificate": "The mail server did not prove who it is, so no password was sent. Use the"
        " host name its certificate is for, or let its certificate be renewed.",
        "login": "The mail server refused the name or the password. Mail already linked stays;"
        " many providers want an app password here, so make one and connect again.",
        "mailbox": "One of the folders is not there any more. Mail already linked stays; connect"
        " again and choose the folders to read.",
        "timeout": "The mail server took too long. What was read before is kept; the next reading"
        " goes on from there.",
        "rate_limited": "The provider asks us to slow down. What was read before is kept; the next"
        " reading goes on by itself later.",
        "revoked": "The permission to read this mailbox has ended. Mail already linked stays;"
        " connect the account again to go on.",
        "not_allowed": "This kind of access is not allowed. Nothing was changed; choose an"
        " encrypted connection, or give the permission that is asked for.",
        "protocol": "The mail server broke off or answered in a way we do not understand. What was"
        " read before is kept; the next reading goes on from there.",
        "gone": "This mail is not in the mailbox any more. What was read of it before is kept.",
    }
    PERMANENT: ClassVar[frozenset[str]] = frozenset(
        {"certificate", "login", "mailbox", "revoked", "not_allowed", "gone"}
    )

    @property
    def retry_after(self) -> int | None:
        found = self.details.get("retryAfter")
        return found if isinstance(found, int) else None
