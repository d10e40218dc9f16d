"""Listings that closed: told by a board that shows them no more, or by their own address."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from orchestrator.jobs import expiry, listing, postings, sightings
from orchestrator.jobs.fetching import FetchProblem
from orchestrator.models import FollowedBoard, Job, User
from orchestrator.sources.posting import Posting
from tests import make
from tests.outside.server import Reply, Server

NOW = timezone.now()
HALF_A_DAY = timedelta(hours=12)


@pytest.fixture
def board(ada: User) -> FollowedBoard:
    return make.board(ada)


def shown(board: FollowedBoard, at: datetime, *numbers: int) -> list[Job]:
    """A complete read that shows these postings."""
    found = [
        Posting(
            title=f"Cook {n}", employer="Acme", job_url=f"https://acme.example.org/{n}",
            source="greenhouse", source_job_id=f"acme/{n}",
        )
        for n in numbers
    ]  # fmt: skip
    return [
        one.job
        for one in postings.add_many(board.owner, found, actor="pipeline", at=at, board=board)
    ]


def read(board: FollowedBoard, at: datetime, *numbers: int) -> sightings.Missed:
    shown(board, at, *numbers)
    return sightings.missed(board, at, at=at)


def test_missing_twice_half_a_day_apart_closes_a_listing(board: FollowedBoard) -> None:
    one, two = shown(board, NOW, 1, 2)
    assert read(board, NOW + timedelta(hours=1), 2).closed == 0
    assert read(board, NOW + timedelta(hours=12, minutes=59), 2).closed == 0
    found = read(board, NOW + timedelta(hours=13), 2)
    assert (found.closed, found.expired) == (1, 1)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.status, one.expired_by, two.status) == ("expired", "sweeper", "discovered")
    event = one.events.get(kind="job.expired")
    assert (event.actor, event.reason) == ("sweeper", "listing_closed")


def test_missing_once_in_between_proves_nothing(board: FollowedBoard) -> None:
    shown(board, NOW, 1)
    read(board, NOW + timedelta(hours=1))
    read(board, NOW + timedelta(hours=8), 1)
    assert read(board, NOW + timedelta(hours=20)).closed == 0


@pytest.mark.parametrize("status", ["ready", "applied", "skipped"])
def test_any_but_a_discovered_job_is_only_flagged(
    ada: User, board: FollowedBoard, status: str
) -> None:
    job = make.job(ada, status=status, source="greenhouse", source_job_id="acme/1")
    shown(board, NOW, 1)
    read(board, NOW + timedelta(hours=1))
    assert read(board, NOW + timedelta(hours=14)) == sightings.Missed(1, 0)
    job.refresh_from_db()
    assert (job.status, job.listing_closed_at is None) == (status, False)
    assert job.events.get(kind="job.listing_closed").actor == "sweeper"


def test_seen_again_the_flag_goes_and_the_job_is_listed_again(board: FollowedBoard) -> None:
    (job,) = shown(board, NOW, 1)
    read(board, NOW + timedelta(hours=1))
    read(board, NOW + timedelta(hours=14))
    shown(board, NOW + timedelta(hours=15), 1)
    job.refresh_from_db()
    assert (job.status, job.listing_closed_at) == ("discovered", None)
    assert job.events.order_by("-seq")[0].kind == "job.relisted"


def test_another_board_that_still_shows_it_keeps_it_open(ada: User, board: FollowedBoard) -> None:
    (job,) = shown(board, NOW, 1)
    other = make.board(ada, token="other")
    again = Posting(
        title="Cook 1", employer="Acme", job_url=job.job_url, source="lever", source_job_id="o/1"
    )
    postings.add_many(ada, [again], actor="pipeline", at=NOW + HALF_A_DAY, board=other)
    read(board, NOW + timedelta(hours=1))
    assert read(board, NOW + timedelta(hours=14)).closed == 0


def test_many_jobs_expire_in_one_step(ada: User) -> None:
    passed = date.today() - timedelta(days=3)
    jobs = make.jobs(ada, 20, deadline_at=passed)
    busy = make.job(ada, status="processing", deadline_at=passed)
    assert expiry.sweep() == 20
    assert {*Job.objects.filter(status="expired")} == {*jobs}
    event = jobs[3].events.get()
    assert (event.kind, event.from_status, event.to_status, event.reason) == (
        "job.expired", "discovered", "expired", "deadline_passed",
    )  # fmt: skip
    assert event.previous is not None
    assert event.previous["status"] == "discovered"
    assert Job.objects.get(pk=busy.pk).status == "processing"
    assert Job.objects.get(pk=jobs[0].pk).updated_at > jobs[0].updated_at


# Asking the address


@pytest.mark.parametrize(("status", "closed"), [(404, True), (410, True), (200, False)])
def test_only_what_is_gone_flags_a_job(ada: User, site: Server, status: int, closed: bool) -> None:
    job = make.job(ada, status="ready", job_url=f"{site.url}/jobs/1")
    site.next(Reply(status=status, body="<p>Hello</p>", headers={"Content-Type": "text/html"}))
    checked = listing.check(job, actor="user")
    assert (checked.closed, checked.job.listing_closed_at is not None) == (closed, closed)
    assert checked.job.status == "ready"


@pytest.mark.parametrize("status", [401, 403, 429, 500])
def test_a_refusal_says_nothing_about_the_listing(ada: User, site: Server, status: int) -> None:
    job = make.job(ada, job_url=f"{site.url}/jobs/1")
    site.next(Reply(status=status, body="no"))
    with pytest.raises(FetchProblem):
        listing.check(job, actor="user")
    assert Job.objects.get(pk=job.pk).listing_closed_at is None
