"""Stopping and starting again while people work: nothing that was answered is lost or doubled, and
streams end so that browsers come back. Each test starts the whole house twice.
"""

from __future__ import annotations

import json
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from threading import Event
from urllib.request import urlopen

import pytest

from tests.commands.house import House
from tests.worker.harness import until

pytestmark = pytest.mark.worker

WRITES = 200
CLIENTS = 8


def posted(house: House, path: str, body: object) -> tuple[int, bytes]:
    """Sent again only when the connection was refused or closed before a word of an answer."""
    for _ in range(600):
        line = HTTPConnection("127.0.0.1", house.port, timeout=60)
        try:
            line.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            answer = line.getresponse()
            return answer.status, answer.read()
        except (ConnectionError, HTTPException):
            time.sleep(0.1)  # a client's pause before it tries again
        finally:
            line.close()
    raise AssertionError("nobody answered for a minute")


def stop(house: House) -> int:
    assert house.process
    house.process.send_signal(signal.SIGTERM)
    return house.process.wait(200)


def test_a_restart_loses_and_doubles_no_write_that_was_answered(house: House) -> None:
    house.start("serve")
    job = {"title": "Baker", "employer": "Crumb", "jobDescription": "Bread."}
    body = {"skipTailoring": True, "job": {**job, "jobUrl": "https://jobs.example/1"}}
    status, answer = posted(house, "/api/manual-jobs/import", body)
    assert status in (200, 201), answer
    notes = f"/api/jobs/{json.loads(answer)['data']['id']}/notes"
    begun = Event()

    def write(number: int) -> int:
        if number == WRITES // 4:
            begun.set()
        return posted(house, notes, {"title": f"Note {number}", "content": "x"})[0]

    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = clients.map(write, range(WRITES))
        begun.wait(60)
        assert stop(house) == 0
        house.start("serve")
        assert Counter(answers) == {201: WRITES}
    kept = json.loads(urlopen(house.url + notes).read())["data"]
    assert sorted(one["title"] for one in kept) == sorted(f"Note {n}" for n in range(WRITES))


def test_a_stream_ends_with_when_to_come_back(house: House) -> None:
    house.start("serve", "--only", "web")
    stream = urlopen(f"{house.url}/live", timeout=60)
    assert stream.readline().startswith(b"retry: ")
    with ThreadPoolExecutor(1) as reader:
        rest = reader.submit(stream.read)
        assert stop(house) == 0
        assert rest.result(60).endswith(b"retry: 1000\n\n")


def test_a_request_in_flight_is_answered(house: House) -> None:
    house.start("serve", "--only", "web")
    line = HTTPConnection("127.0.0.1", house.port, timeout=60)
    line.putrequest("POST", "/api/settings/nothing")
    line.putheader("Content-Type", "application/json")
    line.putheader("Content-Length", "2")
    line.endheaders(b"{")
    with ThreadPoolExecutor(1) as stopping:
        # It is read by now, or the next byte would find nobody.
        until(lambda: house.answers())
        ended = stopping.submit(stop, house)
        line.send(b"}")
        assert line.getresponse().status == 404
        line.close()
        assert ended.result(200) == 0
