"""Rows that are one job: found, grouped, parted, and taken over by whichever gets further."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from orchestrator import lifecycle
from orchestrator.jobs import facts, links, postings, removal
from orchestrator.jobs.identity import Subject as Subject
from orchestrator.jobs.identity import compare, keys
from orchestrator.models import EmployerWord, Job, JobLink, User
from orchestrator.sources.posting import Posting
from orchestrator.tracking import stages
from tests import make

PAIRS = Path(__file__).parent / "pairs.tsv"
NOW = timezone.now()
Bring = Callable[..., postings.Added]


@pytest.fixture
def bring(ada: User) -> Bring:
    """Adds one posting of Acme's data engineer in Berlin, as a source of its own."""
    number = iter(range(1, 1000))

    def added(at: Any = NOW, actor: str = "pipeline", **fields: Any) -> postings.Added:
        n = next(number)
        posting = Posting(
            **{
                "title": "Data Engineer", "employer": "Acme Ltd", "location": "Berlin, Germany",
                "job_url": f"https://jobs{n}.example.org/{n}", "source": f"source{n}",
                "source_job_id": str(n), **fields,
            }
        )  # fmt: skip
        return postings.add(ada, posting, actor=actor, at=at)

    return added


def primary_of(job: Job) -> Any:
    return Job.objects.values_list("primary_id", flat=True).get(pk=job.pk)


def followers_of(job: Job) -> Any:
    return Job.objects.values_list("followers", flat=True).get(pk=job.pk)


def test_the_same_job_elsewhere_is_a_row_of_its_own_that_follows_the_first(bring: Bring) -> None:
    first = bring()
    other = bring(employer="ACME Limited", title="Data Engineer (m/f/d)", location="Berlin")
    link = JobLink.objects.get()
    assert (first.linked, other.outcome, other.linked) == (False, "created", True)
    assert (primary_of(first.job), primary_of(other.job)) == (None, first.job.pk)
    assert (link.kind, link.state, link.decided_by) == ("duplicate", "linked", "auto")
    assert [event.kind for event in other.job.events.order_by("seq")] == [
        "job.created",
        "job.linked",
    ]
    assert [job.pk for job in links.group(other.job)] == [first.job.pk, other.job.pk]
    assert list(Job.objects.all().primaries()) == [first.job]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Senior Data Engineer"},
        {"title": "Data Engineer II"},
        {"location": "Munich, Germany"},
        {"employer": "Zenith Ltd"},
        {"extras": {"requisition": "R-2"}},
    ],
    ids=["level", "number", "city", "employer", "requisition"],
)
def test_what_only_looks_like_it_stays_apart(bring: Bring, fields: dict[str, Any]) -> None:
    bring(extras={"requisition": "R-1"})
    assert not bring(**fields).linked
    assert not JobLink.objects.exists()


def test_two_postings_of_one_board_are_two_jobs(bring: Bring) -> None:
    bring(source="greenhouse", source_job_id="acme/1")
    assert not bring(source="greenhouse", source_job_id="acme/2").linked


def test_a_board_that_shows_a_closed_posting_again_reposts_it(bring: Bring) -> None:
    first = bring(source="greenhouse", source_job_id="acme/1").job
    Job.objects.filter(pk=first.pk).update(listing_closed_at=NOW)
    assert bring(source="greenhouse", source_job_id="acme/2").linked
    assert JobLink.objects.get().kind == "repost"


def test_a_source_that_shows_it_again_much_later_reposts_it(bring: Bring) -> None:
    bring(source="remoteok", at=NOW - timedelta(days=20))
    bring(source="remoteok")
    assert JobLink.objects.get().kind == "repost"


@pytest.mark.parametrize(("days", "linked"), [(45, True), (46, False)])
def test_a_first_sight_long_ago_is_another_round(bring: Bring, days: int, linked: bool) -> None:
    bring(at=NOW - timedelta(days=days))
    assert bring().linked is linked


