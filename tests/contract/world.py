"""A running server with one owner, and what it takes to ask it anything."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from orchestrator import preferences
from orchestrator.jobs import fetching
from orchestrator.models import ApiToken, User
from pdfs import render
from tailoring import rxresume, upstream
from tailoring.models import ResumeDocument
from tests.outside.model import ModelStub
from tests.outside.rxresume import RxResumeStub
from tests.outside.server import Server

NOBODY = "0192f3c4-8a6e-7cc3-b4f2-6d1e5f0a9b87"


@dataclass(frozen=True)
class Call:
    """A request: ids for the path, the query, a JSON body or raw bytes of some type."""

    ids: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    body: Any = None
    raw: bytes | None = None
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class World:
    url: str
    owner: User
    stranger: User
    model: ModelStub
    rxresume: RxResumeStub
    settings: Any
    folder: Path
    outside: Server
    monkeypatch: pytest.MonkeyPatch
    streamed: bool = False
    later: list[Callable[[], object]] = field(default_factory=list)

    def ask(self, method: str, path: str, call: Call | None = None) -> Answer:
        """`path` as the document spells it."""
        sent = call or Call()
        address = path.format(**sent.ids) + (f"?{sent.query}" if sent.query else "")
        content = sent.raw if sent.body is None else json.dumps(sent.body).encode()
        headers = {"Content-Type": sent.kind} if content is not None else {}
        server = urlsplit(self.url)
        line = http.client.HTTPConnection(server.hostname or "", server.port, timeout=120)
        try:
            # A server that refuses what is too large does not wait for all of it.
            with suppress(ConnectionError):
                line.request(method, address, content, {**headers, **sent.headers})
            response = line.getresponse()
            self.streamed |= "event-stream" in response.getheader("Content-Type", "")
            return _answer(response)
        except TimeoutError as silent:
            raise AssertionError(f"no answer to {method} {address}: {sent}") from silent
        finally:
            line.close()
            while self.later:
                self.later.pop()()

    def token(self, owner: User, *, scope: str = "full") -> dict[str, str]:
        """The header of a person who has to sign in."""
        text = ApiToken.objects.issue(owner, name="contract", expires_at=None, scope=scope)[1]
        return {"Authorization": f"Bearer {text}"}

    def connect_model(self, address: str | None = None) -> None:
        """The stub, or another address; an empty one is none."""
        found = self.model.base_url if address is None else address
        wanted = {"llmBaseUrl": found, "llmModel": "stub-model"}
        preferences.save(self.owner, wanted)

    def browser(self, script: str = "") -> None:
        """What prints from now on: a shell script, or again the browser of this machine."""
        name = str(self.folder / "chromium") if script else ""
        if name == self.settings.CHROMIUM_PATH:
            return
        if script:
            (self.folder / "chromium").write_text(f"#!/bin/sh\n{script}\n")
            (self.folder / "chromium").chmod(0o755)
        render.close()
        render.configure(path=name)
        self.settings.CHROMIUM_PATH = name

    def connect_rxresume(self, key: str = "first-key") -> None:
        """The stub, asked anew and without what a test before has told it to do."""
        self.rxresume.forget()
        upstream.forget(self.owner)
        wanted = {"rxresumeUrl": self.rxresume.url, "rxresumeApiKey": key or None}
        preferences.save(self.owner, wanted)

    def without_resume(self) -> None:
        ResumeDocument.objects.filter(owner=self.owner).delete()

    def hurry(self) -> None:
        """Other servers get one second to answer."""
        for room in (rxresume, fetching):
            self.monkeypatch.setattr(room, "POLICY", replace(room.POLICY, total=1.0))

    def open_loopback(self) -> None:
        """Let postings be fetched from a stub, which production refuses."""
        open_policy = replace(fetching.POLICY, private_ok=True, ports=None)
        self.monkeypatch.setattr(fetching, "POLICY", open_policy)


def _answer(response: http.client.HTTPResponse) -> Answer:
    """Of a stream only its first frame; it would never end."""
    headers = {name.lower(): value for name, value in response.getheaders()}
    stream = headers.get("content-type", "").startswith("text/event-stream")
    content = response.readline() if stream else response.read()
    return Answer(response.status, headers, content)


def answering() -> set[threading.Thread]:
    """The threads of servers that are at a request, or keep a line open for the next."""
    return {one for one in threading.enumerate() if "process_request" in one.name}
