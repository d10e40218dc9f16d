"""Two web processes behind one address: whoever answers, it is the same house."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, NoReturn

import psutil
import pytest

from tests.commands.house import House
from tests.worker.harness import gone, until

pytestmark = pytest.mark.worker

OWNER = {"username": "ada", "password": "correct horse battery staple"}
JOB = {"title": "Baker", "employer": "Crumb", "jobDescription": "Bread."}


def built(folder: Path, **env: str) -> House:
    house = House(folder)
    house.start("serve", "--only", "web", env={"JOBOPS_WEB_PROCESSES": "2", **env})
    until(lambda: len(servers(house)) == 2, what="two web processes")
    return house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = built(tmp_path)
    yield found
    found.end()


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[House]:
    found = built(tmp_path, JOBOPS_AUTH="required")
    yield found
    found.end()


def servers(house: House) -> list[psutil.Process]:
    return house.roles()[0].children()


def ask(
    house: House, method: str, path: str, body: object = None, **headers: str
) -> tuple[int, Any]:
    """On a line of its own, so that the kernel chooses who answers."""
    line = HTTPConnection("127.0.0.1", house.port, timeout=100)
    data = json.dumps(body) if body is not None else None
    line.request(method, path, data, {"Content-Type": "application/json", **headers})
    answer = line.getresponse()
    said = json.loads(answer.read() or b"null")
    line.close()
    return answer.status, said


def listening(house: House) -> HTTPResponse:
    line = HTTPConnection("127.0.0.1", house.port, timeout=100)
    line.request("GET", "/live")
    return line.getresponse()


def hear(stream: HTTPResponse) -> int:
    """The id of the next frame."""
    for raw in stream:
        name, _, value = raw.decode().partition(": ")
        if name == "id":
            return int(value)
    raise AssertionError("the stream ended")


def hear_to_the_end(stream: HTTPResponse) -> NoReturn:
    while True:
        hear(stream)


def streams_of(server: psutil.Process) -> int:
    found = server.net_connections("tcp")
    return sum(one.status == psutil.CONN_ESTABLISHED for one in found)


def test_a_change_made_by_one_is_heard_in_streams_of_both(house: House) -> None:
    ask(house, "GET", "/api/jobs")
    streams: list[HTTPResponse] = []

    def spread() -> bool:
        if len(streams) < 12:
            streams.append(listening(house))
        return all(streams_of(server) for server in servers(house))

    until(spread, what="a stream in each process")
    before = [hear(stream) for stream in streams if stream.status == 200]
    status, _ = ask(
        house, "POST", "/api/manual-jobs/import",
        {"skipTailoring": True, "job": {**JOB, "jobUrl": "https://jobs.example/1"}},
    )  # fmt: skip
    assert status in (200, 201)
    after = [hear(stream) for stream in streams if stream.status == 200]
    assert all(now > then for then, now in zip(before, after, strict=True))


def test_who_signed_in_at_one_is_known_to_both(guarded: House) -> None:
    status, said = ask(guarded, "POST", "/api/auth/setup", OWNER)
    assert status in (200, 201), said
    status, said = ask(guarded, "POST", "/api/auth/login", OWNER)
    assert status == 200, said
    bearer = f"Bearer {said['data']['token']}"
    found = {ask(guarded, "GET", "/api/jobs", Authorization=bearer)[0] for _ in range(20)}
    strangers = {ask(guarded, "GET", "/api/jobs")[0] for _ in range(8)}
    assert (found, strangers) == ({200}, {401})


def test_wrong_passwords_are_counted_together(guarded: House) -> None:
    ask(guarded, "POST", "/api/auth/setup", OWNER)
    wrong = {**OWNER, "password": "wrong wrong wrong"}
    found = [ask(guarded, "POST", "/api/auth/login", wrong)[0] for _ in range(7)]
    assert found[:5] == [401] * 5
    assert set(found[5:]) == {429}


def test_one_that_is_killed_takes_nobody_with_it_and_is_replaced(house: House) -> None:
    victim = servers(house)[0]
    victim.kill()
    until(lambda: gone([victim]))
    assert {ask(house, "GET", "/api/jobs")[0] for _ in range(6)} == {200}
    until(lambda: len(servers(house)) == 2 and not gone(servers(house)), what="two again")
    assert victim.pid not in {one.pid for one in servers(house)}


def test_a_stream_of_the_killed_one_ends_and_the_next_begins(house: House) -> None:
    stream = listening(house)
    hear(stream)
    holder = until(lambda: next((one for one in servers(house) if streams_of(one)), None))
    holder.kill()
    with pytest.raises((AssertionError, ConnectionError, socket.timeout)):
        hear_to_the_end(stream)
    assert hear(listening(house)) >= 0
