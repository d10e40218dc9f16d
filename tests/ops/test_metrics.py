"""What Prometheus reads: who may, what it counts, and that strangers do not make it grow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families as parse

from jobops.web import problems
from orchestrator.models import LlmCall, User
from orchestrator.ops import figures
from tests import make

TOKEN = "a-token-of-forty-characters-for-prometheus"


@pytest.fixture(autouse=True)
def _token(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


def samples(client: Client) -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    return {
        (one.name, *one.labels.values()): one.value
        for family in parse(answer.content.decode())
        for one in family.samples
    }


@pytest.mark.django_db
def test_without_the_setting_there_is_nothing(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = None
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer None").status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN])
@pytest.mark.parametrize("auth", ["local", "required"])
def test_only_the_token_opens_it(client: Client, settings: Any, given: str, auth: str) -> None:
    """Nobody is looked up in the database, so there is none in this test."""
    settings.AUTH = auth
    answer = client.get("/metrics", HTTP_AUTHORIZATION=given)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.django_db
def test_signing_in_does_not_open_it(client: Client, ada: User, settings: Any) -> None:
    settings.AUTH = "required"
    client.force_login(ada)
    assert client.get("/metrics").status_code == 401


def test_it_counts_rows_of_all_owners(client: Client, ada: User, ben: User) -> None:
    make.heartbeat()
    make.job(ada)
    make.job(ben)
    LlmCall.objects.create(owner=ada, purpose="scoring", result="ok", prompt_tokens=7)
    LlmCall.objects.create(owner=ada, purpose="scoring", at=timezone.now() - timedelta(days=2))
    found = samples(client)
    assert found["jobops_jobs", "discovered"] == 2
    assert found["jobops_model_calls_24h", "scoring", "ok"] == 1
    assert found["jobops_model_tokens_24h", "scoring", "prompt"] == 7
    assert found["jobops_workers_alive",] == found["jobops_chromium_ok",] == 1
    assert found["jobops_database_up",] == 1
    assert ("jobops_model_calls_24h", "scoring", "started") not in found


def test_it_asks_the_database_little(
    client: Client, ada: User, django_assert_max_num_queries: Any
) -> None:
    make.job(ada)
    with django_assert_max_num_queries(24):
        samples(client)


@pytest.mark.django_db
def test_requests_are_counted_by_route(client: Client, ada: User) -> None:
    job = make.job(ada)
    before = samples(client)
    client.get("/health")
    client.get(f"/jobs/{job.pk}")
    client.get(f"/jobs/{job.pk}")
    after = samples(client)
    health = ("jobops_http_requests_total", "GET", "health", "2xx")
    assert after[health] - before.get(health, 0) == 1
    assert after["jobops_http_request_seconds_count", "health"] >= 1
    assert after["jobops_http_in_flight",] == 1
    assert not any(str(job.pk) in " ".join(one) for one in after)


@pytest.mark.django_db
def test_odd_addresses_and_verbs_make_no_new_series(client: Client) -> None:
    client.get("/nothing")
    client.generic("BREW", "/health")
    before = samples(client)
    for number in range(30):
        client.get(f"/nothing/{number}")
        client.get(f"/static/{number}.css")
        client.get(f"/jobs/{number}%00")
        client.get(f"/cv/{number}/x")
        client.generic(f"VERB{number}", "/health")
    new = {one for one in samples(client) if one not in before and "_bucket" not in one[0]}
    assert not any("7" in part for one in new for part in one[1:])
    assert len(new) <= 3 * 6


def test_a_failing_database_is_said_and_the_rest_still_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(at: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(figures, "FIGURES", (figures.Figure("jobops_jobs", "", (), broken),))
    found = samples(client)
    assert found["jobops_database_up",] == 0
    assert any(one[0] == "jobops_http_requests_total" for one in found)


@pytest.mark.django_db
def test_an_error_of_the_database_in_a_request_is_counted(
    client: Client, rf: RequestFactory
) -> None:
    key = ("jobops_database_errors_total", "OperationalError")
    before = samples(client).get(key, 0)
    middleware = problems.Problems(lambda request: HttpResponse())
    middleware.process_exception(rf.get("/api/x"), OperationalError("database is locked"))
    assert samples(client)[key] == before + 1


def test_an_open_stream_is_counted_until_it_is_closed(client: Client, ada: User) -> None:
    stream = client.get("/live")
    assert samples(client)["jobops_streams_open",] == 1
    stream.close()
    assert samples(client)["jobops_streams_open",] == 0
