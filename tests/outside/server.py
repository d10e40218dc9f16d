"""A real HTTP server on loopback that answers as it is told, and remembers what it was asked.

    server = Server()
    server.on("GET", "/jobs", Reply(body=[{"id": 1}]))        # from now on
    server.next(Reply(status=503), Reply(status=200))          # once each, before the routes
    with server:
        ...requests to server.url...
    server.release()                                          # whatever is delayed comes now
    server.seen[0].path, .query, .headers (lower-case names), .body, .json()

A `Reply` may be slow (`delay` seconds), drip (`drip` seconds between single bytes), hang until the
server stops, close the connection without an answer, or lie about its length. A body in pieces may
hold a `Pause`. Who hangs up in a pause or while we hang is noted in `hung_up` (monotonic times).
"""

from __future__ import annotations

import json
import re
import select
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

FOREVER = 3600.0


@dataclass(frozen=True)
class Seen:
    """One request as it arrived; `at` is the monotonic time of its arrival."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    at: float

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """`body` is sent as it is (bytes, text), as JSON (anything else), or piece by piece (iterator).

    `drip_head` sends status line and headers byte by byte too.
    """

    status: int = 200
    body: object = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0
    drip: float = 0
    drip_head: bool = False
    hang: bool = False
    close: bool = False
    claimed_length: int | None = None


@dataclass(frozen=True)
class Pause:
    """Silence between two pieces of a body."""

    seconds: float


Answer = Reply | Callable[[Seen], Reply]


class Server:
    def __init__(
        self, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
    ) -> None:
        self.seen: list[Seen] = []
        self.hung_up: list[float] = []
        self.stopping = threading.Event()
        self._hurried = threading.Event()
        self._arrived = threading.Condition()
        self._next: deque[Answer] = deque()
        self._routes: list[tuple[str, re.Pattern[str], Answer]] = []
        self._http = _HTTP((host, port), _Connection)
        self._http.stub = self
        self._scheme = "https" if tls else "http"
        if tls:
            # The handshake belongs to the connection's thread, not to the one that accepts.
            self._http.socket = tls.wrap_socket(
                self._http.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.005,), daemon=True)

    @property
    def url(self) -> str:
        host, port = self._http.server_address[:2]
        return f"{self._scheme}://{host}:{port}"

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    def on(self, method: str, path: str, answer: Answer) -> Self:
        """Answer this way from now on; `path` is a pattern for the whole path; the last wins."""
        self._routes.insert(0, (method, re.compile(path), answer))
        return self

    def next(self, *answers: Answer) -> Self:
        """Answer the coming requests this way, one each, before any route is asked."""
        self._next.extend(answers)
        return self

    def forget(self) -> Self:
        """Drop what `next` has left."""
        self._next.clear()
        return self

    def release(self) -> Self:
        """Send what is delayed now; from now on nothing is delayed."""
        self._hurried.set()
        return self

    def hold(self, seconds: float) -> None:
        """For a connection: until the delay is over, or nobody wants it any more."""
        self._hurried.wait(seconds)

    def wait_for(self, count: int, *, timeout: float = 200) -> list[Seen]:
        """The requests so far, as soon as there are `count` of them; AssertionError if late."""
        with self._arrived:
            arrived = self._arrived.wait_for(lambda: len(self.seen) >= count, timeout)
        assert arrived, f"{len(self.seen)} requests after {timeout} s instead of {count}"
        return self.seen

    def otherwise(self, seen: Seen) -> Reply:
        """What no script and no route answers; subclasses are servers of one kind by this."""
        return Reply(status=404, body={"error": "not found"})

    def take(self, seen: Seen) -> Reply:
        with self._arrived:
            self.seen.append(seen)
            self._arrived.notify_all()
            scripted = self._next.popleft() if self._next else None
        if scripted:
            return _reply(scripted, seen)
        for method, path, answer in self._routes:
            if seen.method == method and path.fullmatch(seen.path):
                return _reply(answer, seen)
        return self.otherwise(seen)

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        self.stopping.set()
        self.release()
        self._http.shutdown()
        self._http.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()


def _reply(answer: Answer, seen: Seen) -> Reply:
    return answer if isinstance(answer, Reply) else answer(seen)


class _HTTP(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    stub: Server

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what many tests are about."""


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Small pieces leave at once.
    disable_nagle_algorithm = True
    server: _HTTP

    def log_message(self, format: str, *args: object) -> None:
        """The test reads `seen`."""

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        seen = Seen(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(self.headers.get("Content-Length") or 0)),
            at=time.monotonic(),
        )
        stub = self.server.stub
        reply = stub.take(seen)
        stub.hold(reply.delay)
        if reply.hang:
            self._is_left(FOREVER)
        if reply.hang or reply.close:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._send(reply)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _answer  # noqa: N815

    def _send(self, reply: Reply) -> None:
        pieces, length, kind = _content(reply.body)
        head = [f"HTTP/1.1 {reply.status} Scripted", "Server: stub"]
        headers = {"Content-Type": kind, **reply.headers}
        if length is None:
            headers["Connection"] = "close"
            self.close_connection = True
        else:
            claimed = reply.claimed_length
            headers["Content-Length"] = str(length if claimed is None else claimed)
            self.close_connection = self.close_connection or claimed is not None
        head += [f"{name}: {value}" for name, value in headers.items()]
        start = "\r\n".join([*head, "", ""]).encode("latin-1")
        self._write([start], reply.drip if reply.drip_head else 0)
        if self.command != "HEAD":
            self._write(pieces, reply.drip)

    def _is_left(self, seconds: float) -> bool:
        """Whether the other side hung up, or the server was stopped, within that time."""
        end, stub = time.monotonic() + seconds, self.server.stub
        while (left := end - time.monotonic()) > 0 and not stub.stopping.is_set():
            if select.select([self.connection], [], [], min(left, 0.05))[0]:
                if self.connection.recv(1, socket.MSG_PEEK):
                    return False  # the next request, which has to wait
                stub.hung_up.append(time.monotonic())
                return True
        return stub.stopping.is_set()

    def _write(self, pieces: Iterable[bytes | Pause], drip: float) -> None:
        for piece in pieces:
            if isinstance(piece, Pause):
                if self._is_left(piece.seconds):
                    self.close_connection = True
                    return
                continue
            if not drip:
                self.wfile.write(piece)
                continue
            for byte in piece:
                self.wfile.write(bytes([byte]))
                if self.server.stub.stopping.wait(drip):
                    return


def _content(body: object) -> tuple[Iterable[bytes | Pause], int | None, str]:
    if isinstance(body, bytes):
        return [body], len(body), "application/octet-stream"
    if isinstance(body, str):
        return [body.encode()], len(body.encode()), "text/html; charset=utf-8"
    if isinstance(body, (dict, list)) or body is None:
        content = json.dumps(body).encode()
        return [content], len(content), "application/json"
    assert isinstance(body, Iterable), f"no way to send a {type(body).__name__}"
    return body, None, "application/octet-stream"
