from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections

from jobops.web import places
from orchestrator.ops import web
from tailoring.answers import QUESTION_LIMIT
from tests.worker.harness import REAL_ROWS


@pytest.fixture
def server() -> Iterator[web.Server]:
    listener = web.listen("127.0.0.1", 0)
    yield web.Server(WSGIHandler(), listener)
    listener.close()


@pytest.fixture
def one_place(monkeypatch: pytest.MonkeyPatch) -> threading.BoundedSemaphore:
    ordinary = threading.BoundedSemaphore(1)
    monkeypatch.setattr(places, "_places", ordinary)
    monkeypatch.setattr(places, "_lines", threading.BoundedSemaphore(1))
    return ordinary


def in_a_thread(act: object) -> None:
    thread = threading.Thread(target=act)  # type: ignore[arg-type]
    thread.start()
    thread.join()


def test_readers_of_replies_have_threads_beside_those_of_pages(server: web.Server) -> None:
    assert server.cfg.threads == settings.WEB_THREADS + settings.CHAT_SEATS
    assert places._places._initial_value == settings.WEB_THREADS


def test_the_longest_question_with_accents_fits_into_an_address(server: web.Server) -> None:
    line = f"GET /api/answers/similar?question={quote('é' * QUESTION_LIMIT)}&language=de HTTP/1.1"
    assert len(line) < server.cfg.limit_request_line


def test_each_request_takes_an_ordinary_place(
    server: web.Server, one_place: threading.BoundedSemaphore
) -> None:
    server.cfg.pre_request(None, None)
    assert one_place._value == 0
    server.cfg.post_request(None, None, {}, None)
    server.cfg.post_request(None, None, {}, None)
    assert one_place._value == 1


@REAL_ROWS
def test_no_more_lines_to_the_database_are_kept_than_requests_run_at_once(
    one_place: threading.BoundedSemaphore,
) -> None:
    found: dict[str, bool] = {}

    def request(name: str) -> None:
        places.come_in()
        connection.ensure_connection()
        places.go_out()
        found[name] = connection.connection is not None
        connections.close_all()

    in_a_thread(lambda: request("first"))
    in_a_thread(lambda: request("second"))
    assert found == {"first": True, "second": False}


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match=f"{port} is already in use"):
            web.listen("127.0.0.1", port)
