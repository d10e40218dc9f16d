"""Feeds that answer with everything they have at once."""

from __future__ import annotations

import json

import pytest

from orchestrator.jobs.clean import clean
from tests.outside.server import Reply, Server
from tests.sources.recorded_feeds import SHARED, fetched, recorded, said, serve

REMOTE_OK, REMOTIVE = "remoteok.com/api", "remotive.com/api/remote-jobs"
WORKING_NOMADS = "www.workingnomads.com/api/exposed_jobs/"
JOBICY = "jobicy.com/api/v2/remote-jobs"


def test_remote_ok_gives_every_field(outside: Server) -> None:
    serve(outside, REMOTE_OK, "remoteok.json")
    good, _ = fetched("remoteok", outside)
    page = "https://remoteOK.com/remote-jobs/remote-job-19004-junior-quality-assurance-engineer-brazil-ciampt-1059247"
    found = said(good[1])
    skills = found["extras"].pop("skills")
    assert found == {
        "source": "remoteok",
        "source_job_id": "1059247",
        "title": "Job 19004 Junior Quality Assurance Engineer Brazil",
        "employer": "CI&T",
        "job_url": page,
        "application_link": page,
        "date_posted": "2024-12-03",
        "location": "Campinas, SP",
        "salary_min": 55_000,
        "salary_max": 100_000,
        "salary_currency": "USD",
        "salary_interval": "yearly",
        "is_remote": True,
        "extras": {
            "companyLogo": recorded("remoteok.json")[2]["company_logo"],
        },
    }
    assert skills.startswith("support, software, testing, test, qa, devops, java")
    assert good[1].description.startswith("<p><span")


def test_remote_ok_starts_with_a_notice_that_is_no_job(outside: Server) -> None:
    serve(outside, REMOTE_OK, "remoteok.json")
    good, bad = fetched("remoteok", outside)
    assert "legal" in recorded("remoteok.json")[0]
    assert (len(good), [one.source_job_id for one in bad]) == (15, ["1057180"])
    assert bad[0].reason == "The title is missing. The employer is missing."


def test_remote_ok_names_no_pay_by_zero(outside: Server) -> None:
    serve(outside, REMOTE_OK, "remoteok.json")
    good, _ = fetched("remoteok", outside)
    unpaid = next(one for one in good if one.source_job_id == "1058875")
    assert (unpaid.salary_min, unpaid.salary_max, unpaid.salary_currency) == (None, None, None)


def test_a_remote_ok_job_without_a_page_of_its_own_gets_one(outside: Server) -> None:
    serve(outside, REMOTE_OK, "remoteok.json")
    good, _ = fetched("remoteok", outside)
    job = next(one for one in good if one.source_job_id == "1058065")
    assert job.job_url == "https://remoteOK.com/remote-jobs/1058065"
    assert job.application_link is None


def test_remote_ok_says_every_tag_once_and_mends_its_letters(outside: Server) -> None:
    serve(outside, REMOTE_OK, "remoteok.json")
    good, _ = fetched("remoteok", outside)
    assert good[0].extras == {"skills": "golang, senior, engineer, backend"}
    places = {one.location for one in good}
    assert {"Gothenburg, Västra Götaland, Sweden", "São Paulo"} <= places


def test_remotive_gives_every_field(outside: Server) -> None:
    serve(outside, REMOTIVE, "remotive.json")
    good, _ = fetched("remotive", outside)
    assert said(good[0]) == {
        "source": "remotive",
        "source_job_id": "2090001",
        "title": "Backend Developer",
        "employer": "Harbour & Pine",
        "job_url": "https://remotive.com/remote-jobs/software-dev/backend-developer-2090001",
        "date_posted": "2026-10-30T09:12:44",
        "location": "Europe, UK",
        "salary": "€65,000 - €80,000",
        "is_remote": True,
        "job_type": "full-time",
        "job_function": "Software Development",
        "extras": {
            "skills": "python, django",
            "companyLogo": "https://remotive.com/job/2090001/logo",
        },
    }
    assert "<strong>booking software</strong>" in good[0].description


