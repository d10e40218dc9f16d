"""What boards must bear: empty, foreign and broken answers, endless lists, hostile tokens."""

from __future__ import annotations

import json
from typing import Any

import pytest

from orchestrator.sources.base import Query, SourceError
from orchestrator.sources.posting import BadRecord, Posting
from orchestrator.sources.registry import BOARDS
from tests.outside.server import Reply, Seen, Server
from tests.sources.plain_http import PlainHttp
from tests.sources.recorded_feeds import RECORDED, fetched, records

TOKENS = dict.fromkeys(BOARDS, "acme") | {"workday": "acme.wd5/Careers"}
# Where the rows of an answer are; None where the answer is the list.
LISTS = {
    "greenhouse": "jobs",
    "lever": None,
    "ashby": "jobs",
    "workable": "jobs",
    "smartrecruiters": "content",
    "recruitee": "offers",
    "workday": "jobPostings",
    "bamboohr": "result",
}
every_board = pytest.mark.parametrize("board", sorted(BOARDS))


def everywhere(server: Server, body: object) -> None:
    server.on("GET", ".*", Reply(body=body)).on("POST", ".*", Reply(body=body))


def wrapped(board: str, rows: list[Any]) -> Any:
    key = LISTS[board]
    return {key: rows} if key else rows


def rows_of(board: str) -> list[Any]:
    answer = json.loads((RECORDED / f"{board}.json").read_text())
    key = LISTS[board]
    found: list[Any] = answer[key] if key else answer
    return found


@every_board
def test_an_empty_board_gives_nothing_and_fails_not(outside: Server, board: str) -> None:
    everywhere(outside, wrapped(board, []))

    assert fetched(board, outside, board=TOKENS[board]) == ([], [])
    assert len(outside.seen) == 1


@every_board
@pytest.mark.parametrize(
    "body",
    [
        "<!doctype html><title>Sign in</title>",
        b"",
        b'{"jobs": [{"id": 1, "title": "Coo',
        b"\xff\xfe\x00",
        "null",
        '"jobs"',
        '{"jobs": 5, "content": {}, "offers": null, "jobPostings": "x", "result": 7}',
        b"[" * 5_000,
    ],
    ids=["html", "empty", "truncated", "bytes", "null", "string", "other types", "deep"],
)
def test_an_answer_of_another_shape_says_so(outside: Server, board: str, body: object) -> None:
    everywhere(outside, body)

    with pytest.raises(SourceError) as failure:
        records(board, outside, board=TOKENS[board])

    assert failure.value.kind == "changed_shape"


@every_board
def test_a_truncated_recording_says_so(outside: Server, board: str) -> None:
    everywhere(outside, (RECORDED / f"{board}.json").read_bytes()[:-40])

    with pytest.raises(SourceError) as failure:
        records(board, outside, board=TOKENS[board])

    assert failure.value.kind == "changed_shape"


@every_board
def test_a_bad_record_ends_nothing(outside: Server, board: str) -> None:
    good = rows_of(board)[0]
    everywhere(outside, wrapped(board, [5, None, {}, {"id": None}, [[]], good]))
    found = records(board, outside, board=TOKENS[board], limit=0)

    assert [type(record) for record in found] == [BadRecord] * 5 + [Posting]
    assert all(record.reason for record in found[:5] if isinstance(record, BadRecord))


@pytest.mark.parametrize(
    ("board", "key", "title"),
    [
        ("greenhouse", "title", "The title is missing."),
        ("lever", "text", "The title is missing."),
        ("lever", "hostedUrl", "The address of the posting is missing."),
        ("bamboohr", "jobOpeningName", "The title is missing."),
    ],
)
def test_a_record_without_what_it_needs_says_what(
    outside: Server, board: str, key: str, title: str
) -> None:
    everywhere(outside, wrapped(board, [{**rows_of(board)[0], key: " "}]))
    found = records(board, outside, board="acme", limit=0)

    assert [record.reason for record in found if isinstance(record, BadRecord)] == [title]


@every_board
def test_the_same_answers_give_equal_postings_in_the_same_order(
    outside: Server, board: str
) -> None:
    everywhere(outside, (RECORDED / f"{board}.json").read_bytes())
    first = records(board, outside, board=TOKENS[board], limit=0)
    second = records(board, outside, board=TOKENS[board], limit=0)

    assert first == second
    assert first


@every_board
@pytest.mark.parametrize(
    ("status", "kind"), [(403, "refused"), (404, "not_found"), (429, "rate_limited")]
)
def test_a_refusal_is_handed_on(outside: Server, board: str, status: int, kind: str) -> None:
    refusal = Reply(status=status)
    outside.on("GET", ".*", refusal).on("POST", ".*", refusal)

    with pytest.raises(SourceError) as failure:
        records(board, outside, board=TOKENS[board])

    assert failure.value.kind == kind


@every_board
@pytest.mark.parametrize(
    "token",
    ["../admin", "acme/..", "acme?x=", "acme#", "evil.example/", "a@b", "acme\n", "a/b/c/d", "."],
)
def test_a_token_cannot_lead_elsewhere(outside: Server, board: str, token: str) -> None:
    with pytest.raises(SourceError) as failure:
        records(board, outside, board=token)

    assert failure.value.kind == "not_found"
    assert outside.seen == []


@every_board
def test_without_a_board_there_is_nothing_to_ask(outside: Server, board: str) -> None:
    with pytest.raises(SourceError) as failure:
        next(BOARDS[board].fetch()(Query(), PlainHttp(outside.url)))

    assert failure.value.kind == "unsupported"
    assert outside.seen == []


def test_an_endless_listing_ends_with_the_pages_a_source_may_have(outside: Server) -> None:
    def page(seen: Seen) -> Reply:
        first = int(seen.query["offset"])
        listed = [{"id": str(first + n), "name": "Cook"} for n in range(100)]
        return Reply(body={"totalFound": 10**9, "content": listed})

    outside.on("GET", ".*", page)
    good, bad = fetched("smartrecruiters", outside, board="acme", limit=0)

    assert (len(outside.seen), len(good), bad) == (BOARDS["smartrecruiters"].max_pages, 10_000, [])
