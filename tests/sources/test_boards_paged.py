"""Boards that answer page by page, some with a request more for every posting."""

from __future__ import annotations

from typing import Any

import pytest

from orchestrator.sources.base import Query, SourceError
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import SOURCES
from tests.outside.server import Reply, Seen, Server
from tests.sources.plain_http import PlainHttp
from tests.sources.recorded_feeds import fetched, recorded, said, serve

SITE = "/api.lever.co/v0/postings/acme"
COMPANY = "/api.smartrecruiters.com/v1/companies/acme/postings"
CXS = "/acme.wd5.myworkdayjobs.com/wday/cxs/acme/Careers"
CAREERS = "/acme.bamboohr.com/careers"


def lever_row(number: int) -> dict[str, Any]:
    page = f"https://jobs.lever.co/acme/{number}"
    return {"id": str(number), "text": f"Cook {number}", "hostedUrl": page}


def lever_of(length: int) -> Any:
    """A site with so many postings."""

    def page(seen: Seen) -> Reply:
        skip, limit = int(seen.query["skip"]), int(seen.query["limit"])
        return Reply(body=[lever_row(n) for n in range(length)][skip : skip + limit])

    return page


def workday_of(length: int) -> Any:
    """A site with so many postings, which says its true number on the first page only."""

    def page(seen: Seen) -> Reply:
        offset, limit = seen.json()["offset"], seen.json()["limit"]
        listed = [{"title": f"Cook {n}", "externalPath": f"/job/X/C_{n}"} for n in range(length)]
        total = 0 if offset else length
        return Reply(body={"total": total, "jobPostings": listed[offset : offset + limit]})

    return page


def test_lever_gives_every_field(outside: Server) -> None:
    serve(outside, SITE[1:], "lever.json")
    good, bad = fetched("lever", outside, board="acme")

    page = "https://jobs.lever.co/idealistconsulting/a24ec4e5-5caa-473d-abd4-b71f09a8167b"
    given = recorded("lever.json")[0]
    assert (len(good), bad) == (2, [])
    assert said(good[0]) == {
        "source": "lever",
        "source_job_id": "acme/a24ec4e5-5caa-473d-abd4-b71f09a8167b",
        "title": "(1099 Contract) Nonprofit Salesforce Consultant: Enterprise Project Manager",
        "employer": "Acme",
        "job_url": page,
        "application_link": f"{page}/apply",
        "date_posted": "2025-11-27",
        "location": "Chicago, IL",
        "is_remote": True,
        "job_type": "Contract",
        "job_function": "Services Team",
        "extras": {"workplace": "remote", "countries": ["US"]},
    }
    told = good[0].description
    assert told.startswith(given["description"])
    assert "<h3>How You&#x27;ll Contribute</h3><ul>\n<li>Guide full project" in told
    assert told.endswith(given["additional"])
    assert outside.seen[0].query == {"mode": "json", "skip": "0", "limit": "100"}


def test_lever_asks_europe_for_what_is_not_known_elsewhere(outside: Server) -> None:
    posting = recorded("lever_salary.json")
    outside.on("GET", "/api.eu.lever.co/v0/postings/fjord", Reply(body=[posting]))
    good, _ = fetched("lever", outside, board="fjord")

    page = "https://jobs.eu.lever.co/fjord/0b5d1f6e-2f4c-4b7e-9a55-3c1de8a0c001"
    assert said(good[0]) == {
        "source": "lever",
        "source_job_id": "eu/fjord/0b5d1f6e-2f4c-4b7e-9a55-3c1de8a0c001",
        "title": "Site Reliability Engineer",
        "employer": "Fjord",
        "job_url": page,
        "application_link": f"{page}/apply",
        "date_posted": "2026-10-01",
        "location": "Lisbon; Porto",
        "is_remote": False,
        "job_type": "Full-time",
        "job_level": "Senior",
        "job_function": "Infrastructure",
        "salary_min": 52_000,
        "salary_max": 68_000,
        "salary_currency": "EUR",
        "salary_interval": "yearly",
        "extras": {"workplace": "hybrid"},
    }
    assert "<h3>You &amp; we</h3><ul><li>Pages</li></ul><div>Lunch.</div>" in good[0].description
    assert [seen.path.split("/")[1] for seen in outside.seen] == [
        "api.lever.co",
        "api.eu.lever.co",
    ]


def test_a_european_site_is_asked_at_once_and_an_unknown_one_is_not_found(outside: Server) -> None:
    outside.on("GET", "/api.eu.lever.co/v0/postings/fjord", Reply(body=[]))

    assert fetched("lever", outside, board="eu/fjord") == ([], [])
    with pytest.raises(SourceError) as failure:
        fetched("lever", outside, board="nobody")

    assert failure.value.kind == "not_found"
    assert [seen.path.split("/")[1] for seen in outside.seen] == [
        "api.eu.lever.co",
        "api.lever.co",
        "api.eu.lever.co",
    ]


