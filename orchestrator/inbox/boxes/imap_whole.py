"""Reading one mail of a folder: its head, its text and its invitations."""

from __future__ import annotations

from typing import Any

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from orchestrator.inbox.boxes import imap_parts
from orchestrator.inbox.boxes.imap_open import translated
from orchestrator.inbox.boxes.imap_parts import Part
from orchestrator.inbox.boxes.imap_wire import Client
from orchestrator.inbox.boxes.mailbox import MOST_TEXT, MailError
from orchestrator.inbox.mails import mime
from orchestrator.inbox.mails.assembling import assembled
from orchestrator.inbox.mails.mail import Mail

MOST_HEAD = 64 * 1024
MOST_PART_HEAD = 4 * 1024
HEAD = f"BODY.PEEK[HEADER]<0.{MOST_HEAD}>"


def whole(client: Client, uid: int) -> Mail:
    """Of the folder that is open. Raises MailError: gone, and what connections do."""
    with translated("read"):
        try:
            said = client.fetch([uid], ["BODYSTRUCTURE", HEAD]).get(uid)
            root = imap_parts.tree(said[b"BODYSTRUCTURE"]) if said else None
        except IMAPClientAbortError:
            raise
        except (IMAPClientError, ValueError, TypeError, LookupError):
            return _beginning(client, uid)
        if not said:
            raise MailError("gone")
        head = _under(said, b"BODY[HEADER]")
        return mime.read(assembled(head, _read(client, uid, root) if root else None))


def _beginning(client: Client, uid: int) -> Mail:
    """The mail as it is, cut: for one whose parts the server cannot tell apart."""
    found = client.fetch([uid], [f"BODY.PEEK[]<0.{MOST_TEXT}>"]).get(uid)
    if not found:
        raise MailError("gone")
    return mime.read(_under(found, b"BODY[]"))


def _read(client: Client, uid: int, root: Part) -> Any:
    sizes = imap_parts.budgeted(root)
    inside = [one.number for one in imap_parts.envelopes(root)]
    heads = {number: f"BODY.PEEK[{number}.MIME]<0.{MOST_PART_HEAD}>" for number in sizes}
    # The only part of a plain mail is described by the head of the mail.
    if not root.parts:
        heads = {root.number: f"BODY.PEEK[HEADER]<0.{MOST_HEAD}>"}
    heads |= {number: f"BODY.PEEK[{number}.HEADER]<0.{MOST_HEAD}>" for number in inside}
    bodies = {number: f"BODY.PEEK[{number}]<0.{size}>" for number, size in sizes.items()}
    found = client.fetch([uid], [*heads.values(), *bodies.values()]).get(uid) or {}
    return imap_parts.piece(
        root,
        {number: _under(found, _name(asked)) for number, asked in heads.items()},
        {number: _under(found, _name(asked)) for number, asked in bodies.items()},
    )


def _name(asked: str) -> bytes:
    """Under which name the answer to this comes."""
    return asked.replace("BODY.PEEK", "BODY").partition("<")[0].upper().encode()


def _under(found: Any, name: bytes) -> bytes:
    value = found.get(name, found.get(name + b"<0>"))
    return value if isinstance(value, bytes) else b""
