"""Asking one source: what comes out, what stays inside, and what is remembered of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from orchestrator import preferences
from orchestrator.models import SourceOutcome, SourceUse, User
from orchestrator.pipeline.asking import Asking, ask
from orchestrator.sources.base import Query, Record, SourceError, SourceHttp
from orchestrator.sources.posting import BadRecord, Posting
from orchestrator.sources.registry import SOURCES, Limit, Source
from tests.outside.server import Reply, Server

QUERY = Query(limit=50)


class Adapter(Source):
    """A row whose adapter is the test's own."""

    def fetch(self):
        return self.options["fetch"]


def adapter(fetch, **changes) -> Source:
    row = replace(SOURCES["arbeitnow"], gap=0.01, options={}, **changes)
    made = Adapter(**{name: getattr(row, name) for name in row.__dataclass_fields__})
    object.__setattr__(made, "options", {"fetch": fetch})
    return made


def posting(number: int) -> Posting:
    url = f"https://www.arbeitnow.com/jobs/{number}"
    return Posting(title="Baker", employer="Acme", job_url=url, source_job_id=str(number))


def asked(source: Source, owner: User, query: Query = QUERY, **more) -> tuple[list[Record], Asking]:
    asking = ask(source, query, owner=owner, cancelled=lambda: False, **more)
    return list(asking), asking


def fails_after(count: int, error: Exception):
    def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
        yield from map(posting, range(count))
        raise error

    return fetch


@pytest.fixture(autouse=True)
def relay(outside: Server, settings) -> Server:
    settings.SOURCE_RELAY_URL = outside.url
    return outside


def test_a_real_source_gives_its_postings(ada: User, relay: Server):
    job = {
        "slug": "baker-1", "title": "Baker", "company_name": "Acme", "description": "<p>Bread</p>",
        "url": "https://www.arbeitnow.com/jobs/baker-1", "remote": False, "location": "Berlin",
        "tags": [], "job_types": [], "created_at": 1750000000,
    }  # fmt: skip
    relay.on("GET", ".*", Reply(body={"data": [job], "links": {"next": None}, "meta": {}}))

    found, asking = asked(replace(SOURCES["arbeitnow"], gap=0.01), ada)

    assert [(one.title, one.employer) for one in found] == [("Baker", "Acme")]
    assert (asking.error, asking.good, asking.bad, asking.requests) == (None, 1, 0, 1)
    assert asking.seconds > 0


def test_what_came_before_a_failure_is_kept(ada: User):
    found, asking = asked(adapter(fails_after(2, SourceError("refused"))), ada)

    assert len(found) == asking.good == 2
    assert asking.error.kind == "refused"


@pytest.mark.parametrize("failure", [KeyError("x"), RecursionError(), UnicodeError(), ValueError()])
def test_any_other_exception_is_a_changed_shape_and_stands_in_the_log(
    ada: User, failure: Exception, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.ERROR, logger="orchestrator.pipeline.asking"):
        found, asking = asked(adapter(fails_after(1, failure)), ada)

    assert len(found) == 1
    assert asking.error.kind == "changed_shape"
    assert caplog.records[0].exc_info[1] is failure


@pytest.mark.parametrize(
    ("good", "bad", "kind"),
    [(0, 4, None), (5, 5, None), (4, 5, "changed_shape"), (0, 5, "changed_shape")],
)
def test_mostly_bad_records_mean_that_the_source_changed(ada: User, good: int, bad: int, kind):
    records = [*map(posting, range(good)), *[BadRecord(1, "The title is missing.")] * bad]

    found, asking = asked(adapter(lambda query, http: iter(records)), ada)

    assert len(found) == good + bad
    assert (asking.error and asking.error.kind) == kind


def test_a_search_ends_at_its_limit_and_a_board_does_not(ada: User):
    source = adapter(lambda query, http: map(posting, range(9)))

    assert asked(source, ada, Query(limit=3))[1].good == 3
    assert asked(source, ada, Query(limit=3, board="acme"))[1].good == 9


def test_each_attempt_is_remembered_and_the_last_twenty_are_kept(ada: User, ben: User):
    SourceOutcome.objects.create(owner=ben, source="arbeitnow")
    for number in range(23):
        asked(adapter(fails_after(number, SourceError("timeout"))), ada)

    kept = SourceOutcome.objects.filter(owner=ada).order_by("-at")
    assert [row.postings for row in kept] == list(range(22, 2, -1))
    assert {row.kind for row in kept} == {"timeout"}
    assert SourceOutcome.objects.filter(owner=ben).count() == 1


