from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tailoring import rxresume
from tailoring.rxresume import Listed, RxResumeError, Server
from tests.bounds import ends
from tests.outside.rxresume import LEAK, RxResumeStub, hanging, huge, page, refuses
from tests.outside.server import Reply
from tests.outside.server import Server as Outside

DOCUMENT = {"basics": {"name": "Ada Byron"}, "sections": {}}


@pytest.fixture(autouse=True)
def _forget() -> None:
    rxresume._generations.clear()


@pytest.fixture
def server(rxresume_stub: RxResumeStub) -> Server:
    return Server(rxresume_stub.base_url, ["first-key"])


def _refused(server: Server) -> RxResumeError:
    with pytest.raises(RxResumeError) as caught:
        server.list_resumes()
    return caught.value


def test_it_lists_name_id_and_time(server: Server) -> None:
    assert server.list_resumes() == [
        Listed(id="r1", name="Base", updated_at="2026-11-01T10:00:00.000Z")
    ]


@pytest.mark.parametrize("wrapped", [True, False])
@pytest.mark.parametrize("as_text", [True, False])
@pytest.mark.parametrize("paths", ["new", "old", "both"])
def test_it_reads_every_form_of_answer(
    server: Server, rxresume_stub: RxResumeStub, wrapped: bool, as_text: bool, paths: str
) -> None:
    rxresume_stub.wrapped, rxresume_stub.data_as_text = wrapped, as_text
    rxresume_stub.paths = paths
    assert [row.id for row in server.list_resumes()] == ["r1"]
    assert server.get("r1") == DOCUMENT


def test_it_takes_a_bare_document(server: Server, rxresume_stub: RxResumeStub) -> None:
    rxresume_stub.next(Reply(body=DOCUMENT))
    assert server.get("r1") == DOCUMENT


@pytest.mark.parametrize("ending", ["", "/", "/api", "/api/", "/api/openapi", "/api/openapi/"])
def test_the_address_may_end_in_any_usual_way(rxresume_stub: RxResumeStub, ending: str) -> None:
    Server(rxresume_stub.base_url + ending, ["first-key"]).list_resumes()
    [seen] = rxresume_stub.seen
    assert seen.path == "/api/openapi/resumes"
    assert seen.headers["x-api-key"] == "first-key"


def test_the_old_paths_are_tried_once_and_remembered(
    server: Server, rxresume_stub: RxResumeStub
) -> None:
    rxresume_stub.paths = "old"
    server.list_resumes()
    server.get("r1")
    assert [seen.path.removeprefix("/api/openapi") for seen in rxresume_stub.seen] == [
        "/resumes",
        "/resume/list",
        "/resume/r1",
    ]


def test_a_server_that_learnt_the_new_paths_is_found_again(
    server: Server, rxresume_stub: RxResumeStub
) -> None:
    rxresume_stub.paths = "old"
    server.list_resumes()
    rxresume_stub.paths = "new"
    assert server.get("r1") == DOCUMENT


def test_a_missing_document_is_gone_and_known_paths_are_not_doubted(
    server: Server, rxresume_stub: RxResumeStub
) -> None:
    server.list_resumes()
    with pytest.raises(RxResumeError) as caught:
        server.get("r9")
    assert (caught.value.kind, caught.value.details) == ("gone", {"upstreamStatus": 404})
    assert len(rxresume_stub.seen) == 2


def test_the_next_key_is_tried_on_401(rxresume_stub: RxResumeStub) -> None:
    rxresume_stub.keys = {"third-key"}
    keys = ["first-key", " ", "schlüssel", "third-key "]
    assert len(Server(rxresume_stub.base_url, keys).list_resumes()) == 1
    assert [seen.headers["x-api-key"] for seen in rxresume_stub.seen] == ["first-key", "third-key"]


@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_key_is_said(server: Server, rxresume_stub: RxResumeStub, code: int) -> None:
    rxresume_stub.next(refuses(code))
    problem = _refused(server)
    assert (problem.kind, problem.details) == ("refused_key", {"upstreamStatus": code})


@pytest.mark.parametrize(("base_url", "keys"), [("", ["k"]), ("http://h.example", [" "])])
def test_without_address_or_key_nothing_is_asked(base_url: str, keys: list[str]) -> None:
    assert _refused(Server(base_url, keys)).kind == "not_connected"


@pytest.mark.parametrize(
    ("reply", "kind", "details"),
    [
        (refuses(418), "other_status", {"upstreamStatus": 418}),
        (refuses(429, retry_after=7), "busy", {"upstreamStatus": 429, "retryAfter": 7}),
        (refuses(429), "busy", {"upstreamStatus": 429}),
        (page(), "not_rxresume", {}),
        (Reply(body={"hello": 1}), "not_rxresume", {}),
        (Reply(body=[{"no": "id"}]), "not_rxresume", {}),
        (huge(), "too_big", {}),
    ],
)
def test_every_outcome_has_its_kind(
    server: Server, rxresume_stub: RxResumeStub, reply: Reply, kind: str, details: dict[str, Any]
) -> None:
    rxresume_stub.next(reply)
    problem = _refused(server)
    assert (problem.kind, problem.details) == (kind, details)
    assert len(rxresume_stub.seen) == 1