@pytest.mark.parametrize(("length", "requests"), [(0, 1), (99, 1), (100, 2), (230, 3)])
def test_lever_is_read_until_a_short_page(outside: Server, length: int, requests: int) -> None:
    outside.on("GET", SITE, lever_of(length))
    good, _ = fetched("lever", outside, board="acme", limit=5)

    assert [posting.title for posting in good] == [f"Cook {n}" for n in range(length)]
    assert len(outside.seen) == requests


def test_a_page_that_repeats_ends_the_reading(outside: Server) -> None:
    outside.on("GET", SITE, Reply(body=[lever_row(n) for n in range(100)]))
    good, _ = fetched("lever", outside, board="acme")

    assert (len(good), len(outside.seen)) == (100, 2)


def test_smartrecruiters_gives_every_field(outside: Server) -> None:
    serve(outside, COMPANY[1:], "smartrecruiters.json")
    serve(outside, f"{COMPANY[1:]}/743999671674844", "smartrecruiters_detail.json")
    good, bad = fetched("smartrecruiters", outside, board="acme")

    page = "https://jobs.smartrecruiters.com/Knight/743999671674844-cna-lpn"
    assert (len(good), bad) == (1, [])
    assert said(good[0]) == {
        "source": "smartrecruiters",
        "source_job_id": "acme/743999671674844",
        "title": "CNA / LPN - Consistent Hours. Start Next Week.",
        "employer": "Knight Gayles",
        "job_url": page,
        "application_link": f"{page}?oga=true",
        "date_posted": "2018-06-08",
        "location": "St. Louis, MO, United States",
        "is_remote": True,
        "job_type": "Part-time",
        "job_level": "Entry Level",
        "job_function": "Health Care Provider",
        "extras": {
            "workplace": "remote",
            "countries": ["US"],
            "companyIndustry": "Medical Practice",
            "requisition": "REF30D",
            "language": "en",
        },
    }
    assert good[0].description == (
        "<h3>Company Description</h3><p>We nurse.</p><h3>Job Description</h3><p>Nurse.</p>"
        "<h3>Qualifications</h3><ul><li>Licence</li></ul>"
    )
    assert outside.seen[0].query == {"offset": "0", "limit": "100"}


def test_smartrecruiters_reads_to_the_total_and_details_to_the_limit(outside: Server) -> None:
    def page(seen: Seen) -> Reply:
        offset = int(seen.query["offset"])
        listed = [{"id": str(n), "name": f"Cook {n}", "location": None} for n in range(200)]
        return Reply(body={"totalFound": 200, "content": listed[offset : offset + 100]})

    def detail(seen: Seen) -> Reply:
        number = seen.path.rsplit("/", 1)[-1]
        told = {"jobDescription": {"title": "", "text": f"<p>Text {number}</p>"}}
        return Reply(body={"id": number, "name": "Cook", "jobAd": {"sections": told}})

    outside.on("GET", COMPANY, page).on("GET", f"{COMPANY}/.*", detail)
    good, _ = fetched("smartrecruiters", outside, board="acme", limit=2)

    assert len(good) == 200
    assert [posting.description for posting in good[:3]] == ["<p>Text 0</p>", "<p>Text 1</p>", ""]
    assert good[2].job_url == "https://jobs.smartrecruiters.com/acme/2"
    assert [seen.path for seen in outside.seen] == [
        COMPANY,
        f"{COMPANY}/0",
        f"{COMPANY}/1",
        COMPANY,
    ]


def test_workday_gives_every_field(outside: Server) -> None:
    listed = recorded("workday.json")
    path = listed["jobPostings"][1]["externalPath"]
    outside.on("POST", f"{CXS}/jobs", Reply(body=listed))
    outside.on("GET", f"{CXS}/job/Illinois.*", Reply(body=recorded("workday_detail.json")))
    good, bad = fetched("workday", outside, board="acme.wd5/Careers")

    assert (len(good), bad) == (2, [])
    assert said(good[1]) == {
        "source": "workday",
        "source_job_id": "acme.wd5/Careers/JR332446",
        "title": "Customer Success Manager - Global Public Sector (State, Local Government and"
        " Education)",
        "employer": "Acme, Inc.",
        "job_url": f"https://acme.wd5.myworkdayjobs.com/Careers{path}",
        "date_posted": "2026-11-19",
        "deadline": "2026-12-19",
        "location": "Illinois - Chicago; Texas - Dallas; Georgia - Atlanta",
        "is_remote": True,
        "job_type": "Full time",
        "extras": {"workplace": "remote", "countries": ["US"], "requisition": "JR332446"},
    }
    assert good[1].description == "<p>Look after states.</p>"
    asked = {"appliedFacets": {}, "limit": 20, "offset": 0, "searchText": ""}
    assert outside.seen[0].json() == asked


