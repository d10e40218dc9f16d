"""Boards that answer with everything they have: what is read from them."""

from __future__ import annotations

from orchestrator.jobs.clean import clean
from tests.outside.server import Reply, Server
from tests.sources.recorded_feeds import fetched, recorded, said, serve

GREENHOUSE = "boards-api.greenhouse.io/v1/boards/{}/jobs"
ASHBY = "api.ashbyhq.com/posting-api/job-board/{}"
WORKABLE = "apply.workable.com/api/v1/widget/accounts/{}"
RECRUITEE = "{}.recruitee.com/api/offers/"


def test_greenhouse_gives_every_field(outside: Server) -> None:
    serve(outside, GREENHOUSE.format("amplitude"), "greenhouse.json")
    good, bad = fetched("greenhouse", outside, board="amplitude")

    assert (len(good), bad) == (2, [])
    assert said(good[0]) == {
        "source": "greenhouse",
        "source_job_id": "amplitude/8636903002",
        "title": "Customer Data Scientist - Experimentation",
        "employer": "Amplitude",
        "job_url": "https://job-boards.greenhouse.io/amplitude/jobs/8636903002",
        "date_posted": "2026-07-16",
        "location": "London, UK",
        "job_function": "Solutions Consulting",
        "extras": {"requisition": "R-12263", "language": "en"},
    }
    text = clean(good[0].description).text
    assert text.startswith("Amplitude is the leading AI analytics platform")
    assert "&lt;" not in text
    assert outside.seen[0].query == {"content": "true", "pay_transparency": "true"}


def test_greenhouse_tells_pay_offices_deadline_and_departments(outside: Server) -> None:
    serve(outside, GREENHOUSE.format("fjord"), "greenhouse_pay.json")
    good, _ = fetched("greenhouse", outside, board="fjord")

    assert said(good[0]) == {
        "source": "greenhouse",
        "source_job_id": "fjord/4012345101",
        "title": "Backend Engineer",
        "employer": "Fjord Systems",
        "job_url": "https://job-boards.eu.greenhouse.io/fjord/jobs/4012345101",
        "date_posted": "2026-10-01",
        "deadline": "2026-12-15",
        "location": "Oslo, Norway; Bergen",
        "job_function": "Engineering, Platform",
        "salary_min": 650_000,
        "salary_max": 900_000,
        "salary_currency": "NOK",
        "salary_interval": "yearly",
        "extras": {"requisition": "77", "language": "en"},
    }
    assert good[0].description == "<p>Build &amp; run the ledger.</p>"


def test_no_cents_are_no_pay(outside: Server) -> None:
    serve(outside, GREENHOUSE.format("fjord"), "greenhouse_pay.json")
    good, _ = fetched("greenhouse", outside, board="fjord")

    assert "salary_min" not in said(good[1])
    assert "salary_currency" not in said(good[1])
    assert good[1].description == "Plain words."


def test_ashby_gives_every_field(outside: Server) -> None:
    serve(outside, ASHBY.format("HighlightTA"), "ashby.json")
    good, bad = fetched("ashby", outside, board="HighlightTA")

    page = "https://jobs.ashbyhq.com/HighlightTA/fc2f1f85-46a0-4a31-b165-683e39c07c04"
    assert (len(good), bad) == (2, [])
    assert said(good[1]) == {
        "source": "ashby",
        "source_job_id": "HighlightTA/fc2f1f85-46a0-4a31-b165-683e39c07c04",
        "title": "Senior Site Reliability Engineer",
        "employer": "HighlightTA",
        "job_url": page,
        "application_link": f"{page}/application",
        "date_posted": "2026-07-08",
        "location": "Toronto, Ontario, Canada",
        "is_remote": False,
        "job_type": "Full time",
        "job_function": "HighlightTA Confidential",
        "salary": "CA$102.8K – CA$137K",
        "salary_min": 102_800,
        "salary_max": 137_000,
        "salary_currency": "CAD",
        "salary_interval": "yearly",
        "extras": {"workplace": "hybrid"},
    }
    assert good[1].description == recorded("ashby.json")["jobs"][1]["descriptionHtml"]
    assert said(good[0])["extras"] == {"workplace": "remote"}
    assert outside.seen[0].query == {"includeCompensation": "true"}


def test_ashby_tells_tiers_and_further_places_and_hides_what_is_not_listed(
    outside: Server,
) -> None:
    serve(outside, "api.ashbyhq.com/posting-api/job-board/.*", "ashby_compensation.json")
    good, bad = fetched("ashby", outside, board="the fjord")

    assert outside.seen[0].path.endswith("/job-board/the%20fjord")
    assert ([posting.title for posting in good], bad) == (["Product Designer", "Support Agent"], [])
    told = said(good[0])
    assert told["location"] == "Headquarters, United States; Berlin, Germany"
    assert told["salary"] == "$45 – $70 an hour • Offers Equity"
    assert (told["salary_min"], told["salary_max"]) == (45, 70)
    assert (told["salary_currency"], told["salary_interval"]) == ("USD", "hourly")
    assert (told["job_type"], told["extras"]) == ("Part time", {"workplace": "onsite"})
    assert said(good[1])["extras"] == {"workplace": "remote"}