def test_equal_addresses_of_employers_make_up_for_their_names(bring: Bring) -> None:
    bring(employer="Acme", employer_url="https://www.acme.example.com/about")
    assert bring(employer="ACME Rail Systems", employer_url="https://acme.example.com").linked


def test_a_page_at_a_network_is_nobody_s_own_address(bring: Bring) -> None:
    bring(employer="Acme", employer_url="https://www.linkedin.com/company/acme")
    other = bring(employer="Zenith", employer_url="https://www.linkedin.com/company/zenith")
    assert not other.linked


def test_no_member_of_a_group_may_speak_against_a_newcomer(bring: Bring) -> None:
    unknown = bring(location=None).job
    berlin = bring(location="Berlin").job
    munich = bring(location="Munich")
    assert primary_of(berlin) == unknown.pk
    assert not munich.linked


def test_twins_in_one_batch_are_linked_too(ada: User) -> None:
    twins = [
        Posting(title="Cook", employer="Acme", job_url=f"https://{n}.example.org/", source=n)
        for n in ("one", "two", "three")
    ]
    added = postings.add_many(ada, twins, actor="pipeline")
    assert [one.linked for one in added] == [False, True, True]
    assert {primary_of(one.job) for one in added[1:]} == {added[0].job.pk}


def test_the_row_with_an_address_of_the_employer_stands_for_the_others(bring: Bring) -> None:
    first, second = bring().job, bring().job
    third = bring(employer_url="https://acme.example.org").job
    assert [primary_of(job) for job in (first, second, third)] == [third.pk, third.pk, None]


def test_the_row_that_was_applied_to_stands_for_a_newer_one(ada: User, bring: Bring) -> None:
    first = bring().job
    stages.apply(first, actor="user")
    assert primary_of(bring(employer_url="https://acme.example.org").job) == first.pk


def test_other_owners_jobs_are_no_duplicates(bring: Bring, ben: User) -> None:
    bring()
    theirs = Posting(title="Data Engineer", employer="Acme Ltd", job_url="https://x.example.org/")
    assert not postings.add(ben, theirs, actor="pipeline").linked


# Moves


def test_a_follower_that_is_applied_to_takes_over(bring: Bring) -> None:
    first, second, third = bring().job, bring().job, bring().job
    stages.apply(second, actor="user")
    assert [primary_of(job) for job in (first, second, third)] == [second.pk, None, second.pk]
    assert [followers_of(job) for job in (first, second, third)] == [0, 2, None]


@pytest.mark.parametrize("action", ["skip", "apply"])
def test_a_primary_that_moves_on_stays_one(bring: Bring, action: str) -> None:
    first, second = bring().job, bring().job
    if action == "apply":
        stages.apply(first, actor="user")
    else:
        lifecycle.move(first, "skip", actor="user")
    assert (primary_of(first), primary_of(second)) == (None, first.pk)


def test_a_primary_that_expires_gives_way_to_one_that_is_open(bring: Bring) -> None:
    first, second = bring().job, bring().job
    lifecycle.move(first, "expire", actor="sweeper")
    assert (primary_of(first), primary_of(second)) == (second.pk, None)


def test_a_primary_that_is_deleted_leaves_its_place_to_the_next(ada: User, bring: Bring) -> None:
    first, second, third = bring().job, bring().job, bring().job
    gone = Job.objects.filter(pk=first.pk)
    removal.remove(ada, gone, actor="user", discard=lambda owner, digests: None)
    assert (primary_of(second), primary_of(third)) == (None, second.pk)
    assert followers_of(second) == 1
    last = Job.objects.filter(pk=third.pk)
    removal.remove(ada, last, actor="user", discard=lambda owner, digests: None)
    assert followers_of(second) == 0


# Unlink


