"""A mail server that answers line by line as it is told: for what no sound server says.

    with ImapStub() as server:
        server.says("LOGIN", "%s NO [LIMIT] Too many connections")
        server.says("UID FETCH", "* 1 FETCH (UID 1 BODY[] {99999999999}", "%s OK done")

What it was not told it answers with OK; `%s` is the tag. `seen` holds the commands.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Self

USUAL = {
    "CAPABILITY": ("* CAPABILITY IMAP4rev1", "%s OK done"),
    "LOGOUT": ("* BYE", "%s OK done"),
    "EXAMINE": ("* 1 EXISTS", "* OK [UIDVALIDITY 7] now", "* OK [UIDNEXT 2] now", "%s OK done"),
    "UID SEARCH": ("* SEARCH 1", "%s OK done"),
    "LIST": ('* LIST () "/" INBOX', "%s OK done"),
}


class ImapStub:
    def __init__(self, *, silent: bool = False) -> None:
        self.seen: list[str] = []
        self._last = "LOGOUT"
        self._silent = silent
        self._answers: dict[str, tuple[str, ...]] = dict(USUAL)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._kept: list[socket.socket] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        for one in (self._listener, *self._kept):
            one.close()

    def says(self, command: str, *lines: str) -> Self:
        others = {known: said for known, said in self._answers.items() if known != command}
        self._answers = {command: lines, **others}
        return self

    def close_after(self, command: str) -> Self:
        self._last = command
        return self

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                self._kept.append(line)
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with suppress(OSError, ValueError), line.makefile("rb") as commands:
            if self._silent:
                commands.read()
            line.sendall(b"* OK ready\r\n")
            for command in commands:
                tag, _, rest = command.decode().strip().partition(" ")
                self.seen.append(rest)
                found = next((a for c, a in self._answers.items() if rest.startswith(c)), None)
                for each in found or ("%s OK done",):
                    line.sendall(each.replace("%s", tag).encode() + b"\r\n")
                if rest.startswith(self._last):
                    line.shutdown(socket.SHUT_RDWR)
