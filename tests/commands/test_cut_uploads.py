"""Bodies that end in the middle, against the real server; starting it takes two seconds."""

from __future__ import annotations

import json
import re
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
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
    with urlopen(request, timeout=200) as answer:
        return json.load(answer)["data"]


def cut(house: House, path: str, body: bytes, *, length: int, kind: str, cookie: str = "") -> bytes:
    """What the server says to `body`, which is shorter than the announced length."""
    with socket.create_connection(("127.0.0.1", house.port), timeout=200) as line:
        line.sendall(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\nContent-Type: {kind}\r\n"
            f"Cookie: {cookie}\r\nContent-Length: {length}\r\n\r\n".encode()
        )
        with suppress(ConnectionError):  # who is refused unread may be cut off first
            line.sendall(body)
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
    for path in (f"/api/jobs/{job}/documents", f"/api/jobs/{job}/pdf", f"/job/{job}/documents"):
        for sent in (300, SIZE // 2):
            answer = cut(house, path, (HEAD + b"x" * sent)[:sent], length=SIZE, kind=kind)
            assert answer.split(b" ", 2)[1].startswith(b"4")
    assert asked(house, f"/api/jobs/{job}/documents") == []
    assert asked(house, f"/api/jobs/{job}")["pdfPath"] is None
    assert files(house.folder) == []
    until(house.answers)


def test_a_cut_form_is_not_taken_for_a_shorter_text(house: House, job: str) -> None:
    path = f"/job/{job}/notes"
    with urlopen(f"{house.url}{path}", timeout=200) as page:
        cookie = page.headers["Set-Cookie"].partition(";")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
    assert token
    kind = "application/x-www-form-urlencoded"
    body = urlencode({"csrfmiddlewaretoken": token[1], "title": "Call", "content": "They r"})
    for length in (len(body) + 4, len(body)):
        cut(house, path, body.encode(), length=length, kind=kind, cookie=cookie)
        notes = asked(house, f"/api/jobs/{job}/notes")
        assert len(notes) == (length == len(body))
