"""The web server: gunicorn, embedded, processes of threads, on a socket of its parent."""

from __future__ import annotations

import errno
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from gunicorn.app.base import BaseApplication
from gunicorn.http import wsgi

from jobops.web import lines, meters, places, streaming
from jobops.web.whole import Application, whole
from orchestrator.ops.family import die_with

# Seconds of Python before another thread's turn: with the usual 0.005 somebody who asks for next to
# nothing waits for each of those who ask for much.
TURN = 0.0005
TAKEN = (
    "Port {port} is already in use, perhaps by another JobOps. "
    "Stop that, or choose another one: PORT={other}"
)


class Unsigned(wsgi.Response):  # type: ignore[misc]  # gunicorn carries no annotations
    """A response that does not say which server made it."""

    def default_headers(self) -> list[str]:
        return [line for line in super().default_headers() if not line.startswith("Server:")]


class Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, application: WSGIHandler, listener: socket.socket) -> None:
        self._application, self._listener = application, listener
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": [f"fd://{self._listener.fileno()}"],
            "worker_class": "gthread",
            "workers": settings.WEB_PROCESSES,
            "threads": settings.WEB_THREADS + settings.CHAT_SEATS,
            "pre_request": lambda worker, request: places.come_in(),
            "post_request": lambda worker, request, environ, response: places.go_out(),
            # Loaded by the parent, so that its pages stay shared with every process.
            "preload_app": True,
            "timeout": 120,
            "graceful_timeout": settings.STOP_SECONDS,
            "keepalive": 5,
            "control_socket_disable": True,
            # The most there is: a question of 1,000 letters with accents is 6,000 bytes of it.
            "limit_request_line": 8190,
            # What a header says about https is believed by one setting only: JOBOPS_PROXIES.
            "forwarded_allow_ips": "",
            "worker_tmp_dir": str(settings.RUN_DIR),
            "errorlog": "-",
            "loglevel": "warning",
            "child_exit": lambda arbiter, worker: meters.forget(worker.pid),
            "post_fork": _settle,
            "post_worker_init": lambda worker: streaming.ends_when(lambda: not worker.alive),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Application:
        return whole(self._application)


def _settle(arbiter: Any, worker: Any) -> None:
    die_with(arbiter.pid)
    sys.setswitchinterval(TURN)
    lines.share()


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; SystemExit with one sentence when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SystemExit(_why_not(error, host=host, port=port)) from None
    listener.listen(256)
    return listener


def serve(application: WSGIHandler, listener: socket.socket) -> int:
    """Until SIGTERM; runs in a process of its own."""
    wsgi.Response = Unsigned
    meters.begin_afresh()
    Server(application, listener).run()
    return 0


def _why_not(error: OSError, *, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return TAKEN.format(port=port, other=port + 1)
    return f"JobOps cannot listen on {host}:{port}: {error.strerror}. Check HOST and PORT."
