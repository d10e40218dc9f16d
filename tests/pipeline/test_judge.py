from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from orchestrator import preferences
from orchestrator.jobs import facts
from orchestrator.models import Job, Operation, ScoreCard, User
from orchestrator.pipeline import judge
from tests import make
from tests.work import drain

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)
ADVERT = (
    "Requirements\n- 5 years of C++\n- Unreal Engine\n- Team lead experience\n"
    "Nice to have\n- Python\n\nWe build games in Leeds. "
    + "You work with designers and artists. "
    * 12
)


@pytest.fixture
def job(ada: User) -> Job:
    make.resume(ada)
    make.heartbeat()
    return make.job(ada, title="Game Developer", description=ADVERT, source="file")


def after(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_a_score_comes_with_a_card_and_its_ledger(job: Job) -> None:
    scored = judge.score_now(job, on=DAY)
    card = scored.cards.get()
    assert (card.value, card.engine, scored.score_engine) == (scored.score, "computed", "computed")
    assert {"Unreal Engine", "Python"} <= {row.text for row in card.requirements.all()}
    assert set(card.sub_scores) == {"fit", "title", "practical"}


def test_the_same_inputs_are_not_scored_twice(job: Job) -> None:
    judge.judge(job, gateway=None, force=False, on=DAY)
    judge.judge(after(job), gateway=None, force=False, on=DAY)
    assert job.cards.count() == 1


def test_a_score_typed_by_the_owner_is_kept_by_a_run(job: Job) -> None:
    facts.edit(job, {"score": 99.0}, actor="user")
    stale = job
    kept = judge.judge(stale, gateway=None, force=False, on=DAY)
    assert (kept.score, kept.score_engine) == (99.0, "user")


def test_many_jobs_are_scored_as_each_would_be_alone(
    job: Job, django_assert_max_num_queries: Any
) -> None:
    others = [make.job(job.owner, description=ADVERT, title=f"Tester {n}") for n in range(4)]
    alone = [
        judge.score_now(make.job(job.owner, description=ADVERT, title=f"Tester {n}"), on=DAY)
        for n in range(4)
    ]
    with django_assert_max_num_queries(30):
        found = judge.score_many(job.owner, [one.pk for one in others], on=DAY)
    assert [one.job_id for one in found] == [one.pk for one in others]
    assert [after(one).score for one in others] == [one.score for one in alone]
    assert [one.cards.get().requirements.count() for one in others] == [
        one.cards.get().requirements.count() for one in alone
    ]
    seqs = [one.events.get(kind="job.scored").seq for one in others]
    assert seqs == sorted(set(seqs))


def test_a_job_that_cannot_be_stored_does_not_spoil_its_batch(job: Job) -> None:
    broken = make.job(job.owner, description=ADVERT, source="file")
    # A value that no column takes; real ones of this kind are rows that were changed by hand.
    broken.description = None
    broken.score_revision = broken.brief_revision = 0
    broken.extras = {"skills": Unreadable()}
    good, bad, gone = judge.score_many(job.owner, [job, broken, uuid4()], on=DAY)
    assert good.job is not None
    assert good.job.score is not None
    assert isinstance(bad.error, ValueError)
    assert (gone.job, gone.error) == (None, None)


class Unreadable:
    def __bool__(self) -> bool:
        raise ValueError("unreadable")


def test_only_the_last_twenty_cards_of_a_job_are_kept(job: Job) -> None:
    ScoreCard.objects.bulk_create(ScoreCard(job=job, engine="computed") for _ in range(25))
    judge.score_many(job.owner, [job.pk], on=DAY)
    assert job.cards.count() == 20
    assert job.cards.order_by("-created_at", "-id").first().value is not None


def test_without_a_resume_there_is_no_number_and_a_reason(ada: User) -> None:
    scored = judge.score_now(make.job(ada), on=DAY)
    assert scored.score is None
    assert "résumé" in (scored.score_reason or "")


def test_a_failing_model_leaves_the_computed_score(job: Job, model_stub: Any) -> None:
    preferences.save(job.owner, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model"})
    model_stub.answer("Certainly not JSON.")
    operation = judge.request(job, actor="user")
    drain()
    assert Operation.objects.get(pk=operation.pk).status == "succeeded"
    assert after(job).score_engine == "computed"
    assert job.cards.get().fallback_reason == "bad_answer"


def rescored(job: Job) -> Job:
    judge.request(job, actor="user", force=True)
    drain()
    return after(job)


def test_a_rescore_below_the_threshold_skips_and_can_be_undone(job: Job) -> None:
    preferences.save(job.owner, {"autoSkipScoreThreshold": 100})
    assert rescored(job).status == "skipped"
    assert job.events.get(kind="job.auto_skipped").data["threshold"] == 100


@pytest.mark.parametrize("mine", [{"source": "manual"}, {"round": 2}, {"owner_edited": ["title"]}])
def test_what_the_owner_brought_or_changed_is_never_skipped_by_itself(
    job: Job, mine: dict[str, Any]
) -> None:
    Job.objects.filter(pk=job.pk).update(**mine)
    preferences.save(job.owner, {"autoSkipScoreThreshold": 100})
    assert rescored(after(job)).status == "discovered"
