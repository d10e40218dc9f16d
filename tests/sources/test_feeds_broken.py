"""What no feed may do, whatever it is answered: raise anything but SourceError, go on for ever."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import pytest

from orchestrator.sources.base import Query, SourceError, has_changed
from orchestrator.sources.posting import BadRecord, Posting
from orchestrator.sources.registry import SOURCES
from tests.outside.server import Reply, Server
from tests.sources.plain_http import PlainHttp
from tests.sources.recorded_feeds import RECORDED, records, serve

KEYS = {"adzunaAppId": "id-1", "adzunaAppKey": "key-1"}
FILES = {
    "remoteok": ("remoteok.json",),
    "remotive": ("remotive.json",),
    "arbeitnow": ("arbeitnow.json", "arbeitnow_2.json"),
    "workingnomads": ("workingnomads.json",),
    "himalayas": ("himalayas.json",),
    "jobicy": ("jobicy.json",),
    "hn_hiring": ("hn_hiring_stories.json", "hn_hiring.json"),
    "adzuna": ("adzuna.json",),
    "themuse": ("themuse.json", "themuse_2.json"),
}
# The key of an answer that holds its rows; two answer with the rows themselves.
ROWS = {
    "remotive": "jobs", "arbeitnow": "data", "himalayas": "jobs", "jobicy": "jobs",
    "hn_hiring": "hits", "adzuna": "results", "themuse": "results",
}  # fmt: skip
feeds = pytest.mark.parametrize("source", FILES)


def _read(source: str, server: Server) -> list[Posting | BadRecord]:
    return records(source, server, country="GB", keys=KEYS)


def _rows(source: str, rows: list[Any]) -> Any:
    return {ROWS[source]: rows} if source in ROWS else rows


def _answers(source: str, server: Server, body: object) -> None:
    """The stub gives this, to a Hacker News search after naming the thread."""
    if source == "hn_hiring":
        story = {"objectID": "7", "title": "Ask HN: Who is hiring?"}
        server.next(Reply(body={"hits": [story]}))
    server.on("GET", ".*", Reply(body=body))


@feeds
def test_equal_answers_give_equal_postings_in_the_same_order(source: str, outside: Server) -> None:
    serve(outside, ".*", *FILES[source])
    once = _read(source, outside)
    serve(outside, ".*", *FILES[source])
    assert once == _read(source, outside)
    assert sum(isinstance(one, Posting) for one in once) > 1


@feeds
def test_every_posting_names_its_source_and_a_number_of_its_own(
    source: str, outside: Server
) -> None:
    serve(outside, ".*", *FILES[source])
    good = [one for one in _read(source, outside) if isinstance(one, Posting)]
    assert {one.source for one in good} == {source}
    assert None not in {one.source_job_id for one in good}
    assert len({one.source_job_id for one in good}) == len(good)


@feeds
def test_only_the_hosts_of_its_row_are_asked(source: str, outside: Server) -> None:
    serve(outside, ".*", *FILES[source])
    _read(source, outside)
    assert {seen.path.split("/")[1] for seen in outside.seen} == set(SOURCES[source].hosts)


@feeds
def test_no_rows_are_no_postings(source: str, outside: Server) -> None:
    _answers(source, outside, _rows(source, []))
    assert _read(source, outside) == []


@feeds
@pytest.mark.parametrize(
    "body",
    [b"", b"<!doctype html><title>Just a moment</title>", b"null", b"7", b'{"jobs"', b"\xff\xfe{"],
)
def test_what_is_no_answer_has_changed_its_shape(source: str, body: bytes, outside: Server) -> None:
    _answers(source, outside, body)
    with pytest.raises(SourceError) as found:
        _read(source, outside)
    assert found.value.kind == "changed_shape"


@feeds
def test_half_an_answer_has_changed_its_shape(source: str, outside: Server) -> None:
    _answers(source, outside, _recorded(source)[:-9])
    with pytest.raises(SourceError) as found:
        _read(source, outside)
    assert found.value.kind == "changed_shape"


ODD: list[Any] = [None, 7, "text", [], {"id": "1"}, {"id": "2", "slug": []}, [["x"]]]


@feeds
def test_rows_of_any_shape_are_bad_records_and_end_nothing(source: str, outside: Server) -> None:
    serve(outside, ".*", *FILES[source])
    good = next(one for one in _read(source, outside) if isinstance(one, Posting))
    first = next(
        row for row in _recorded_rows(source) if str(good.source_job_id) in map(str, row.values())
    )
    odd = [row | {"parent_id": 7} if isinstance(row, dict) else row for row in ODD]
    _answers(source, outside, json.dumps(_rows(source, [*odd, first | {"parent_id": 7}])).encode())
    found = _read(source, outside)
    assert found[-1] == good
    assert [isinstance(one, BadRecord) and bool(one.reason) for one in found[:-1]] == [True] * 7
    assert has_changed(1, 7)


@feeds
@pytest.mark.parametrize(
    "value", [None, "", 0, -1, 1e308, [], {}, [{}], {"name": None}, "http://[", True, "\x00\ud800"]
)
def test_a_record_whose_every_field_is_odd_ends_nothing(
    source: str, value: object, outside: Server
) -> None:
    keys = {key for row in _recorded_rows(source) for key in row}
    row = dict.fromkeys(keys, value) | {"parent_id": 7}
    _answers(source, outside, json.dumps(_rows(source, [row])).encode())
    assert not any(isinstance(one, Posting) for one in _read(source, outside))


@pytest.mark.parametrize("source", ["arbeitnow", "themuse"])
def test_what_came_before_an_error_is_kept(source: str, outside: Server) -> None:
    outside.next(Reply(body=_recorded(source)))
    outside.on("GET", ".*", Reply(status=503))
    stream = SOURCES[source].fetch()(Query(), PlainHttp(outside.url))
    kept = list(islice(stream, 3))
    with pytest.raises(SourceError) as found:
        next(stream)
    assert (len(kept), found.value.kind) == (3, "unreachable")


def _recorded(source: str) -> bytes:
    """The first answer that has jobs in it."""
    name = "hn_hiring.json" if source == "hn_hiring" else FILES[source][0]
    return (RECORDED / name).read_bytes()


def _recorded_rows(source: str) -> list[dict[str, Any]]:
    answer = json.loads(_recorded(source))
    rows: list[dict[str, Any]] = answer[ROWS[source]] if source in ROWS else answer
    return rows