def test_five_locations_are_none_and_a_posting_gone_since_keeps_what_was_listed(
    outside: Server,
) -> None:
    outside.on("POST", f"{CXS}/jobs", Reply(body=recorded("workday.json")))
    good, bad = fetched("workday", outside, board="acme.wd5/Careers")

    path = recorded("workday.json")["jobPostings"][0]["externalPath"]
    assert bad == []
    assert said(good[0]) == {
        "source": "workday",
        "source_job_id": "acme.wd5/Careers/JR354232",
        "title": "Solution Architect / Senior Solution Architect - PubSec - SLED/NGO",
        "employer": "Acme",
        "job_url": f"https://acme.wd5.myworkdayjobs.com/Careers{path}",
        "extras": {"requisition": "JR354232"},
    }


@pytest.mark.parametrize(
    ("words", "location"),
    [("5 Locations", None), ("2 Standorte", None), ("Berlin, Germany", "Berlin, Germany")],
)
def test_a_number_of_places_is_no_place(outside: Server, words: str, location: str | None) -> None:
    row = {"title": "Cook", "externalPath": "/job/X/Cook_R-1-2", "locationsText": words}
    outside.on("POST", f"{CXS}/jobs", Reply(body={"jobPostings": [row]}))
    good, _ = fetched("workday", outside, board="acme.wd5/Careers", limit=0)

    assert good[0].location == location


@pytest.mark.parametrize(
    ("length", "requests", "found"), [(0, 1, 0), (20, 2, 20), (45, 3, 45), (700, 25, 500)]
)
def test_workday_is_read_to_its_end_and_no_further_than_25_pages(
    outside: Server, length: int, requests: int, found: int
) -> None:
    outside.on("POST", f"{CXS}/jobs", workday_of(length))
    good, _ = fetched("workday", outside, board="acme.wd5/Careers", limit=0)

    assert (len(outside.seen), len(good)) == (requests, found)
    assert SOURCES["workday"].max_pages == 25


def test_workday_on_its_shared_host(outside: Server) -> None:
    there = "/wd3.myworkdaysite.com/wday/cxs/acme/jobs-here"
    row = {"title": "Cook", "externalPath": "/job/X/Cook_REQ_12-1", "bulletFields": ["REQ_12"]}
    outside.on("POST", f"{there}/jobs", Reply(body={"jobPostings": [row]}))
    good, _ = fetched("workday", outside, board="wd3/acme/jobs-here", limit=0)

    assert good[0].source_job_id == "wd3/acme/jobs-here/REQ_12-1"
    assert good[0].employer == "Acme"
    assert good[0].job_url == (
        "https://wd3.myworkdaysite.com/recruiting/acme/jobs-here/job/X/Cook_REQ_12-1"
    )


def test_bamboohr_gives_every_field(outside: Server) -> None:
    serve(outside, f"{CAREERS[1:]}/list", "bamboohr.json")
    serve(outside, f"{CAREERS[1:]}/86/detail", "bamboohr_detail.json")
    good, bad = fetched("bamboohr", outside, board="acme")

    assert (len(good), bad) == (2, [])
    assert said(good[0]) == {
        "source": "bamboohr",
        "source_job_id": "acme/86",
        "title": "Nurse Paralegal",
        "employer": "Acme",
        "job_url": "https://acme.bamboohr.com/careers/86",
        "date_posted": "2026-10-20",
        "location": "Fort Lauderdale, Florida, United States",
        "salary": "$70,000 - $80,000 per year",
        "is_remote": False,
        "job_type": "Full Time",
        "job_level": "Experienced",
        "job_function": "Legal",
        "extras": {"workplace": "hybrid"},
    }
    assert good[0].description == "<p>Read charts.</p>"
    assert said(good[1]) == {
        "source": "bamboohr",
        "source_job_id": "acme/87",
        "title": "Marketing & Social Media Intern",
        "employer": "Acme",
        "job_url": "https://acme.bamboohr.com/careers/87",
        "location": "Fort Lauderdale, Florida",
        "is_remote": False,
        "job_type": "Internship",
        "job_function": "Marketing",
        "extras": {"workplace": "onsite"},
    }


def test_an_unreadable_detail_is_a_bad_record_and_ends_nothing(outside: Server) -> None:
    serve(outside, f"{CAREERS[1:]}/list", "bamboohr.json")
    outside.on("GET", f"{CAREERS}/86/detail", Reply(body="<html>Sorry</html>"))
    good, bad = fetched("bamboohr", outside, board="acme")

    assert [posting.source_job_id for posting in good] == ["acme/87"]
    assert [record.source_job_id for record in bad] == ["86"]


def test_a_detail_that_cannot_be_reached_keeps_what_came_before(outside: Server) -> None:
    serve(outside, f"{CAREERS[1:]}/list", "bamboohr.json")
    serve(outside, f"{CAREERS[1:]}/86/detail", "bamboohr_detail.json")
    outside.on("GET", f"{CAREERS}/87/detail", Reply(status=503))
    stream = SOURCES["bamboohr"].fetch()(Query(board="acme"), PlainHttp(outside.url))

    first = next(stream)
    with pytest.raises(SourceError) as failure:
        next(stream)

    assert isinstance(first, Posting)
    assert first.source_job_id == "acme/86"
    assert failure.value.kind == "unreachable"
