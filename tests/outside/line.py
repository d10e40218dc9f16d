"""A line between a client and a server that listens in, and may be cut in the middle.

with Line(port) as line:
    ...connect to line.port...
line.sent                                # bytes of the client so far
Line(port, cut_after=2000)               # closes after so many bytes of the server, once
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Self


class Line:
    def __init__(self, port: int, *, cut_after: int | None = None) -> None:
        self._target = port
        self._left = cut_after
        self.sent = bytearray()
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                self.connections += 1
                there = socket.create_connection(("127.0.0.1", self._target))
                for ends in ((here, there), (there, here)):
                    threading.Thread(
                        target=self._carry, args=(*ends, ends[0] is here), daemon=True
                    ).start()

    def _carry(self, source: socket.socket, target: socket.socket, is_client: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                if is_client:
                    self.sent += piece
                elif self._left is not None:
                    piece, self._left = piece[: self._left], self._left - len(piece)
                    if self._left <= 0:
                        self._left = None
                        target.sendall(piece)
                        break
                target.sendall(piece)
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
