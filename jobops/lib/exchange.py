"""One request and its answer over one connection to a checked address.

`requests` speaks HTTP; what it cannot promise is added here: the connection goes to the address
that was checked, and the total time ends the call even when single bytes keep arriving.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import DecodeError, HTTPError

from jobops.lib.network import OutboundError, Private, connect

CHUNK = 64 * 1024
_current: ContextVar[Exchange] = ContextVar("jobops_exchange")


@dataclass(frozen=True)
class Head:
    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] | None = None
    json: object = None
    data: bytes | None = None


class Exchange:
    """`open` sends and waits for the status line, `read` takes the body, leaving it closes all."""

    def __init__(self, head: Head, *, private_ok: Private, deadline: float) -> None:
        self._head = head
        self._private_ok = private_ok
        self._deadline = deadline
        self._connect_timeout = 0.0
        self._socket: socket.socket | None = None
        self._expired = False
        self._answer: requests.Response | None = None
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.mount("http://", _Pinned())
        self._session.mount("https://", _Pinned())
        self._clock = threading.Timer(max(self._left(), 0), self._expire)
        self._clock.daemon = True

    def open(self, *, connect: float) -> requests.Response:
        self._connect_timeout = connect
        token = _current.set(self)
        self._clock.start()
        try:
            self._answer = self._send()
        except (OutboundError, requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise self._problem(error) from error
        finally:
            _current.reset(token)
        return self._answer

    def read(self, *, limit: int, cut: bool) -> bytes:
        """The unpacked body. Raises OutboundError too_big past `limit`, unless `cut` is wanted."""
        assert self._answer is not None, "read before open"
        body = bytearray()
        try:
            for piece in self._answer.raw.stream(CHUNK, decode_content=True):
                body += piece
                if len(body) > limit:
                    break
        except DecodeError as error:
            raise OutboundError("bad_type") from error
        except (HTTPError, OSError) as error:
            raise self._problem(error) from error
        # A shut connection looks like the end of a body without a stated length.
        if self._expired:
            raise OutboundError("timeout", step="read")
        if len(body) > limit and not cut:
            raise OutboundError("too_big")
        return bytes(body[:limit])

    def dial(self, host: str, port: int) -> socket.socket:
        timeout = min(self._connect_timeout, self._left())
        connection = connect(host, port, private_ok=self._private_ok, timeout=timeout)
        # TLS takes the socket over; a second handle on the connection still ends it in time.
        self._socket = connection.dup()
        if self._expired:
            raise OutboundError("timeout", step="connect")
        return connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._clock.cancel()
        if self._answer is not None:
            self._answer.close()
        self._session.close()
        if self._socket is not None:
            self._socket.close()

    def _send(self) -> requests.Response:
        head = self._head
        return self._session.request(
            head.method,
            head.url,
            params=head.params,
            headers={"User-Agent": "JobOps", "Accept-Encoding": "gzip, deflate", **head.headers},
            json=head.json,
            data=head.data,
            timeout=(self._connect_timeout, max(self._left(), 0.001)),
            allow_redirects=False,
            stream=True,
        )

    def _left(self) -> float:
        return self._deadline - time.monotonic()

    def _expire(self) -> None:
        self._expired = True
        if self._socket is not None:
            # It may have been closed in this moment, which is what we want.
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _problem(self, error: BaseException) -> OutboundError:
        for cause in _chain(error):
            if isinstance(cause, OutboundError):
                return cause
        step = "read" if self._socket is not None else "connect"
        if isinstance(error, requests.exceptions.SSLError):
            step = "tls"
        if self._expired or isinstance(error, (requests.Timeout, TimeoutError)):
            return OutboundError("timeout", step=step)
        if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)):
            return OutboundError("private_address")
        return OutboundError("unreachable", step=step)


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found and len(found) < 10:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _current.get().dial(self._dns_host, self.port or 80)


class _SecureConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _current.get().dial(self._dns_host, self.port or 443)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Pinned(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
