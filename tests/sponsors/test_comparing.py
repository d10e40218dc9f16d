"""What is known of a job's employer: when it comes, when it changes, when the register changes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from orchestrator.jobs import facts, postings
from orchestrator.models import Job, SponsorRegister, User
from orchestrator.sources.posting import Posting
from orchestrator.sponsors import comparing, loading, matching
from tests import make
from tests.sponsors import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def gb() -> SponsorRegister:
    register = loading.register_of("gb")
    loading.take(register, files.gb("Crumb Ltd", "Monzo Bank Ltd"), address="register.csv")
    return register


def known(job: Job) -> tuple[float | None, list[str] | None]:
    job.refresh_from_db()
    return job.sponsor_score, job.sponsor_names and json.loads(job.sponsor_names)


def test_without_a_register_nothing_is_said(ada: User):
    job = postings.add(ada, posting("Crumb"), actor="user").job

    assert known(job) == (None, None)


def posting(employer: str, n: int = 1) -> Posting:
    return Posting(
        source="manual", title="Baker", employer=employer, job_url=f"https://a.example/{n}"
    )


@pytest.mark.parametrize(
    ("employer", "score", "names"),
    [("CRUMB LIMITED", 100.0, ["Crumb Ltd"]), ("Monzo", 82.8, ["Monzo Bank Ltd"]),
     ("Nobody", 0.0, [])],
)  # fmt: skip
def test_a_job_that_comes_is_compared(
    ada: User, gb: SponsorRegister, employer: str, score: float, names: list[str]
):
    job = postings.add(ada, posting(employer), actor="user").job

    assert known(job) == (score, names)


def test_another_employer_is_compared_anew(ada: User, gb: SponsorRegister):
    job = postings.add(ada, posting("Nobody"), actor="user").job
    facts.edit(job, {"employer": "Crumb"}, actor="user")

    assert known(job) == (100.0, ["Crumb Ltd"])


def test_a_new_register_is_compared_with_every_owners_jobs(ada: User, ben: User):
    jobs = [make.job(ada, employer="Crumb"), make.job(ben, employer="Loaf")]
    gb = loading.register_of("gb")
    loading.take(gb, files.gb("Crumb Ltd"), address="register.csv")
    seen = comparing.run(str(gb.pk))

    assert seen == 2
    assert [known(job) for job in jobs] == [(100.0, ["Crumb Ltd"]), (0.0, [])]
    gb.refresh_from_db()
    assert gb.matched_at is not None


def test_a_comparison_that_was_killed_goes_on_where_it_was(
    ada: User, gb: SponsorRegister, monkeypatch: pytest.MonkeyPatch
):
    jobs = [make.job(ada, employer="Crumb") for _ in range(5)]
    monkeypatch.setattr(comparing, "BATCH", 2)
    asked: list[int] = []
    compare = comparing._compare

    def dies(*args: object) -> bool:
        asked.append(1)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return compare(*args)

    monkeypatch.setattr(comparing, "_compare", dies)
    with pytest.raises(KeyboardInterrupt):
        comparing.run(str(gb.pk))
    assert [known(job)[0] for job in jobs] == [100.0, 100.0, None, None, None]

    monkeypatch.setattr(comparing, "_compare", compare)
    assert comparing.run(str(gb.pk)) == 3
    assert {known(job)[0] for job in jobs} == {100.0}


def test_of_two_that_compare_one_stops(ada: User, gb: SponsorRegister):
    make.job(ada, employer="Crumb")
    stale = SponsorRegister.objects.get(pk=gb.pk)
    rows = comparing._next(stale)
    comparing.run(str(gb.pk))

    assert comparing._compare(stale, rows, {}) is False


def test_a_register_that_changes_meanwhile_is_compared_from_the_start(
    ada: User, gb: SponsorRegister
):
    job = make.job(ada, employer="Loaf")
    comparing.run(str(gb.pk))
    assert known(job) == (0.0, [])

    loading.take(gb, files.gb("Loaf Ltd", "Crumb Ltd"), address="register.csv")
    comparing.run(str(gb.pk))
    assert known(job) == (100.0, ["Loaf Ltd"])


def test_what_the_owner_wrote_stays(ada: User, gb: SponsorRegister):
    job = make.job(ada, employer="Crumb")
    facts.edit(job, {"sponsor_score": 12.0, "sponsor_names": '["Me"]'}, actor="user")
    comparing.run(str(gb.pk))

    assert known(job) == (12.0, ["Me"])


def test_comparing_is_no_change_of_the_job(ada: User, gb: SponsorRegister):
    job = make.job(ada, employer="Crumb")
    comparing.run(str(gb.pk))

    assert Job.objects.get(pk=job.pk).updated_at == job.updated_at
    assert not job.events.exists()


def test_a_hundred_employers_cost_what_ten_cost(
    gb: SponsorRegister, django_assert_num_queries: object
):
    current = matching.loads()
    for count in (10, 100):
        with django_assert_num_queries(3):
            matching.find([f"Crumb {n}" for n in range(count)], current)


def test_the_second_load_is_older_than_the_first_look(ada: User, gb: SponsorRegister):
    """A register that changed while one looked: nothing is found in rows that are gone."""
    current = matching.loads()
    loading.take(gb, files.gb("Loaf Ltd", "Crumb Ltd"), address="register.csv")

    assert matching.find(["Crumb"], current)["Crumb"].score == 100.0
    assert gb.fetched_at is not None
    assert timezone.now() - gb.fetched_at < timedelta(minutes=5)
