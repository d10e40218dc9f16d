"""The way out of every source, against a real server behind the relay."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest
from django.db import connections
from django.utils import timezone

from jobops.version import version
from orchestrator.models import SourceTurn, SourceUse, StoredFeed
from orchestrator.pipeline import polite, turns
from orchestrator.pipeline.polite import Polite
from orchestrator.pipeline.turns import Patience
from orchestrator.sources.base import SourceError
from orchestrator.sources.registry import SOURCES, Limit, Source
from tests.bounds import ends
from tests.outside.server import Reply, Seen, Server

LEVER = replace(SOURCES["lever"], gap=0.01)
FEED = replace(SOURCES["remoteok"], gap=0.01)
URL = "https://api.lever.co/v0/postings/acme"
FEED_URL = "https://remoteok.com/api"
PATH = "/api.lever.co/v0/postings/acme"


@pytest.fixture(autouse=True)
def relay(outside: Server, settings, db: None, monkeypatch: pytest.MonkeyPatch) -> Server:
    settings.SOURCE_RELAY_URL = outside.url
    monkeypatch.setattr(polite, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(polite, "JITTER", 0.01)
    return outside.on("GET", ".*", Reply(body=[{"id": 1}]))


def way_out(
    source: Source = LEVER, *, seconds: float = 120, cancelled: Callable[[], bool] = lambda: False
) -> Polite:
    end = Patience.lasting(seconds, cancelled).deadline
    return Polite(source, scope=source.id, deadline=end, cancelled=cancelled)


def kind_of(call: Callable[[], object]) -> SourceError:
    with pytest.raises(SourceError) as refused:
        call()
    return refused.value


def test_the_source_is_asked_in_our_own_name_and_without_cookies(relay: Server, settings):
    settings.CONTACT_URL = "https://jobs.example.org/about"
    relay.next(Reply(body=[], headers={"Set-Cookie": "a=b"}))
    http = way_out()

    http.get(URL, params={"mode": "json"})
    http.get(URL)

    first, second = relay.seen
    assert first.path == PATH
    assert first.query == {"mode": "json"}
    assert first.headers["user-agent"] == f"JobOps/{version()} (+https://jobs.example.org/about)"
    assert first.headers["accept"] == "application/json"
    assert "cookie" not in second.headers
    assert http.requests == 2


def test_an_answer_names_the_address_of_the_source_not_of_the_relay():
    answer = way_out().get(URL)

    assert answer.url == URL
    assert answer.body == b'[{"id": 1}]'


def test_a_question_can_be_posted(relay: Server):
    relay.on("POST", ".*", lambda seen: Reply(body=seen.json()))
    workday = replace(SOURCES["workday"], gap=0.01)

    answer = way_out(workday).post(
        "https://acme.wd1.myworkdayjobs.com/wday/cxs/acme/jobs/jobs", body={"offset": 20}
    )

    assert answer.body == b'{"offset": 20}'


@pytest.mark.parametrize(
    "url",
    [
        "http://api.lever.co/v0/postings/acme",
        "https://api.lever.co.example.org/v0",
        "https://lever.co/v0",
        "https://api.lever.co:8443/v0",
        "https://me@api.lever.co/v0",
        "https://[api.lever.co/v0",
    ],
)
def test_only_the_hosts_of_the_row_are_asked_and_only_over_https(relay: Server, url: str):
    assert kind_of(lambda: way_out().get(url)).kind in ("refused", "unsupported")
    assert relay.seen == []


def test_a_host_with_a_dot_before_it_stands_for_all_below(relay: Server):
    recruitee = way_out(replace(SOURCES["recruitee"], gap=0.01))

    assert recruitee.get("https://acme.recruitee.com/api/offers/").body
    assert kind_of(lambda: recruitee.get("https://recruitee.com/api")).kind == "refused"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(status=400), "changed_shape"),
        (Reply(status=401), "refused"),
        (Reply(status=403, body="<html>no</html>"), "refused"),
        (Reply(status=403, body="<title>Just a moment...</title>"), "refused"),
        (Reply(status=503, body="<script src=/cdn-cgi/challenge-platform/x>"), "refused"),
        (Reply(status=404), "not_found"),
        (Reply(status=410), "not_found"),
        (Reply(status=429), "rate_limited"),
        (Reply(status=500), "unreachable"),
        (Reply(status=302, headers={"Location": "http://169.254.169.254/latest"}), "refused"),
        (Reply(status=302, headers={"Location": "https://remotive.com/api"}), "refused"),
        (Reply(body=b"x" * 26 * 1024 * 1024), "too_big"),
        (Reply(body=b"no gzip at all", headers={"Content-Encoding": "gzip"}), "changed_shape"),
    ],
)
def test_each_failure_has_its_kind(relay: Server, reply: Reply, kind: str):
    relay.next(reply)

    failure = kind_of(lambda: way_out().get(URL))

    assert failure.kind == kind
    assert len(relay.seen) == 1


def test_no_failure_repeats_what_the_other_side_said(relay: Server, settings):
    canary = "sk-canary-0123456789 http://10.0.0.9/"
    relay.on("GET", ".*", Reply(status=403, body=canary, headers={"X-Why": canary}))

    sentence = kind_of(lambda: way_out().get(URL)).sentence

    assert "canary" not in sentence
    assert "10.0.0.9" not in sentence
    assert settings.SOURCE_RELAY_URL not in sentence


def test_a_redirect_within_the_relay_is_followed(relay: Server):
    relay.next(Reply(status=301, headers={"Location": f"{PATH}/moved"}))

    assert way_out().get(URL).url == f"{URL}/moved"


def test_an_endless_redirect_ends(relay: Server):
    relay.on("GET", PATH, Reply(status=302, headers={"Location": PATH}))

    assert kind_of(lambda: way_out().get(URL)).kind == "refused"
    assert len(relay.seen) == 1 + polite.REDIRECTS


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_source_that_stumbles_is_asked_twice_more(relay: Server, status: int):
    relay.next(Reply(status=status), Reply(status=status))
    http = way_out()

    assert http.get(URL).body
    assert http.requests == 3


def test_a_source_that_stays_down_is_unreachable(relay: Server):
    relay.on("GET", ".*", Reply(close=True))
    http = way_out()

    assert kind_of(lambda: http.get(URL)).kind == "unreachable"
    assert http.requests == 3


def test_a_source_that_hangs_ends_at_the_deadline(relay: Server):
    relay.on("GET", ".*", Reply(hang=True))

    with ends():
        assert kind_of(lambda: way_out(seconds=0.4).get(URL)).kind == "timeout"


def test_a_source_that_drips_ends_at_the_deadline(relay: Server):
    relay.on("GET", ".*", Reply(body=b" " * 1_000, drip=0.05))

    assert kind_of(lambda: way_out(seconds=0.4).get(URL)).kind == "timeout"


def test_nothing_is_asked_after_the_deadline(relay: Server):
    assert kind_of(lambda: way_out(seconds=0).get(URL)).kind == "timeout"
    assert relay.seen == []


def test_nothing_is_asked_once_the_run_is_cancelled(relay: Server):
    assert kind_of(lambda: way_out(cancelled=lambda: True).get(URL)).kind == "cancelled"
    assert relay.seen == []


def test_a_wait_between_two_attempts_ends_when_the_run_is_cancelled(relay: Server):
    relay.on("GET", ".*", Reply(status=429, headers={"Retry-After": "4"}))
    answers = iter([False, False, False, True])

    failure = kind_of(lambda: way_out(cancelled=lambda: next(answers, True)).get(URL))

    assert failure.kind == "cancelled"
    assert len(relay.seen) == 1


def test_it_waits_once_for_as_long_as_the_source_wants(relay: Server):
    relay.next(Reply(status=429, headers={"Retry-After": "1"}))

    # Whole seconds are all the header can say.
    with ends(after=1):
        assert way_out().get(URL).body


def test_a_second_refusal_for_haste_is_the_end(relay: Server):
    relay.on("GET", ".*", Reply(status=429, headers={"Retry-After": "0"}))
    http = way_out()

    assert kind_of(lambda: http.get(URL)).kind == "rate_limited"
    assert http.requests == 2


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("3600", 3600),
        (lambda: format_datetime(timezone.now() + timedelta(hours=1), usegmt=True), 3600),
        ("soon", None),
        ("-1", None),
        ("", None),
    ],
)
def test_a_wait_that_does_not_fit_is_told(relay: Server, said, seconds: float | None):
    value = said() if callable(said) else said
    relay.next(Reply(status=429, headers={"Retry-After": value}))
    http = way_out()

    failure = kind_of(lambda: http.get(URL))

    assert failure.kind == "rate_limited"
    assert failure.retry_after == (None if seconds is None else pytest.approx(seconds, abs=120))
    assert http.requests == 1


def test_requests_to_one_host_keep_their_distance(relay: Server):
    http = way_out(replace(LEVER, gap=0.2))

    for _ in range(3):
        http.get(URL)

    arrived = [seen.at for seen in relay.seen]
    assert min(b - a for a, b in itertools.pairwise(arrived)) >= 0.15


@pytest.mark.django_db(transaction=True)
def test_two_at_once_ask_one_after_the_other(relay: Server):
    busy, most = [0], [0]
    counting = threading.Lock()

    def answer(seen: Seen) -> Reply:
        with counting:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        relay.stopping.wait(0.05)
        with counting:
            busy[0] -= 1
        return Reply(body=[])

    def ask(_: int) -> None:
        try:
            way_out(replace(LEVER, gap=0.2)).get(URL)
        finally:
            connections.close_all()

    relay.on("GET", ".*", answer)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(6)))

    arrived = sorted(seen.at for seen in relay.seen)
    assert most == [1]
    assert min(b - a for a, b in itertools.pairwise(arrived)) >= 0.15


def test_the_turn_of_a_process_that_died_comes_free_by_time(relay: Server):
    asked: list[datetime] = []
    relay.on("GET", ".*", lambda seen: asked.append(timezone.now()) or Reply(body=[1]))
    soon = timezone.now() + timedelta(seconds=0.3)
    SourceTurn.objects.create(host="api.lever.co", next_at=soon)

    assert way_out().get(URL).body
    assert asked[0] >= soon


def test_a_clock_that_was_set_back_does_not_block_a_host(relay: Server):
    SourceTurn.objects.create(host="api.lever.co", next_at=timezone.now() + timedelta(hours=3))

    assert way_out().get(URL).body


def test_a_turn_that_does_not_come_ends_as_a_time_out(relay: Server):
    held = timezone.now() + timedelta(seconds=turns.HELD)
    SourceTurn.objects.create(host="api.lever.co", next_at=held)

    assert kind_of(lambda: way_out(seconds=0.3).get(URL)).kind == "timeout"
    assert relay.seen == []


def test_a_used_up_limit_is_told_before_any_request(relay: Server):
    http = way_out(replace(LEVER, limits=(Limit(2, 3_600), Limit(100, 86_400))))
    http.get(URL)
    http.get(URL)

    failure = kind_of(lambda: http.get(URL))

    assert failure.kind == "rate_limited"
    assert 3_000 < (failure.retry_after or 0) <= 3_600
    assert len(relay.seen) == 2
    assert SourceUse.objects.get(seconds=86_400).calls == 2


@pytest.mark.django_db(transaction=True)
def test_many_at_once_use_up_a_limit_exactly(relay: Server):
    def call(_: int) -> str:
        try:
            turns.spend("lever", (Limit(5, 60), Limit(7, 3_600)))
        except SourceError as refused:
            return refused.kind
        finally:
            connections.close_all()
        return "counted"

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(call, range(12)))

    assert said.count("counted") == 5
    assert said.count("rate_limited") == 7
    assert {row.calls for row in SourceUse.objects.all()} == {5}


def test_a_limit_opens_again_when_its_window_is_over(relay: Server):
    long_ago = timezone.now() - timedelta(seconds=61)
    SourceUse.objects.create(scope="lever", seconds=60, since=long_ago, calls=1)

    assert way_out(replace(LEVER, limits=(Limit(1, 60),))).get(URL).body
    assert SourceUse.objects.get().calls == 1


def test_a_limit_survives_a_clock_that_was_set_back(relay: Server):
    later = timezone.now() + timedelta(days=20)
    SourceUse.objects.create(scope="lever", seconds=60, since=later, calls=1)

    assert way_out(replace(LEVER, limits=(Limit(1, 60),))).get(URL).body


def test_a_second_attempt_is_a_second_call(relay: Server):
    relay.next(Reply(status=503))

    way_out(replace(LEVER, limits=(Limit(9, 60),))).get(URL)

    assert SourceUse.objects.get().calls == 2


@pytest.fixture
def feed(relay: Server) -> Iterator[Polite]:
    relay.on("GET", ".*", Reply(body=[1], headers={"ETag": '"v1"', "Last-Modified": "Mon"}))
    return way_out(FEED)


def test_a_whole_feed_is_not_asked_again_within_its_interval(relay: Server, feed: Polite):
    first, second = feed.get(FEED_URL), way_out(FEED).get(FEED_URL)

    assert first.body == second.body == b"[1]"
    assert len(relay.seen) == 1


def test_another_question_to_a_feed_is_another_answer(relay: Server, feed: Polite):
    feed.get(FEED_URL)
    feed.get(FEED_URL, params={"geo": "uk"})

    assert len(relay.seen) == 2


def test_after_the_interval_a_feed_is_asked_whether_it_changed(relay: Server, feed: Polite):
    feed.get(FEED_URL)
    StoredFeed.objects.update(fetched_at=timezone.now() - timedelta(seconds=FEED.poll + 1))
    relay.next(Reply(status=304))

    answer = way_out(FEED).get(FEED_URL)

    assert answer.body == b"[1]"
    assert relay.seen[1].headers["if-none-match"] == '"v1"'
    assert relay.seen[1].headers["if-modified-since"] == "Mon"
    assert way_out(FEED).get(FEED_URL).body == b"[1]"
    assert len(relay.seen) == 2


def test_a_changed_feed_replaces_the_stored_one(relay: Server, feed: Polite):
    feed.get(FEED_URL)
    StoredFeed.objects.update(fetched_at=timezone.now() - timedelta(seconds=FEED.poll + 1))
    relay.next(Reply(body=[2]))

    assert way_out(FEED).get(FEED_URL).body == b"[2]"
    assert way_out(FEED).get(FEED_URL).body == b"[2]"
    assert len(relay.seen) == 2


def test_a_feed_stored_in_the_future_is_asked_anew(relay: Server, feed: Polite):
    feed.get(FEED_URL)
    StoredFeed.objects.update(fetched_at=timezone.now() + timedelta(days=1))

    feed.get(FEED_URL)

    assert len(relay.seen) == 2


@pytest.mark.parametrize("body", ["<html>Back soon</html>", b'[{"id": 1'])
def test_a_page_instead_of_a_feed_is_not_kept(relay: Server, feed: Polite, body: object):
    relay.next(Reply(body=body))

    feed.get(FEED_URL)

    assert not StoredFeed.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_that_want_the_same_feed_ask_for_it_once(relay: Server):
    relay.on("GET", ".*", Reply(body=[1], delay=0.2))

    def ask(_: int) -> bytes:
        try:
            return way_out(FEED).get(FEED_URL).body
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(ask, range(3))) == {b"[1]"}
    assert len(relay.seen) == 1


def test_without_a_relay_a_private_address_is_refused(settings, monkeypatch: pytest.MonkeyPatch):
    settings.SOURCE_RELAY_URL = ""
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.9", 443))])

    assert kind_of(lambda: way_out().get(URL)).kind == "refused"