def test_workable_gives_every_field(outside: Server) -> None:
    serve(outside, WORKABLE.format("fjord"), "workable_details.json")
    good, bad = fetched("workable", outside, board="fjord")

    assert (len(good), bad) == (2, [])
    assert said(good[0]) == {
        "source": "workable",
        "source_job_id": "fjord/AB12CD34EF",
        "title": "Warehouse Planner",
        "employer": "Fjord Systems",
        "job_url": "https://apply.workable.com/j/AB12CD34EF",
        "application_link": "https://apply.workable.com/j/AB12CD34EF/apply",
        "date_posted": "2026-11-01",
        "location": "Athens, Attica, Greece",
        "job_type": "Full-time",
        "job_level": "Mid-Senior level",
        "job_function": "Supply Chain",
        "degree_required": "Bachelor's Degree",
        "extras": {"companyIndustry": "Logistics"},
    }
    assert good[0].description == "<p>Plan.</p>"
    assert good[1].location == "Volos, Thessaly, Greece"
    assert outside.seen[0].query == {"details": "true"}


def test_workable_shows_a_job_in_two_countries_once(outside: Server) -> None:
    serve(outside, WORKABLE.format("zaelab"), "workable.json")
    good, bad = fetched("workable", outside, board="zaelab")

    assert len(recorded("workable.json")["jobs"]) == 2
    assert (len(good), bad) == (1, [])
    assert said(good[0]) == {
        "source": "workable",
        "source_job_id": "zaelab/DD136DD7E7",
        "title": "Business Analyst - Spanish Speaking",
        "employer": "Zaelab",
        "job_url": "https://apply.workable.com/j/DD136DD7E7",
        "date_posted": "2026-08-05",
        "location": "Spain; Portugal",
        "is_remote": True,
        "job_function": "Business Consulting",
        "extras": {"workplace": "remote", "countries": ["ES", "PT"]},
    }


def test_recruitee_gives_every_field(outside: Server) -> None:
    serve(outside, RECRUITEE.format("acme"), "recruitee.json")
    good, bad = fetched("recruitee", outside, board="acme")

    page = (
        "https://jobs.acme.com/o/senior-financial-accountant-fmd-berlinbrandenburg-region-germany"
    )
    given = recorded("recruitee.json")["offers"]
    assert (len(good), bad) == (len(given), [])
    assert said(good[0]) == {
        "source": "recruitee",
        "source_job_id": "acme/2700825",
        "title": "(Senior) Financial Accountant (f/m/d) - Berlin/Brandenburg Region, Germany",
        "employer": "Acme",
        "job_url": page,
        "application_link": f"{page}/c/new",
        "date_posted": "2026-08-05",
        "location": "Berlin, Germany",
        "is_remote": False,
        "job_type": "fulltime permanent",
        "job_level": "experienced",
        "job_function": "Finance",
        "degree_required": "vocational",
        "salary_min": 60_000,
        "salary_max": 75_000,
        "salary_currency": "EUR",
        "salary_interval": "yearly",
        "extras": {"workplace": "hybrid"},
    }
    assert good[0].description == given[0]["description"] + given[0]["requirements"]


def test_recruitee_tells_countries_tags_and_deadline_and_no_pay_from_nothing(
    outside: Server,
) -> None:
    serve(outside, RECRUITEE.format("fjord"), "recruitee_remote.json")
    good, _ = fetched("recruitee", outside, board="fjord")

    assert said(good[0]) == {
        "source": "recruitee",
        "source_job_id": "fjord/501",
        "title": "Data Engineer",
        "employer": "Fjord",
        "job_url": "https://fjord.recruitee.com/o/data-engineer",
        "date_posted": "2026-11-03",
        "deadline": "2026-12-31",
        "location": "Netherlands; Ghent, East Flanders, Belgium",
        "is_remote": True,
        "job_type": "freelance",
        "job_level": "senior",
        "job_function": "Data",
        "extras": {"workplace": "remote", "countries": ["NL", "BE"], "skills": "SQL, Python"},
    }
    assert said(good[1])["extras"] == {"workplace": "onsite"}


def test_a_board_without_its_company_name_takes_the_followed_one(outside: Server) -> None:
    serve(outside, ASHBY.format("highlight-ta"), "ashby.json")

    named, _ = fetched("ashby", outside, board="highlight-ta", options={"label": "Highlight"})
    spelled, _ = fetched("ashby", outside, board="highlight-ta")

    assert {posting.employer for posting in named} == {"Highlight"}
    assert {posting.employer for posting in spelled} == {"Highlight Ta"}


def test_unknown_keys_and_odd_values_do_no_harm(outside: Server) -> None:
    odd = {
        "id": 7,
        "title": "Cook",
        "company_name": "Inn",
        "absolute_url": "https://inn.example/7",
        "location": None,
        "departments": None,
        "requisition_id": {"new": 1},
        "language": 3,
        "novelty": [1],
    }
    outside.on("GET", "/boards-api.*", Reply(body={"jobs": [odd], "meta": None}))
    good, bad = fetched("greenhouse", outside, board="inn")

    assert bad == []
    assert (good[0].title, good[0].location, good[0].job_function) == ("Cook", None, None)
