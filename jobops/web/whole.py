"""A body arrives whole or not at all. When a client goes away in the middle, what came of a form
looks like one with a shorter last field to whoever parses it; here reading it fails instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Stream(Protocol):
    def read(self, size: int = -1) -> bytes: ...

    def readline(self, size: int = -1) -> bytes: ...


class Cut(OSError):
    """The connection ended before the announced length."""


class _Body:
    def __init__(self, stream: Stream, length: int) -> None:
        self._stream, self._left = stream, length

    def read(self, size: int = -1) -> bytes:
        """Servers give less than what was asked for only at the end of the connection."""
        wanted = self._left if size < 0 else min(size, self._left)
        return self._counted(self._stream.read(wanted), at_least=wanted)

    def readline(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        return self._counted(self._stream.readline(wanted), at_least=min(wanted, 1))

    def _counted(self, data: bytes, *, at_least: int) -> bytes:
        self._left -= len(data)
        if len(data) < at_least:
            raise Cut("the body ended early")
        return data


def whole(application: Application) -> Application:
    """The same application; what it reads of a request is as long as its Content-Length."""

    def run(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = str(environ.get("CONTENT_LENGTH") or "")
        if length.isdigit():
            environ["wsgi.input"] = _Body(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return run
