"""What sources do wrong, one whole run each: it ends, keeps what it got and says what happened."""

from __future__ import annotations

from typing import Any

import pytest

from orchestrator import preferences
from orchestrator.models import Job, PipelineRun, User
from orchestrator.pipeline import runs
from tests import make
from tests.outside.boards import (
    Boards,
    away,
    empty,
    endless,
    half,
    hanging,
    hasty,
    huge,
    refused,
    says,
    status,
    wall,
)
from tests.outside.boards import page as html_page
from tests.outside.model import ModelStub, broken
from tests.work import drain

FEED = {"id": 7, "position": "Engineer", "company": "Acme", "url": "https://remoteok.com/jobs/7"}


def row(number: int) -> str:
    return f"https://remoteok.com/jobs/{number}"


def ran(owner: User, *sources: str, **options: Any) -> PipelineRun:
    wanted = {
        "sources": list(sources),
        "searchTerms": ["engineer", "developer"],
        "minSuitabilityScore": 0,
        "enableAutoTailoring": False,
        **options,
    }
    run = runs.start(owner, options=wanted, trigger="manual", actor="user")
    drain()
    run.refresh_from_db()
    return run


def kind(run: PipelineRun, source: str) -> str | None:
    error = run.items.get(step="crawling", reference=source).error
    return error and str(error["kind"])


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (refused(), "refused"),
        (wall(), "refused"),
        (hasty(900), "rate_limited"),
        (html_page(), "changed_shape"),
        (half(), "changed_shape"),
        (empty(), "changed_shape"),
        (huge(), "too_big"),
        (away(), "refused"),
        (status(500), "unreachable"),
    ],
)
def test_a_broken_source_is_named_and_the_others_are_read(
    owner: User, boards: Boards, fault: Any, expected: str
) -> None:
    boards.fault("remoteok", fault)
    run = ran(owner, "remoteok", "remotive")
    assert (run.status, kind(run, "remoteok"), kind(run, "remotive")) == (
        "completed",
        expected,
        None,
    )
    assert (run.counts["created"], run.error_counts["sources"]) == (1, 1)


def test_a_source_that_hangs_ends_at_its_deadline(owner: User, boards: Boards) -> None:
    # As long as the shortest deadline there is.
    preferences.save(owner, {"sourceDeadline": 10})
    boards.fault("remoteok", hanging())
    run = ran(owner, "remoteok", "remotive")
    assert (run.status, kind(run, "remoteok"), run.counts["created"]) == ("completed", "timeout", 1)


def test_the_next_run_reads_what_failed_in_the_last(owner: User, boards: Boards) -> None:
    boards.fault("remoteok", refused())
    ran(owner, "remoteok", "remotive")
    boards.heal()
    again = ran(owner, "remoteok", "remotive")
    assert kind(again, "remoteok") is None
    assert again.counts["created"] == Job.objects.filter(source="remoteok").count() > 0


def test_of_ten_thousand_rows_it_takes_what_it_may(owner: User, boards: Boards) -> None:
    boards.fault("remoteok", says([{**FEED, "id": n, "url": row(n)} for n in range(10_000)]))
    run = ran(owner, "remoteok", enableScoring=False)
    counts = run.items.get(step="crawling").counts
    assert (run.status, counts["taken"], counts["created"]) == ("completed", 200, 200)


def test_an_endless_chain_of_pages_ends(owner: User, boards: Boards) -> None:
    boards.fault("arbeitnow", endless())
    run = ran(owner, "arbeitnow", searchTerms=["no such trade"])
    assert run.status == "completed"
    assert len(boards.asked("arbeitnow")) <= 20


def test_a_posting_without_a_title_is_counted_and_ends_nothing(owner: User, boards: Boards) -> None:
    boards.fault("remoteok", says([FEED, {**FEED, "id": 8, "position": ""}]))
    run = ran(owner, "remoteok")
    assert (run.counts["created"], run.error_counts["records"]) == (1, 1)
    assert run.items.get(step="crawling").counts["samples"]["bad"]


def test_a_posting_of_a_megabyte_is_stored_within_its_limits(owner: User, boards: Boards) -> None:
    text = "<p>We build engines &amp; more.</p>" * 30_000
    boards.fault("remoteok", says([{**FEED, "description": text}]))
    run = ran(owner, "remoteok")
    job = Job.objects.get()
    assert (run.status, job.title) == ("completed", "Engineer")
    assert 0 < len(job.description or "") <= 200_000


def test_the_same_job_from_four_sources_is_one_with_links(owner: User, boards: Boards) -> None:
    text = "You build engines with Python and PostgreSQL for farms all over Wales. " * 8
    shared = {"title": "Engine Developer", "description": text}
    tracked = "https://jobs.acme.example.org/7?utm_source={}&ref=board"
    boards.fault(
        "remoteok",
        says([{**FEED, "position": shared["title"], "url": tracked.format("a"), **shared}]),
    )
    boards.fault("remotive", says({"jobs": [
        {**shared, "id": 9, "company_name": "Acme Ltd", "url": tracked.format("b"),
         "candidate_required_location": "Worldwide"}]}))  # fmt: skip
    boards.fault("workingnomads", says([
        {**shared, "company_name": "ACME", "url": "https://www.workingnomads.com/jobs/7",
         "location": "Anywhere"}]))  # fmt: skip
    boards.fault("jobicy", says({"jobs": [
        {"id": 11, "url": "https://jobicy.com/jobs/7?gclid=1", "jobTitle": "Engine Developer",
         "companyName": "Acme", "jobGeo": "Anywhere", "jobDescription": text}]}))  # fmt: skip
    run = ran(owner, "remoteok", "remotive", "workingnomads", "jobicy", minSuitabilityScore=0)
    found = Job.objects.all()
    assert run.status == "completed"
    assert found.filter(canonical_url__contains="acme.example.org").count() == 1
    assert found.primaries().count() == 1
    left = run.items.filter(step="selecting", reason="duplicate").count()
    assert left == found.count() - 1


def test_a_model_that_fails_for_one_job_in_five_fails_no_run(
    owner: User, with_model: ModelStub
) -> None:
    for number in range(10):
        text = f"We need Python. Case {number}. " + ("Broken." if number % 5 == 0 else "Fine.")
        make.job(owner, description=text, score=50.0, score_engine="computed")
    with_model.when("Broken.", "no JSON at all")
    run = ran(owner, "remotive", enableCrawling=False)
    judged = run.items.filter(step="judging")
    assert (run.status, run.error_counts["scoring"]) == ("completed", 2)
    assert judged.filter(state="succeeded").count() == 8
    assert not Job.objects.filter(score=None).exists()


def test_a_second_run_tries_again_what_the_model_failed_at(
    owner: User, with_model: ModelStub
) -> None:
    make.job(owner, score=50.0, score_engine="computed")
    with_model.next(*[broken()] * 12)
    first = ran(owner, "remotive", enableCrawling=False)
    with_model.forget()
    second = ran(owner, "remotive", enableCrawling=False)
    assert first.items.get(step="judging").state == "failed"
    assert second.items.get(step="judging").state == "succeeded"
