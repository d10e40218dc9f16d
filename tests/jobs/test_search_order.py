"""Where a row stands in an order: the next one, the one above, and everything in between."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from orchestrator.jobs import finding, search
from orchestrator.jobs.nearest import nearest
from orchestrator.jobs.search import JobQuery
from orchestrator.models import Job, User
from tests import make

SORTS = ("discovered_at", "score", "deadline_at", "posted_on", "applied_at", "title", "pay")


@pytest.fixture
def jobs(ada: User) -> None:
    now = timezone.now()
    for number in range(9):
        make.job(
            ada,
            title=("Ä", "b", "C")[number % 3],
            score=None if number % 4 == 0 else float(number % 3),
            deadline_at=None if number % 3 == 0 else date(2026, 1, 1 + number % 2),
            posted_on=None if number % 2 else date(2026, 2, 1 + number % 3),
            applied_at=None if number % 2 else now - timedelta(hours=number % 3),
            salary_min=None if number % 3 == 0 else float(number % 2 + 1),
            salary_currency="EUR",
            salary_interval="yearly",
            discovered_at=now - timedelta(hours=number % 4),
        )


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [True, False])
def test_walking_by_neighbours_is_the_order_itself(
    ada: User, jobs: None, sort: str, descending: bool
) -> None:
    query = JobQuery(sort=sort, descending=descending, currency="EUR")
    order = search.ids(ada, query, limit=100)
    assert len(order) == 9
    assert [search.below(ada, query, pk) for pk in order] == [*order[1:], None]
    assert [search.above(ada, query, pk) for pk in order] == [None, *order[:-1]]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [True, False])
def test_pages_by_cursor_are_the_order_itself(
    ada: User, jobs: None, sort: str, descending: bool
) -> None:
    query = JobQuery(sort=sort, descending=descending, currency="EUR", limit=2)
    seen, cursor = [], None
    for _ in range(5):
        found = search.rows(ada, JobQuery(**{**vars(query), "cursor": cursor}))
        seen += [row.pk for row in found.rows]
        cursor = found.next_cursor
    assert seen == search.ids(ada, query, limit=100)
    assert cursor is None


def test_the_best_hit_comes_first(ada: User) -> None:
    then = timezone.now()
    for number, (title, employer, text) in enumerate(
        [
            ("Other", "Acme", "data here"), ("Databases", "Acme", ""), ("Metadata", "Acme", ""),
            ("Data Engineer", "Acme", ""), ("Data", "Acme", ""), ("Clerk", "Data", ""),
        ]
    ):  # fmt: skip
        make.job(
            ada, title=title, employer=employer, description=text,
            discovered_at=then - timedelta(hours=number),
        )  # fmt: skip
    (group,) = finding.find(ada, "data")
    assert [f"{hit.job.title} {hit.tier}" for hit in group.hits] == [
        "Data 0", "Clerk 0", "Data Engineer 1", "Databases 2", "Metadata 3", "Other 4",
    ]  # fmt: skip


def test_groups_come_by_their_best_hit_and_hold_at_most_twenty(ada: User, ben: User) -> None:
    make.jobs(ada, 25, employer="Data Works")
    make.job(ada, title="Data", status="skipped")
    make.job(ada, title="Metadata", status="ready")
    make.job(ben, title="Data")
    found = finding.find(ada, "data")
    assert [(group.key, len(group.hits), group.total) for group in found] == [
        ("other", 1, 1), ("discovered", 20, 25), ("ready", 1, 1),
    ]  # fmt: skip


def test_without_words_there_are_no_hits(ada: User) -> None:
    make.job(ada)
    assert finding.find(ada, "+ ?") == ()
    assert [group.key for group in finding.newest(ada)] == ["found", "recent"]


def test_a_hit_elsewhere_brings_the_text_it_is_in(ada: User) -> None:
    job = make.job(ada, title="Baker", description="We bake bread.")
    job.notes.create(title="Call", content="They pay well.")
    (group,) = finding.find(ada, "well")
    assert "They pay well." in group.hits[0].text


def test_the_nearest_word_is_one_of_the_owners(ada: User, ben: User) -> None:
    make.job(ada, title="Platform Engineer")
    make.job(ben, title="Platfort Engineer")
    assert nearest(ada, "platfrom enginer") == ("platform enginer",)
    assert nearest(ada, "platform") == ()
    assert nearest(ada, "zz") == ()


def test_another_owners_place_is_nowhere(ada: User, ben: User) -> None:
    theirs = make.job(ben)
    make.job(ada)
    assert search.below(ada, JobQuery(), theirs.pk) is None
    assert search.above(ada, JobQuery(), theirs.pk) is None
    assert not search.holds(ada, JobQuery(), theirs.pk)
    assert Job.objects.count() == 2