def test_unlinked_is_for_good(bring: Bring) -> None:
    first, second = bring().job, bring()
    left = links.unlink(first, second.job, actor="user")
    assert (left.pk, primary_of(second.job)) == (first.pk, None)
    assert JobLink.objects.get().state == "unlinked"
    again = bring(source=second.job.source, source_job_id=second.job.source_job_id, salary="£1")
    assert (again.outcome, primary_of(second.job)) == ("refreshed", None)
    assert second.job.events.filter(kind="job.unlinked").get().data == {"job": str(first.pk)}


def test_one_of_three_leaves_and_the_others_stay(bring: Bring) -> None:
    first, second, third = bring().job, bring().job, bring().job
    links.unlink(second, third, actor="user")
    assert [primary_of(job) for job in (first, second, third)] == [None, first.pk, None]
    assert followers_of(first) == 1


def test_a_follower_may_leave_by_its_own_page(bring: Bring) -> None:
    first, second = bring().job, bring().job
    assert links.unlink(second, first, actor="user").primary_id is None
    assert JobLink.objects.get().state == "unlinked"


def test_to_unlink_twice_or_strangers_changes_nothing(ada: User, bring: Bring) -> None:
    first, second, stranger = bring().job, bring().job, make.job(ada)
    links.unlink(first, second, actor="user")
    links.unlink(first, second, actor="user")
    links.unlink(first, stranger, actor="user")
    assert Job.objects.filter(primary__isnull=False).count() == 0
    assert second.events.filter(kind="job.unlinked").count() == 1


def test_an_employer_written_anew_is_found_under_its_new_name(bring: Bring) -> None:
    job = bring(employer="Akme").job
    facts.edit(job, {"employer": "Zenith Rail"}, actor="user")
    assert bring(employer="Zenith Rail GmbH").linked


# Labelled pairs


def pairs() -> list[dict[str, str]]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def side(row: dict[str, str], which: str) -> Subject:
    remote = {"yes": True, "no": False}.get(row[f"remote_{which}"])
    return Subject(
        keys(f"https://{which}.example.org/", source=which, source_job_id=None),
        row[f"title_{which}"], row[f"employer_{which}"], location=row[f"place_{which}"],
        is_remote=remote,
    )  # fmt: skip


def test_labelled_pairs_are_told_apart() -> None:
    rows = pairs()
    found = [(row, compare(side(row, "a"), side(row, "b")).kind != "different") for row in rows]
    linked = [row for row, alike in found if alike]
    true = [row for row in rows if row["same"] == "yes"]
    right = [row for row in linked if row["same"] == "yes"]
    assert (len(true) >= 100, len(rows) - len(true) >= 100) == (True, True)
    assert len(right) / len(linked) >= 0.99, [row for row in linked if row["same"] != "yes"]
    assert len(right) / len(true) >= 0.90, [
        row for row, alike in found if not alike and row in true
    ]


def test_every_labelled_pair_that_is_alike_is_a_candidate(ada: User) -> None:
    """The index of words misses none that the comparison would link."""
    alike = [row for row in pairs() if compare(side(row, "a"), side(row, "b")).kind == "alike"]
    for number, row in enumerate(alike):
        Job.objects.all().delete()
        EmployerWord.objects.all().delete()
        for which in "ab":
            added = postings.add(
                ada,
                Posting(
                    title=row[f"title_{which}"], employer=row[f"employer_{which}"],
                    location=row[f"place_{which}"] or None, source=which,
                    is_remote=row[f"remote_{which}"] or None,
                    job_url=f"https://{which}.example.org/{number}",
                ),
                actor="pipeline",
            )  # fmt: skip
        assert added.linked, row


def test_a_follower_is_not_skipped_for_its_score(bring: Bring) -> None:
    first, second = bring().job, bring().job
    Job.objects.update(score=10.0, score_engine="computed", score_confidence="high")
    assert list(Job.objects.all().below(50)) == [first]
    assert second.pk != first.pk
