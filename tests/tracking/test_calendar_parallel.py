"""Invitations and readers of a calendar, many at once, each on a connection of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from orchestrator.models import FeedEntry, User
from orchestrator.tracking import feed, feed_address, interviews
from tests import make
from tests.tracking.invites import meeting
from tests.tracking.test_parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


def test_one_invitation_read_many_times_is_one_interview(ada: User) -> None:
    job, found = make.job(ada, status="applied"), meeting()
    made = at_once(
        8,
        lambda _: interviews.from_invitation(job, found, message=None, actor="mail"),
    )
    assert len({one.pk for one in made if one is not None}) == 1
    assert interviews.of(job).count() == 1
    assert job.events.filter(kind="job.interview_changed").count() == 1


def test_of_many_versions_the_highest_stays(ada: User) -> None:
    job = make.job(ada, status="applied")
    found = [meeting(f"DTSTART:2027030{n}T090000Z", sequence=n) for n in range(1, 9)]
    at_once(8, lambda n: interviews.from_invitation(job, found[n], message=None, actor="mail"))
    row = interviews.of(job).get()
    assert (row.sequence, row.scheduled_at) == (8, datetime(2027, 3, 8, 9, tzinfo=UTC))


def test_readers_at_once_come_to_the_same_numbers(ada: User) -> None:
    job = make.job(ada, status="applied")
    rows = [
        interviews.add(
            job, scheduled_at=NOW + timedelta(hours=n), kind="panel", zone="UTC", actor="user"
        )
        for n in range(5)
    ]
    feed_address.make(ada)
    mine = feed_address.of(ada)
    assert mine is not None
    first = at_once(8, lambda _: feed.text(mine, base="", now=NOW))
    assert len(set(first)) == 1
    interviews.remove(rows[0], actor="user")
    interviews.change(rows[1], {"minutes": 30}, actor="user")
    second = at_once(8, lambda _: feed.text(mine, base="", now=NOW))
    assert len(set(second)) == 1
    numbers = FeedEntry.objects.order_by("uid").values_list("sequence", flat=True)
    assert sorted(numbers) == [0, 0, 0, 1, 1]
