"""Loaded by every Python that starts with this folder on its path: writes down whom it calls."""

import os
import socket

_connect, _look_up, _send = (
    socket.socket.connect,
    socket.getaddrinfo,
    socket.socket.sendto,
)


def _note(what):
    with open(os.environ["JOBOPS_TEST_CALLS"], "a") as file:
        file.write(f"{os.getpid()} {what}\n")


def _noted_connect(self, address):
    if self.family != socket.AF_UNIX:
        _note(f"connect {address[0]}")
    return _connect(self, address)


def _noted_look_up(host, *rest, **more):
    _note(f"look up {host}")
    return _look_up(host, *rest, **more)


def _noted_send(self, *rest):
    if self.family != socket.AF_UNIX:
        _note(f"send to {rest[-1]}")
    return _send(self, *rest)


_note("started")
# Roles and workers are copies of the first process.
os.register_at_fork(after_in_child=lambda: _note("started"))
socket.socket.connect, socket.socket.sendto = _noted_connect, _noted_send
socket.getaddrinfo = _noted_look_up
