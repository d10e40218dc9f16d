"""Rounds of the clock cost no more for owners who have nothing to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orchestrator import preferences
from orchestrator.jobs.freshness import Contexts
from orchestrator.models import Job, RegenerationRequest, User
from orchestrator.pipeline import behind, judge, outdated, refresh, renewal, rounds
from tests import make

pytestmark = pytest.mark.django_db
ROUNDS = pytest.mark.parametrize(
    "act", [refresh.find_stale, renewal.renew_due], ids=["find_stale", "renew_due"]
)


def settled(name: str) -> Job:
    """An owner's only job: its PDF and its score are what they would be now."""
    owner = User.objects.create(username=name, password=make_password(None))
    make.resume(owner)
    row = judge.score_now(make.job(owner, status="ready", pdf_source="generated"))
    context = Contexts(owner).of(row)
    Job.objects.filter(pk=row.pk).update(pdf_inputs=row.inputs, pdf_context=context)
    return row


def settle(count: int) -> list[Job]:
    return [settled(f"idle-{number}-of-{count}") for number in range(count)]


def queries(act: Callable[[], int]) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert act() == 0
    return len(asked)


@ROUNDS
def test_fifty_idle_owners_are_as_many_queries_as_five(act: Callable[[], int]) -> None:
    settle(5)
    few = queries(act)
    settle(45)
    assert queries(act) == few


def test_one_owner_whose_pdf_fell_behind_is_found_among_fifty() -> None:
    row = settle(50)[17]
    Job.objects.filter(pk=row.pk).update(pdf_inputs="old")
    assert list(behind.owners()) == [row.owner_id]
    assert refresh.find_stale() == 1
    assert RegenerationRequest.objects.get().job_id == row.pk


def test_one_owner_whose_score_is_old_is_found_among_fifty() -> None:
    row = settle(50)[17]
    Job.objects.filter(pk=row.pk).update(score_basis="old")
    assert list(outdated.owners()) == [row.owner_id]
    assert renewal.renew_due() == 1
    assert list(outdated.owners()) == []


def test_owners_are_read_slice_by_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = settle(5)
    Job.objects.update(score_outdated=True)
    monkeypatch.setattr(outdated, "SLICE", 2)
    assert sorted(outdated.owners()) == sorted(row.owner_id for row in rows)


def test_a_pdf_of_another_base_than_its_job_is_behind() -> None:
    row = settled("ada")
    other = make.resume(row.owner, summary={"content": "<p>Other words.</p>"})
    Job.objects.filter(pk=row.pk).update(resume_id=other.pk)
    assert refresh.find_stale() == 1


def test_an_owner_who_wants_no_rebuilding_is_not_asked_for() -> None:
    row = settled("ada")
    Job.objects.update(pdf_inputs="old")
    preferences.save(row.owner, {"autoRegeneratePdf": False})
    assert list(behind.owners()) == []
    assert refresh.ask_for_stale(row.owner) == 0


def test_a_round_ends_when_it_has_done_enough_and_the_next_goes_on() -> None:
    waiting = {row.owner_id for row in settle(5)}
    Job.objects.update(pdf_inputs="old")
    assert rounds.go(waiting, refresh.ask_for_stale, most=3) == 3
    assert refresh.find_stale() == 2
    assert refresh.find_stale() == 0
