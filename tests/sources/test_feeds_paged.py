"""Feeds that are read page after page, with all their terms filtered later."""

from __future__ import annotations

from typing import Any

import pytest

from orchestrator.sources.registry import SOURCES
from tests.outside.server import Reply, Seen, Server
from tests.sources.recorded_feeds import SHARED, fetched, recorded, said, serve

ARBEITNOW = "www.arbeitnow.com/api/job-board-api"
THE_MUSE = "www.themuse.com/api/public/jobs"


def test_arbeitnow_gives_every_field(outside: Server) -> None:
    serve(outside, ARBEITNOW, "arbeitnow.json", "arbeitnow_2.json")
    good, bad = fetched("arbeitnow", outside)
    assert said(good[0]) == {
        "source": "arbeitnow",
        "source_job_id": "datenbankadministrator-101",
        "title": "Datenbankadministrator",
        "employer": "Nordlicht GmbH",
        "job_url": "https://www.arbeitnow.com/jobs/companies/nordlicht-gmbh/datenbankadministrator-101",
        "date_posted": "2026-11-01",
        "location": "Hamburg",
        "is_remote": False,
        "job_type": "Vollzeit, berufserfahren",
        "extras": {"skills": "IT, Datenbanken"},
    }
    assert good[0].description.startswith("<p>PostgreSQL und <strong>Linux</strong>.</p><ul>")
    assert (good[1].is_remote, good[1].date_posted) == (True, "2026-10-31")
    assert [(one.line, one.source_job_id) for one in bad] == [(3, "-103")]


def test_arbeitnow_is_read_until_it_names_no_next_page(outside: Server) -> None:
    serve(outside, ARBEITNOW, "arbeitnow.json", "arbeitnow_2.json")
    good, _ = fetched("arbeitnow", outside)
    assert [seen.query for seen in outside.seen] == [{"page": "1"}, {"page": "2"}]
    assert [one.title for one in good] == [
        *("Datenbankadministrator", "Remote Support Engineer", "Werkstudent Controlling")
    ]
    assert (good[2].date_posted, good[2].extras) == (None, {})


def test_a_page_that_comes_again_ends_the_feed(outside: Server) -> None:
    serve(outside, ARBEITNOW, "arbeitnow.json")
    good, bad = fetched("arbeitnow", outside)
    assert (len(outside.seen), len(good), len(bad)) == (2, 2, 1)


def test_a_feed_without_end_is_read_up_to_its_last_page(outside: Server) -> None:
    def endless(seen: Seen) -> Reply:
        page = int(seen.query["page"])
        job = recorded("arbeitnow.json")["data"][0] | {"slug": f"job-{page}"}
        return Reply(body={"data": [job], "links": {"next": f"?page={page + 1}"}})

    outside.on("GET", f"/{ARBEITNOW}", endless)
    good, _ = fetched("arbeitnow", outside, limit=3)
    assert len(good) == len(outside.seen) == SOURCES["arbeitnow"].max_pages


def test_the_muse_gives_every_field(outside: Server) -> None:
    serve(outside, THE_MUSE, "themuse.json", "themuse_2.json")
    good, bad = fetched("themuse", outside)
    assert said(good[0]) == {
        "source": "themuse",
        "source_job_id": "8000001",
        "title": "Management Accountant",
        "employer": "Copperleaf",
        "job_url": "https://www.themuse.com/jobs/copperleaf/management-accountant",
        "date_posted": "2026-10-20T23:36:54Z",
        "location": "Leeds, United Kingdom; Flexible / Remote",
        "job_level": "Mid Level",
        "job_function": "Accounting and Finance, Management",
    }
    assert good[0].description == "<p>Keep the <b>ledger</b>.</p>"
    assert (good[1].is_remote, good[1].job_level) == (True, "Entry Level, Internship")
    assert (good[2].location, good[2].job_level, good[2].job_function) == (None, None, None)
    assert [(one.title, one.reason) for one in bad] == [
        ("No Page", "The address of the posting is missing.")
    ]


def test_the_muse_is_read_up_to_its_page_count(outside: Server) -> None:
    serve(outside, THE_MUSE, "themuse.json", "themuse_2.json")
    fetched("themuse", outside)
    assert [seen.query for seen in outside.seen] == [{"page": "1"}, {"page": "2"}]


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ({"keys": {"themuseApiKey": "k-1"}}, {"api_key": "k-1"}),
        ({"options": {"category": "Design and UX", "other": "x"}}, {"category": "Design and UX"}),
        (
            {"options": {"level": "Mid Level", "location": "Leeds, United Kingdom"}},
            {"level": "Mid Level", "location": "Leeds, United Kingdom"},
        ),
    ],
)
def test_the_muse_is_asked_with_a_key_and_in_its_own_words(
    query: dict[str, Any], asked: dict[str, str], outside: Server
) -> None:
    serve(outside, THE_MUSE, "themuse_2.json")
    fetched("themuse", outside, **query)
    assert outside.seen[0].query == asked | {"page": "1"}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared test data is not on this machine")
def test_a_real_page_of_the_muse_is_read(outside: Server) -> None:
    body = (SHARED / "themuse.json").read_bytes()
    outside.on("GET", f"/{THE_MUSE}", Reply(body=body))
    good, bad = fetched("themuse", outside)
    assert (len(good), bad) == (20, [])
    assert (good[3].title, good[3].employer, good[3].location) == (
        *("Space Lasers Engineer, Satellites (Starlink)", "SpaceX"),
        "Redmond, WA",
    )
