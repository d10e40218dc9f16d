"""One connection to a mail server: to an address that was checked, within a time that really ends,
and with answers of a bounded size.
"""

from __future__ import annotations

import imaplib
import ipaddress
import socket
import ssl
import time
from io import BufferedReader
from typing import Any, cast

import certifi
from imapclient import IMAPClient

from jobops.lib.network import connect
from orchestrator.inbox.boxes.mailbox import COMMAND_SECONDS, CONNECT_SECONDS, MailError

# Bytes: of one line (numbers of a million mails), and of one answer in all.
MOST_LINE = 8 * 1024 * 1024
MOST_ANSWER = 32 * 1024 * 1024
CHUNK = 64 * 1024


def trust() -> ssl.SSLContext:
    """The system's certificates and those of public sites; names are always checked."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class Wire(imaplib.IMAP4):
    """imaplib reads from it; each command begins a new allowance of time and bytes."""

    def __init__(self, host: str, port: int, *, encrypted: bool, private_ok: bool) -> None:
        self._encrypted = encrypted
        self._private_ok = private_ok
        self.calls = 0
        self.renew()
        super().__init__(host, port)

    def renew(self) -> None:
        self._deadline = time.monotonic() + COMMAND_SECONDS
        self._room = MOST_ANSWER

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        plain = connect(self.host, self.port, private_ok=self._private_ok, timeout=CONNECT_SECONDS)
        plain.settimeout(CONNECT_SECONDS)
        if not self._encrypted:
            return plain
        try:
            return trust().wrap_socket(plain, server_hostname=self.host)
        except OSError:
            plain.close()
            raise

    def _command(self, name: str, *args: Any) -> Any:
        self.renew()
        self.calls += 1
        return super()._command(name, *args)  # type: ignore[misc]

    def read(self, size: int) -> bytes:
        self._take(size)
        found = bytearray()
        while len(found) < size:
            piece = self._seen()
            if not piece:
                break
            found += self._buffer.read(min(len(piece), size - len(found)))
        return bytes(found)

    def readline(self) -> bytes:
        line = bytearray()
        while not line.endswith(b"\n"):
            piece = self._seen()
            if not piece:
                break
            line += self._buffer.read(piece.find(b"\n") + 1 or len(piece))
            if len(line) > MOST_LINE:
                raise self.abort("a line without end")
        self._take(len(line))
        return bytes(line)

    def _seen(self) -> bytes:
        """What has arrived and was not read yet; waits for the first byte as long as there is time
        for this command.
        """
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)
        return self._buffer.peek(1)

    @property
    def _buffer(self) -> BufferedReader:
        return cast(BufferedReader, self.file)

    def _take(self, size: int) -> None:
        self._room -= size
        if self._room < 0:
            raise self.abort("an answer without end")


class Client(IMAPClient):  # type: ignore[misc]
    """IMAPClient over a Wire. `security` is tls, starttls or plain (to this machine only)."""

    def __init__(self, host: str, port: int, *, security: str, private_ok: bool) -> None:
        self._security = security
        self._private_ok = private_ok
        super().__init__(host, port, ssl=security == "tls")
        self.normalise_times = False
        # What it would note is passwords and mails.
        self._imap.debug = 0

    @property
    def calls(self) -> int:
        return int(self._imap.calls)

    def _create_IMAP4(self) -> Wire:  # noqa: N802
        wire = Wire(self.host, self.port, encrypted=self.ssl, private_ok=self._private_ok)
        if self._security == "plain" and not _is_here(wire.sock):
            wire.shutdown()
            raise MailError("not_allowed", step="connect")
        return wire

    def _set_read_timeout(self) -> None:
        """The wire sets its own."""


def _is_here(connection: socket.socket) -> bool:
    return ipaddress.ip_address(connection.getpeername()[0].partition("%")[0]).is_loopback
