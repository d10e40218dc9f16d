"""Fixtures everybody shares, and the wall: a test that talks to the outside fails."""

from __future__ import annotations

import ipaddress
import shutil
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as properties

from jobops.web import stored
from pdfs import render

pytest_plugins = [
    "tests.people", "tests.outside.fixtures", "tests.architecture.transactions", "tests.reruns",
]  # fmt: skip


# The same examples every time, however long the machine takes for them.
properties.register_profile(
    "suite", deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
properties.load_profile("suite")


@pytest.fixture
def empty_store() -> Iterator[None]:
    """For tests that count what is swept: the people of other tests are gone, their files not."""
    stored.clear("")
    yield
    stored.clear("")


def pytest_unconfigure() -> None:
    """Parallel test processes end without their exit handlers, so the folder goes here."""
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: Any) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = str(address[0])
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            pytest.fail(f"a test tried to reach {host}")
    _connect(self, address)


@pytest.fixture(autouse=True)
def _no_browser_of_another_test() -> Iterator[None]:
    """Which browser prints is said per process; a test that names one must not name the next's."""
    yield
    render.configure(path="")


@pytest.fixture(autouse=True)
def _no_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _loopback_only)
