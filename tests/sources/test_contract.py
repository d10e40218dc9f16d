"""What holds for every source, whatever its answer is: records, or one error of a known kind."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from orchestrator.models import StoredFeed, User
from orchestrator.pipeline import polite
from orchestrator.pipeline.asking import Asking, ask
from orchestrator.sources.base import Query, Record, SourceError
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import BOARDS, SOURCES
from tests.outside import boards as outside
from tests.outside.boards import Boards, Fault

IDS = [row.id for row in SOURCES.values() if not row.child]
TOKENS = {"workday": "acme.wd1/careers"}
KEYS = {"adzunaAppId": "an-id", "adzunaAppKey": "a-secret-key", "themuseApiKey": "a-muse-key"}
every_source = pytest.mark.parametrize("source", IDS)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polite, "FIRST_PAUSE", 0)
    monkeypatch.setattr(polite, "JITTER", 0.001)


def query(source: str) -> Query:
    row = SOURCES[source]
    return Query(
        terms=("engineer",),
        country="GB",
        limit=30,
        board=TOKENS.get(source, "acme") if source in BOARDS else None,
        keys={name: KEYS[name] for name in (*row.needs, *row.optional_needs)},
    )


def asked(source: str, owner: User, **more: object) -> tuple[list[Record], Asking]:
    row = replace(SOURCES[source], gap=0.001, limits=())
    settings = {"cancelled": lambda: False, "seconds": 120, **more}
    asking = ask(row, query(source), owner=owner, **settings)
    return list(asking), asking


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Empty unless an adapter let an exception go that is no SourceError."""
    caplog.set_level(logging.ERROR, logger="orchestrator.pipeline.asking")
    return caplog


def spoilt(source: str, owner: User, boards: Boards, fault: Fault, log) -> SourceError | None:
    boards.fault(source, fault)
    asking = asked(source, owner)[1]
    assert log.records == []
    if asking.error:
        assert len(asking.error.sentence) <= 300
        assert "canary" not in asking.error.sentence
        assert not any(key in asking.error.sentence for key in KEYS.values())
    return asking.error


@every_source
def test_a_recorded_answer_gives_postings_of_this_source(source: str, ada, boards, log):
    found, asking = asked(source, ada)

    postings = [one for one in found if isinstance(one, Posting)]
    assert asking.error is None
    assert postings
    assert {one.source for one in postings} == {source}
    assert all(one.source_job_id for one in postings)
    assert log.records == []


@every_source
def test_the_same_answers_give_equal_records_in_the_same_order(source: str, ada, boards):
    first = asked(source, ada)[0]
    StoredFeed.objects.all().delete()

    assert asked(source, ada)[0] == first


@every_source
def test_its_ids_differ_from_each_other(source: str, ada, boards):
    ids = [one.source_job_id for one in asked(source, ada)[0] if isinstance(one, Posting)]

    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("fault", "kinds"),
    [
        (outside.empty(), {"changed_shape"}),
        (outside.page(), {"changed_shape"}),
        (outside.half(), {"changed_shape"}),
        (outside.huge(), {"too_big"}),
        (outside.says("null"), {"changed_shape"}),
        (outside.says("[" * 100_000), {"changed_shape"}),
        (outside.says("7"), {"changed_shape"}),
        (outside.says({"error": "no"}), {"changed_shape"}),
        (outside.says(b"\xff\xfe\x00"), {"changed_shape"}),
        (outside.status(400), {"changed_shape"}),
        (outside.status(401), {"refused"}),
        (outside.refused(), {"refused"}),
        (outside.wall(), {"refused"}),
        (outside.away(), {"refused"}),
        (outside.status(404), {"not_found"}),
        (outside.status(410), {"not_found"}),
        (outside.hasty(3_600), {"rate_limited"}),
        (outside.status(500), {"unreachable"}),
        (outside.status(503), {"unreachable"}),
    ],
    ids=[
        *(
            "empty",
            "page",
            "half",
            "huge",
            "null",
            "deep",
            "number",
            "other",
            "bytes",
            "400",
            "401",
        ),
        *("403", "wall", "redirect", "404", "410", "429", "500", "503"),
    ],
)
@every_source
def test_a_spoilt_answer_is_one_error_of_its_kind(source, fault, kinds, ada, boards, log):
    error = spoilt(source, ada, boards, fault, log)

    assert error is not None
    assert error.kind in kinds


@every_source
def test_a_list_of_anything_raises_nothing(source: str, ada, boards, log):
    odd = [None, 7, "x", [], {}, [[]], {"id": {}}, {"id": [], "title": 7}, {"jobs": None}]

    def spoil(seen, healthy):
        body, jobs = healthy.body, outside.listing(healthy.body)
        if isinstance(body, list):
            return replace(healthy, body=[*jobs, *odd])
        return replace(healthy, body={k: [*v, *odd] if v is jobs else v for k, v in body.items()})

    spoilt(source, ada, boards, spoil, log)


@every_source
def test_a_source_that_hangs_ends_in_time(source: str, ada, boards):
    boards.fault(source, outside.hanging())

    assert asked(source, ada, seconds=0.2)[1].error.kind == "timeout"


@every_source
def test_pages_without_end_come_to_an_end(source: str, ada, boards):
    # Two boards may be as long as a hundred pages, which takes seconds.
    boards.fault(source, outside.endless())

    found, asking = asked(source, ada, seconds=240)

    assert asking.error is None
    assert found
    details = len(found) if "detail" in SOURCES[source].can else 0
    assert asking.requests <= SOURCES[source].max_pages + details + 1


@every_source
def test_a_cancelled_run_asks_nothing_more(source: str, ada, boards):
    answers = iter([False, False, False])

    asking = asked(source, ada, cancelled=lambda: next(answers, True))[1]

    assert asking.requests <= 1
    assert asking.error is None or asking.error.kind == "cancelled"


@every_source
def test_it_keeps_to_https_and_its_hosts(source: str, ada, boards):
    asked(source, ada)

    assert {outside.source_of(seen) for seen in boards.seen} == {source}


@every_source
def test_no_key_is_sent_to_a_source_that_has_none(source: str, ada, boards):
    asked(source, ada)

    said = " ".join(f"{seen.query} {seen.headers}" for seen in boards.seen)
    mine = {KEYS[name] for name in (*SOURCES[source].needs, *SOURCES[source].optional_needs)}
    assert {key for key in KEYS.values() if key in said} == mine
