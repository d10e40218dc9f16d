"""Puts the limits of our outward door under a third-party HTTP client (httpx2's connection pool).

Each call runs inside `spending`: its total time and its bytes end it, however slowly they come.
Connections go to a checked address, as in `network`.
"""

from __future__ import annotations

import select
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal

from jobops.lib.network import OutboundError, connect

SENT = frozenset(
    {"host", "accept", "accept-encoding", "connection", "content-type", "content-length"}
    | {"authorization", "user-agent"}
)
ENDLESS = 3600.0
# Who waits is asked this often whether it should go on.
SLICE = 0.15
Phase = Literal["connect", "first_byte", "idle", "total"]


class Spent(Exception):
    """The call has used up its time or its bytes."""

    def __init__(self, what: Literal["time", "bytes"]) -> None:
        super().__init__(what)
        self.what = what


@dataclass
class Budget:
    """`deadline` on the monotonic clock; `bytes_left` counts what arrives."""

    deadline: float
    bytes_left: int

    def seconds(self, wanted: float | None) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise Spent("time")
        return min(left, ENDLESS if wanted is None else wanted)

    def take(self, n_bytes: int) -> None:
        self.bytes_left -= n_bytes
        if self.bytes_left < 0:
            raise Spent("bytes")

    def receive(self, connection: socket.socket, max_bytes: int, *, timeout: float | None) -> bytes:
        connection.settimeout(self.seconds(timeout))
        received = connection.recv(max_bytes)
        self.take(len(received))
        return received


@dataclass
class Pace(Budget):
    """The budget of an answer that comes bit by bit: seconds to `connect`, to the `first` piece and
    of silence between two (`idle`). `tick` is called every SLICE seconds and may end it by raising.
    """

    connect: float
    first: float
    idle: float
    tick: Callable[[], object]
    phase: Phase = "connect"
    _heard: float = field(default_factory=time.monotonic)
    _ticked: float = field(default_factory=time.monotonic)

    def hear(self) -> None:
        """A piece of the answer has come."""
        self.phase, self._heard = "idle", time.monotonic()

    def receive(self, connection: socket.socket, max_bytes: int, *, timeout: float | None) -> bytes:
        if self.phase == "connect":
            self.phase = "first_byte"
        connection.settimeout(SLICE)
        while True:
            # What has come is taken before the clock is asked: we may have been busy elsewhere.
            try:
                received = connection.recv(max_bytes)
            except TimeoutError:
                self._look()
                continue
            if time.monotonic() - self._ticked >= SLICE:
                self._look()
            self.take(len(received))
            return received

    def _look(self) -> None:
        self._ticked = time.monotonic()
        self.tick()
        limit = self.idle if self.phase == "idle" else self.first
        now = time.monotonic()
        if now >= self.deadline:
            self.phase = "total"
            raise Spent("time")
        if now - self._heard >= limit:
            raise Spent("time")


_budget: ContextVar[Budget] = ContextVar("jobops_wire_budget")


@contextmanager
def spending(budget: Budget) -> Iterator[None]:
    token = _budget.set(budget)
    try:
        yield
    finally:
        _budget.reset(token)


def reason(error: Exception) -> Literal["timeout", "too_big", "barred", "lost"]:
    """Why a call failed: what lies under the exceptions of SDK and pool."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, Spent):
            return "timeout" if cause.what == "time" else "too_big"
        # A connection that is slow to open is an address that does not work, not a slow answer.
        if isinstance(cause, OutboundError):
            return "barred" if cause.kind == "private_address" else "lost"
        if isinstance(cause, TimeoutError):
            return "timeout"
        cause = cause.__cause__ or cause.__context__
    return "lost"


def limit(client: Any, *, private_ok: bool, headers: Collection[str] = SENT) -> None:
    """Make an httpx2 client keep to the budget, to checked addresses and to these headers."""
    client._transport._pool._network_backend = Backend(private_ok=private_ok)
    client._transport = Bare(client._transport, headers=headers)


class Bare:
    """A transport that sends only the named headers.

    The SDK adds the system, the Python version and what the environment says of the account.
    """

    def __init__(self, inner: Any, *, headers: Collection[str]) -> None:
        self._inner = inner
        self._headers = headers

    def handle_request(self, request: Any) -> Any:
        everything = request.headers
        request.headers = everything.copy()
        for name in everything:
            if name.lower() not in self._headers:
                del request.headers[name]
        request.headers["user-agent"] = "JobOps"
        # Unpacked answers could be far larger than what the budget counts.
        request.headers["accept-encoding"] = "identity"
        try:
            return self._inner.handle_request(request)
        finally:
            # The SDK reads its own marks from here when it unpacks the answer.
            request.headers = everything

    def close(self) -> None:
        self._inner.close()


class Backend:
    """Stands in for the pool's network backend."""

    def __init__(self, *, private_ok: bool) -> None:
        self._private_ok = private_ok

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, **ignored: object
    ) -> Stream:
        seconds = _budget.get().seconds(timeout)
        return Stream(connect(host, port, private_ok=self._private_ok, timeout=seconds))


class Stream:
    """A connection that asks the budget of the call in progress before each step."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return _budget.get().receive(self._connection, max_bytes, timeout=timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._connection.settimeout(_budget.get().seconds(timeout))
        self._connection.sendall(buffer)

    def close(self) -> None:
        self._connection.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> Stream:
        self._connection.settimeout(_budget.get().seconds(timeout))
        return Stream(ssl_context.wrap_socket(self._connection, server_hostname=server_hostname))

    def get_extra_info(self, info: str) -> object:
        """Only what the pool asks for: whether an idle connection was closed by the other side."""
        if info != "is_readable":
            return None
        if self._connection.fileno() < 0:
            return True
        poll = select.poll()
        poll.register(self._connection, select.POLLIN)
        return bool(poll.poll(0))
