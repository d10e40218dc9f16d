"""The outside as fixtures: each is a fresh server on loopback, stopped after the test."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from jobops.lib import network
from orchestrator.jobs import fetching
from tests.outside import dovecot as mail_server
from tests.outside.boards import Boards
from tests.outside.dovecot import Dovecot
from tests.outside.gmail import CLIENT, SECRET, GmailStub
from tests.outside.model import ModelStub
from tests.outside.rxresume import RxResumeStub
from tests.outside.server import Server


@pytest.fixture
def outside() -> Iterator[Server]:
    """Any other server: answers 404 until it is told otherwise (tests/outside/server.py)."""
    with Server() as server:
        yield server


@pytest.fixture
def boards(settings: object) -> Iterator[Boards]:
    """All job sources, which are asked through it (tests/outside/boards.py)."""
    with Boards() as server:
        settings.SOURCE_RELAY_URL = server.url  # type: ignore[attr-defined]
        yield server


@pytest.fixture
def model_stub() -> Iterator[ModelStub]:
    """A language model (tests/outside/model.py)."""
    with ModelStub() as stub:
        yield stub


@pytest.fixture
def rxresume_stub() -> Iterator[RxResumeStub]:
    """A Reactive Resume server with one document, "r1" (tests/outside/rxresume.py)."""
    with RxResumeStub() as stub:
        stub.add("r1", name="Base", data={"basics": {"name": "Ada Byron"}, "sections": {}})
        yield stub


@pytest.fixture
def site(outside: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A web site on loopback that counts as public, with its own port; any other address stays
    what it is, so redirects to private places can be tried.
    """
    port = outside.port
    monkeypatch.setattr(fetching, "POLICY", replace(fetching.POLICY, ports=(80, 443, port)))
    is_private = network.is_private
    monkeypatch.setattr(network, "is_private", lambda at: str(at) != "127.0.0.1" and is_private(at))
    return outside


@pytest.fixture
def gmail(settings: object) -> Iterator[GmailStub]:
    """Google's sign-in and the Gmail API, configured (tests/outside/gmail.py)."""
    with GmailStub() as stub:
        for name, value in {
            "GMAIL_SIGN_IN_URL": f"{stub.url}/auth", "GMAIL_TOKEN_URL": f"{stub.url}/token",
            "GMAIL_REVOKE_URL": f"{stub.url}/revoke", "GMAIL_API_URL": stub.url,
            "GMAIL_OAUTH_CLIENT_ID": CLIENT, "GMAIL_OAUTH_CLIENT_SECRET": SECRET,
        }.items():  # fmt: skip
            setattr(settings, name, value)
        yield stub


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A mail server for all tests of a process (tests/outside/dovecot.py); users are their own."""
    server = mail_server.started(Path(tempfile.mkdtemp(prefix="jobops-mail-")))
    yield server
    server.stop()


@pytest.fixture
def mail_user(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> str:
    """Somebody new there, whose server's certificate is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.authority.root))
    return dovecot.user()