def test_remotive_decodes_tags_once_and_takes_little_for_enough(outside: Server) -> None:
    serve(outside, REMOTIVE, "remotive.json")
    good, bad = fetched("remotive", outside)
    assert good[1].description == "<p>Draw the app our divers use.</p>"
    assert (good[1].salary, good[1].extras) == (None, {})
    assert said(good[2]).keys() == {
        *("source", "source_job_id", "title", "employer", "job_url", "date_posted"),
        *("is_remote", "job_function"),
    }
    assert [(one.line, one.reason, one.source_job_id, one.title) for one in bad] == [
        (3, "The employer is missing.", "2090003", "Account Manager")
    ]


def test_working_nomads_gives_every_field(outside: Server) -> None:
    serve(outside, WORKING_NOMADS, "workingnomads.json")
    good, bad = fetched("workingnomads", outside)
    assert said(good[0]) == {
        "source": "workingnomads",
        "source_job_id": "https://www.workingnomads.com/job/go/1500001/",
        "title": "Site Reliability Engineer",
        "employer": "Isobar Labs",
        "job_url": "https://www.workingnomads.com/job/go/1500001/",
        "date_posted": "2026-11-02T05:14:31-05:00",
        "location": "Anywhere",
        "is_remote": True,
        "job_function": "Development",
        "extras": {"skills": "kubernetes, go, on-call"},
    }
    assert good[0].description == "<p>Keep <em>weather stations</em> awake.</p>"
    assert (good[1].employer, good[1].location, good[1].extras) == (
        *("Reed & Marsh Trust", "UK, Ireland"),
        {},
    )
    assert [one.reason for one in bad] == ["The address of the posting is missing."]


def test_jobicy_gives_every_field(outside: Server) -> None:
    serve(outside, JOBICY, "jobicy.json")
    good, bad = fetched("jobicy", outside)
    assert outside.seen[0].query == {"count": "100"}
    assert (len(good), bad) == (10, [])
    assert said(good[1]) == {
        "source": "jobicy",
        "source_job_id": "74847",
        "title": "Research Scientist (Voice AI Foundations)",
        "employer": "Deepgram",
        "job_url": "https://jobicy.com/jobs/74847-research-scientist-2",
        "date_posted": "2024-12-07 04:03:02",
        "location": "USA",
        "salary_min": 150_000,
        "salary_max": 220_000,
        "salary_currency": "USD",
        "salary_interval": "yearly",
        "is_remote": True,
        "job_type": "full-time",
        "job_function": "Data Science",
        "extras": {"companyLogo": recorded("jobicy.json")["jobs"][1]["companyLogo"]},
    }
    assert clean(good[1].description).text.startswith("Despite the proliferation")


def test_jobicy_names_levels_places_and_fields_of_work_readably(outside: Server) -> None:
    serve(outside, JOBICY, "jobicy.json")
    good, _ = fetched("jobicy", outside)
    by_number = {one.source_job_id: one for one in good}
    assert by_number["109041"].location == "Poland, Portugal, Romania, Spain"
    assert by_number["111985"].job_function == "DevOps & SysAdmin"
    assert by_number["111985"].job_type == "contract"
    assert (by_number["113597"].job_level, by_number["74847"].job_level) == ("Senior", None)


def test_jobicy_may_name_pay_by_the_hour(outside: Server) -> None:
    job = recorded("jobicy.json")["jobs"][1] | {
        "salaryMin": 31.5,
        "salaryMax": "40",
        "salaryCurrency": "EUR",
        "salaryPeriod": "hourly",
    }
    outside.on("GET", f"/{JOBICY}", Reply(body={"jobs": [job]}))
    (found,), _ = fetched("jobicy", outside)
    assert (found.salary_min, found.salary_max) == (31.5, 40)
    assert (found.salary_currency, found.salary_interval) == ("EUR", "hourly")


@pytest.mark.parametrize(
    ("source", "where"), [("remoteok", REMOTE_OK), ("jobicy", JOBICY)], ids=["remoteok", "jobicy"]
)
@pytest.mark.skipif(not SHARED.exists(), reason="the shared test data is not on this machine")
def test_a_whole_recorded_answer_is_read(source: str, where: str, outside: Server) -> None:
    body = (SHARED / f"{source}.json").read_bytes()
    outside.on("GET", f"/{where}", Reply(body=body))
    good, bad = fetched(source, outside)
    assert (len(good), len(bad)) == {"remoteok": (97, 1), "jobicy": (20, 0)}[source]
    assert len({one.job_url for one in good}) == len({one.source_job_id for one in good})
    assert len(json.loads(body)) > 0
