"""Uploads that end in the middle, against the real server; starting it takes two seconds."""

from __future__ import annotations

import json
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.commands.house import House
from tests.worker.harness import until

pytestmark = pytest.mark.worker

SIZE = 10 * 1024 * 1024
HEAD = b'--x\r\nContent-Disposition: form-data; name="file"; filename="cv.pdf"\r\n\r\n%PDF-'


def asked(house: House, path: str, body: Any = None) -> Any:
    request = Request(f"{house.url}{path}", data=body and json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    with urlopen(request, timeout=10) as answer:
        return json.load(answer)["data"]


def cut(house: House, path: str, *, sent: int, kind: str) -> bytes:
    """What the server says to a body that announces ten megabytes and ends after `sent` bytes."""
    with socket.create_connection(("127.0.0.1", house.port), timeout=10) as line:
        line.sendall(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {SIZE}\r\n\r\n".encode()
        )
        with suppress(ConnectionError):  # who is refused unread may be cut off first
            line.sendall((HEAD + b"x" * sent)[:sent])
            line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


@pytest.fixture
def job(house: House) -> str:
    code, said = house.run("shell", "-c", MAKE_JOB)
    assert code == 0, said
    house.start("serve", "--only", "web")
    return said.strip().splitlines()[-1]


MAKE_JOB = """
from orchestrator.accounts.door import local_owner
from tests import make
print(make.job(local_owner()).pk)
"""


def files(folder: Path) -> list[Path]:
    return [one for one in (folder / "files").rglob("*") if one.is_file()]


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json"])
def test_a_cut_upload_leaves_nothing_and_holds_no_thread(house: House, job: str, kind: str) -> None:
    begun = time.monotonic()
    for path in (f"/api/jobs/{job}/documents", f"/api/jobs/{job}/pdf", f"/job/{job}/documents"):
        for sent in (300, SIZE // 2):
            answer = cut(house, path, sent=sent, kind=kind)
            assert answer.split(b" ", 2)[1].startswith(b"4")
    assert time.monotonic() - begun < 10
    assert asked(house, f"/api/jobs/{job}/documents") == []
    assert asked(house, f"/api/jobs/{job}")["pdfPath"] is None
    assert files(house.folder) == []
    until(house.answers)
