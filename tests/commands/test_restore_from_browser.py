"""A backup put back by a form of the browser, under the real command: that takes seconds."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tests.commands.house import House
from tests.commands.restored import POSTGRES
from tests.worker.harness import until

pytestmark = [
    pytest.mark.worker,
    pytest.mark.skipif(POSTGRES, reason="on PostgreSQL a restore is a command of its own"),
]

FILL = """
from orchestrator.accounts.door import local_owner
from orchestrator.ops import backups
from tests import make
job = make.job(local_owner(), title="As it was")
print(backups.create("manual", actor="test").filename)
job.title = "Changed since"
job.save()
"""


def page(browser: OpenerDirector, url: str, form: dict[str, str] | None = None) -> str:
    """What is shown in the end; empty while the server makes way."""
    body = urlencode(form).encode() if form else None
    with suppress(OSError, HTTPException), browser.open(url, body, timeout=200) as answer:
        text: str = answer.read().decode()
        return text
    return ""


def titles(browser: OpenerDirector, house: House) -> list[Any]:
    rows = json.loads(page(browser, f"{house.url}/api/jobs"))["data"]["jobs"]
    return [row["title"] for row in rows]


@contextmanager
def knocking(port: int) -> Iterator[list[bool]]:
    """Whether the port was open, again and again as long as the block lasts."""
    found: list[bool] = []
    stop = threading.Event()

    def knock() -> None:
        while not stop.wait(0.1):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=60).close()
                found.append(True)
            except ConnectionRefusedError:
                found.append(False)

    thread = threading.Thread(target=knock)
    thread.start()
    try:
        yield found
    finally:
        stop.set()
        thread.join()


def test_a_form_puts_everything_back_and_the_port_stays_open(house: House) -> None:
    code, said = house.run("shell", "-c", FILL)
    assert code == 0, said
    archive = said.strip().splitlines()[-1]
    house.start("serve")
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    place = f"{house.url}/settings/backups"
    assert titles(browser, house) == ["Changed since"]
    asked = page(browser, f"{place}/{archive}/restore")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', asked)
    assert token
    with knocking(house.port) as was_open:
        form = {"csrfmiddlewaretoken": token[1]}
        page(browser, f"{place}/{archive}/restore", form)
        shown = until(lambda: (text := page(browser, place)) * ("<b>Restored</b>" in text))
    assert len(was_open) > 0
    assert all(was_open)
    assert f"Everything is as it was in {archive}." in shown
    safety = re.search(r"What was here before is in (jobops-manual-[\d-]+\.tar\.gz)", shown)
    assert safety
    assert safety[1] != archive
    assert f'href="/settings/backups/{safety[1]}" download' in shown
    assert titles(browser, house) == ["As it was"]
    until(lambda: len(house.roles()) == 2 and house.answers("/health/ready"), what="a worker")