def test_a_404_on_both_list_paths_is_another_kind_of_server(outside: Outside) -> None:
    problem = _refused(Server(outside.url, ["k"]))
    assert (problem.kind, problem.details) == ("not_rxresume", {"upstreamStatus": 404})
    assert len(outside.seen) == 2


@pytest.mark.parametrize("reply", [refuses(502), refuses(503), refuses(504), Reply(close=True)])
def test_it_tries_once_more_where_that_may_help(
    server: Server, rxresume_stub: RxResumeStub, reply: Reply
) -> None:
    rxresume_stub.next(reply)
    assert len(server.list_resumes()) == 1
    assert len(rxresume_stub.seen) == 2


@pytest.mark.parametrize(
    ("replies", "step", "asked"),
    [
        ([refuses(500)], "answer", 1),
        ([refuses(503)] * 2, "answer", 2),
        ([Reply(close=True)] * 2, "read", 2),
    ],
)
def test_a_server_that_fails_is_unreachable_and_the_step_is_named(
    server: Server, rxresume_stub: RxResumeStub, replies: list[Reply], step: str, asked: int
) -> None:
    rxresume_stub.next(*replies)
    problem = _refused(server)
    assert (problem.kind, problem.details["step"]) == ("unreachable", step)
    assert problem.details["where"] in ("container", "machine")
    assert rxresume.STEPS[step] in problem.sentence
    assert len(rxresume_stub.seen) == asked


def test_a_closed_port_is_named_too() -> None:
    problem = _refused(Server("http://127.0.0.1:9", ["k"]))
    assert (problem.kind, problem.details["step"]) == ("unreachable", "connect")
    assert "127.0.0.1" not in problem.sentence


def test_a_hanging_server_is_a_timeout(rxresume_stub: RxResumeStub) -> None:
    rxresume_stub.next(hanging())
    # Long enough for a busy machine to connect.
    short = replace(rxresume.POLICY, total=3)
    with ends():
        problem = _refused(Server(rxresume_stub.base_url, ["first-key"], policy=short))
    assert (problem.kind, problem.details["step"]) == ("timeout", "read")
    assert len(rxresume_stub.seen) == 1


def test_the_limits_are_those_of_the_table() -> None:
    policy = rxresume.POLICY
    assert (policy.connect, policy.total, policy.max_bytes) == (5, 20, 10 * 1024 * 1024)
    assert (policy.redirects, policy.same_host_redirects, policy.private_ok) == (2, True, True)


def test_a_private_address_may_be_forbidden(rxresume_stub: RxResumeStub) -> None:
    problem = _refused(
        Server(
            rxresume_stub.base_url, ["first-key"], policy=replace(rxresume.POLICY, private_ok=False)
        )
    )
    assert (problem.kind, problem.details["step"]) == ("unreachable", "address")
    assert rxresume_stub.seen == []


def test_the_key_does_not_follow_to_another_host(
    server: Server, rxresume_stub: RxResumeStub, outside: Outside
) -> None:
    elsewhere = f"http://localhost:{outside.port}/api/openapi/resumes"
    rxresume_stub.next(Reply(status=302, headers={"Location": elsewhere}))
    assert _refused(server).kind == "other_status"
    assert outside.seen == []


def test_a_redirect_on_the_same_host_is_followed(
    server: Server, rxresume_stub: RxResumeStub
) -> None:
    rxresume_stub.next(Reply(status=307, headers={"Location": "/api/openapi/resumes"}))
    assert len(server.list_resumes()) == 1


def test_an_id_cannot_leave_its_place_in_the_path(
    server: Server, rxresume_stub: RxResumeStub
) -> None:
    with pytest.raises(RxResumeError):
        server.get("../../secret?x=1")
    assert rxresume_stub.seen[0].path == "/api/openapi/resumes/..%2F..%2Fsecret%3Fx%3D1"


@pytest.mark.parametrize("code", [400, 401, 403, 404, 429, 500])
def test_no_error_holds_the_key_or_a_word_of_the_server(
    server: Server, rxresume_stub: RxResumeStub, code: int
) -> None:
    rxresume_stub.next(*[refuses(code)] * 2)
    problem = _refused(server)
    shown = f"{problem!r} {problem.details} {problem.__cause__!r}"
    words = [*LEAK.split(), "first-key", rxresume_stub.base_url]
    assert not [word for word in words if word in shown]
