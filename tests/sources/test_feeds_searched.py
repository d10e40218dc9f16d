"""Sources that search themselves: one request per term and page, within the query's limit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from orchestrator.sources.base import Query, SourceError
from orchestrator.sources.feeds import adzuna
from orchestrator.sources.registry import ADZUNA
from tests.outside.server import Reply, Seen, Server
from tests.sources.plain_http import PlainHttp
from tests.sources.recorded_feeds import SHARED, fetched, recorded, said, serve

HIMALAYAS = "himalayas.app/jobs/api/search"
ADZUNA_UK = "api.adzuna.com/v1/api/jobs/gb/search/1"
KEYS = {"adzunaAppId": "id-1", "adzunaAppKey": "key-1"}


def test_himalayas_gives_every_field(outside: Server) -> None:
    serve(outside, HIMALAYAS, "himalayas.json")
    good, bad = fetched("himalayas", outside)
    page = "https://himalayas.app/companies/glasswing/jobs/backend-developer-1"
    assert said(good[0]) == {
        "source": "himalayas",
        "source_job_id": page,
        "title": "Backend Developer",
        "employer": "Glasswing",
        "job_url": page,
        "application_link": "https://glasswing.example/careers/1",
        "date_posted": "2026-11-01",
        "deadline": "2026-12-01",
        "location": "Germany, France",
        "salary_min": 70_000,
        "salary_max": 90_000,
        "salary_currency": "EUR",
        "salary_interval": "yearly",
        "is_remote": True,
        "job_type": "Full Time",
        "job_level": "Senior",
        "job_function": "Backend Developer",
        "extras": {
            "workplace": "remote",
            "countries": ["DE", "FR"],
            "companyLogo": "https://cdn.himalayas.app/glasswing.png",
        },
    }
    assert good[0].description == "<p>Butterfly counts, by the million.</p>"
    assert [(one.line, one.reason) for one in bad] == [(4, "The title is missing.")]


def test_himalayas_tells_milliseconds_names_and_absent_pay_apart(outside: Server) -> None:
    serve(outside, HIMALAYAS, "himalayas.json")
    (_, named, numbered), _ = fetched("himalayas", outside)
    assert (named.date_posted, named.deadline) == ("2026-11-02", None)
    assert (named.location, named.job_level) == ("Canada, United States", "Mid-level, Senior")
    assert (named.salary_min, named.salary_currency, "countries" in named.extras) == (
        *(None, None),
        False,
    )
    assert (numbered.source_job_id, numbered.salary_interval) == ("900003", "hourly")
    assert numbered.job_url == "https://himalayas.app/companies/glasswing/jobs/field-officer-3"


def test_himalayas_is_asked_once_per_term_and_gives_nothing_twice(outside: Server) -> None:
    serve(outside, HIMALAYAS, "himalayas.json", "himalayas_2.json")
    good, _ = fetched("himalayas", outside, terms=("data engineer", "analyst"), country="DE")
    assert [seen.query for seen in outside.seen] == [
        {"q": "data engineer", "country": "DE", "page": "1"},
        {"q": "analyst", "country": "DE", "page": "1"},
    ]
    assert [one.title for one in good] == [
        *("Backend Developer", "Data Engineer", "Field Officer", "Analytics Engineer")
    ]


def _twenty(seen: Seen) -> Reply:
    page, first = seen.query["page"], recorded("himalayas.json")["jobs"][0]
    word = seen.query.get("q", "")
    return Reply(body={"jobs": [first | {"guid": f"{word}-{page}-{i}"} for i in range(20)]})


@pytest.mark.parametrize(
    ("terms", "limit", "pages", "found"),
    [((), 20, 1, 20), ((), 45, 3, 45), (("a", "b"), 50, 4, 50), ((), 900, 10, 200)],
)
def test_a_search_ends_at_the_limit_shared_by_its_terms(
    terms: tuple[str, ...], limit: int, pages: int, found: int, outside: Server
) -> None:
    outside.on("GET", f"/{HIMALAYAS}", _twenty)
    good, _ = fetched("himalayas", outside, terms=terms, limit=limit)
    assert (len(outside.seen), len(good)) == (pages, found)


def test_adzuna_gives_every_field(outside: Server) -> None:
    serve(outside, ADZUNA_UK, "adzuna.json")
    good, bad = fetched("adzuna", outside, country="GB", keys=KEYS)
    assert said(good[0]) == {
        "source": "adzuna",
        "source_job_id": "7000001",
        "title": "Data Engineer",
        "employer": "Fenland Water",
        "job_url": "https://www.adzuna.co.uk/jobs/land/ad/7000001?se=a&utm_medium=api",
        "date_posted": "2026-11-01T08:15:00Z",
        "location": "Ely, Cambridgeshire, UK",
        "salary_min": 42_000,
        "salary_max": 48_000.5,
        "salary_currency": "GBP",
        "salary_interval": "yearly",
        "job_type": "permanent, full-time",
        "job_function": "IT Jobs",
        "extras": {"descriptionTruncated": True, "salaryIsPredicted": False},
    }
    assert good[0].description == "Look after the pumps' <strong>data</strong> …"
    assert [(one.source_job_id, one.reason) for one in bad] == [
        ("7000004", "The employer is missing.")
    ]


def test_adzuna_marks_pay_it_guessed_itself(outside: Server) -> None:
    serve(outside, ADZUNA_UK, "adzuna.json")
    (_, guessed, unpaid), _ = fetched("adzuna", outside, country="GB", keys=KEYS)
    assert guessed.extras == {"descriptionTruncated": True, "salaryIsPredicted": True}
    assert (guessed.salary_min, guessed.job_type) == (31_500.2, "part-time")
    assert unpaid.extras == {"descriptionTruncated": True}
    assert (unpaid.salary_min, unpaid.salary_currency, unpaid.location) == (None, None, "UK")


def test_adzuna_is_asked_per_term_and_place_newest_first(outside: Server) -> None:
    serve(outside, ADZUNA_UK, "adzuna.json")
    fetched(
        *("adzuna", outside),
        terms=("data engineer", "analyst"),
        places=("Ely", "Leeds"),
        since=date(2026, 10, 8),
        today=date(2026, 11, 22),
        country="gb",
        keys=KEYS,
        options={"distance": "30"},
    )
    common = {
        "app_id": "id-1",
        "app_key": "key-1",
        "results_per_page": "50",
        "sort_by": "date",
        "max_days_old": "45",
        "distance": "30",
    }
    assert [seen.query for seen in outside.seen] == [
        common | {"what": what, "where": where}
        for what in ("data engineer", "analyst")
        for where in ("Ely", "Leeds")
    ]


def _fifty(seen: Seen) -> Reply:
    page, first = seen.path.rsplit("/", 1)[1], recorded("adzuna.json")["results"][0]
    size = 50 if int(page) < 3 else 7
    return Reply(body={"results": [first | {"id": f"{page}-{i}"} for i in range(size)]})


@pytest.mark.parametrize(("limit", "pages", "found"), [(50, 1, 50), (70, 2, 70), (500, 3, 107)])
def test_adzuna_is_read_up_to_a_short_page_or_the_limit(
    limit: int, pages: int, found: int, outside: Server
) -> None:
    outside.on("GET", r"/api\.adzuna\.com/v1/api/jobs/gb/search/\d+", _fifty)
    good, _ = fetched("adzuna", outside, country="GB", keys=KEYS, limit=limit)
    assert (len(outside.seen), len(good)) == (pages, found)


@pytest.mark.parametrize(
    ("query", "kind", "word"),
    [
        ({"country": "GB"}, "needs_key", "key"),
        ({"country": "GB", "keys": {"adzunaAppId": "id-1"}}, "needs_key", "key"),
        ({"country": "GB", "keys": KEYS | {"adzunaAppKey": ""}}, "needs_key", "key"),
        ({"keys": KEYS}, "unsupported", "country"),
        ({"keys": KEYS, "country": "JP"}, "unsupported", "JP"),
    ],
)
def test_what_adzuna_cannot_answer_is_found_without_a_request(
    query: dict[str, Any], kind: str, word: str, outside: Server
) -> None:
    with pytest.raises(SourceError) as found:
        list(adzuna.fetch(Query(**query), PlainHttp(outside.url)))
    assert found.value.kind == kind
    assert word in str(found.value)
    assert outside.seen == []


def test_adzuna_pays_in_the_money_of_each_of_its_countries() -> None:
    assert set(adzuna.CURRENCIES) == set(ADZUNA)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared test data is not on this machine")
def test_real_rows_of_adzuna_are_read(outside: Server) -> None:
    outside.on("GET", f"/{ADZUNA_UK}", Reply(body=(SHARED / "adzuna.json").read_bytes()))
    good, bad = fetched("adzuna", outside, country="GB", keys=KEYS)
    assert [(one.title, one.employer, one.location) for one in good] == [
        ("Javascript Developer", "Corporate Project Solutions", "Marlow, Buckinghamshire, UK"),
        (
            *("Senior Software Engineer - C++/Python/VoIP", "Career Makers"),
            "Bangalore, Karnataka, India",
        ),
    ]
    assert [one.reason for one in bad] == ["The employer is missing."]