def test_a_reader_who_stops_early_leaves_an_outcome_too(ada: User):
    source = adapter(lambda query, http: map(posting, range(9)))
    reading = iter(ask(source, QUERY, owner=ada, cancelled=lambda: False))
    next(reading)
    reading.close()

    row = SourceOutcome.objects.get(owner=ada)
    assert (row.kind, row.postings) == ("", 1)


def test_a_boards_outcomes_are_its_own(ada: User):
    for board in ("acme", "beta", ""):
        asked(adapter(fails_after(1, SourceError("timeout"))), ada, Query(board=board or None))

    assert set(SourceOutcome.objects.values_list("board", flat=True)) == {"acme", "beta", ""}


@pytest.mark.parametrize("kind", ["needs_key", "unsupported", "cancelled"])
def test_what_is_not_the_sources_fault_is_not_held_against_it(ada: User, kind: str):
    asked(adapter(fails_after(0, SourceError(kind))), ada)

    assert not SourceOutcome.objects.exists()


def test_an_asking_can_leave_no_trace(ada: User):
    asked(adapter(fails_after(0, SourceError("timeout"))), ada, is_noted=False)

    assert not SourceOutcome.objects.exists()


def test_a_cancelled_run_makes_no_request(ada: User, relay: Server):
    asking = ask(SOURCES["arbeitnow"], QUERY, owner=ada, cancelled=lambda: True)

    assert list(asking) == []
    assert asking.error.kind == "cancelled"
    assert relay.seen == []


def test_the_owners_deadline_holds_unless_another_is_given(ada: User, relay: Server):
    relay.on("GET", ".*", Reply(hang=True))

    asking = asked(replace(SOURCES["arbeitnow"], gap=0.01), ada, seconds=0.3)[1]

    assert asking.error.kind == "timeout"
    assert asking.seconds < preferences.of(ada)["sourceDeadline"]


@pytest.mark.parametrize(
    ("source", "query", "kind"),
    [
        ("adzuna", Query(country="GB"), "needs_key"),
        ("jobspy_linkedin", Query(terms=("baker",)), "needs_key"),
        ("greenhouse", Query(), "unsupported"),
    ],
)
def test_what_cannot_be_asked_is_told_without_a_request(
    ada: User, relay: Server, source: str, query: Query, kind: str
):
    found, asking = asked(SOURCES[source], ada, query)

    assert (found, asking.error.kind, asking.requests) == ([], kind, 0)
    assert relay.seen == []


@pytest.mark.parametrize("country", [None, "JP"])
def test_adzuna_wants_a_country_it_has(ada: User, relay: Server, country: str | None):
    preferences.save(ada, {"adzunaAppId": "ada", "adzunaAppKey": "secret-key"})

    assert asked(SOURCES["adzuna"], ada, Query(country=country))[1].error.kind == "unsupported"
    assert relay.seen == []


def test_the_owners_credentials_are_sent_and_their_limits_counted_apart(
    ada: User, ben: User, relay: Server
):
    source = replace(SOURCES["adzuna"], gap=0.01, limits=(Limit(9, 60),))
    relay.on("GET", ".*", Reply(body={"results": []}))
    for owner in (ada, ben):
        preferences.save(owner, {"adzunaAppId": owner.username, "adzunaAppKey": "secret-key"})
        assert asked(source, owner, Query(terms=("baker",), country="GB"))[1].error is None

    assert [seen.query["app_id"] for seen in relay.seen] == [ada.username, ben.username]
    scopes = set(SourceUse.objects.values_list("scope", flat=True))
    assert len(scopes) == 2
    assert not any("secret" in scope for scope in scopes)


def test_a_refused_key_is_told_as_such(ada: User, relay: Server):
    preferences.save(ada, {"adzunaAppId": "ada", "adzunaAppKey": "secret-key"})
    relay.on("GET", ".*", Reply(status=401, body="secret-key is wrong"))

    error = asked(replace(SOURCES["adzuna"], gap=0.01), ada, Query(country="GB"))[1].error

    assert error.kind == "refused"
    assert "key" in error.sentence
    assert "secret" not in error.sentence
