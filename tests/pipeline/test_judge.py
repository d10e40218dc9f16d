from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from orchestrator import preferences
from orchestrator.jobs import facts
from orchestrator.models import Job, Operation, User
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
