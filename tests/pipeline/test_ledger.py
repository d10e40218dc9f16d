"""Rows the owner sets, changes and takes out (scoring.md Q6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobops.lib.errors import Invalid, Refused
from orchestrator import gateway, preferences
from orchestrator.jobs import facts
from orchestrator.models import Job, User
from orchestrator.pipeline import judge, ledger, recount
from orchestrator.scoring.card import Row
from tests import make
from tests.pipeline.test_patches import said

pytestmark = pytest.mark.django_db
ADVERT = (
    "Requirements\n- Proven experience with C++\n- Unreal Engine\n- Terraform\n- Kafka\n\n"
    + "You work with designers and artists. " * 12
)


@pytest.fixture
def job(ada: User) -> Job:
    make.resume(ada)
    return judge.score_now(make.job(ada, title="Game Developer", description=ADVERT))


def wanted(name: str, label: str = "met", **more: Any) -> Row:
    fields: dict[str, Any] = {
        "scope": "skill",
        "importance": "must",
        "weight": 1,
        "text": name,
        "quote": name,
        "terms": (name,),
        "label": label,
    }
    return Row(**{**fields, **more})


def labels(job: Job) -> dict[str, str]:
    return {one.text: one.label for one in ledger.shown(job).rows}


def test_a_relabelled_row_wins_and_moves_the_score(job: Job) -> None:
    assert labels(job)["Terraform"] == "missing"
    after = ledger.put(job, wanted("Terraform"), actor="user")
    assert labels(after)["Terraform"] == "met"
    assert (after.score or 0) > (job.score or 0)
    card = after.cards.latest("created_at")
    assert recount.of(card).value == card.value
    assert after.events.latest("seq").actor == "user"


def test_it_survives_rescoring_and_goes_with_its_posting(job: Job) -> None:
    ledger.put(job, wanted("Terraform"), actor="user")
    assert labels(judge.score_now(Job.objects.get(pk=job.pk)))["Terraform"] == "met"
    other = ADVERT.replace("Terraform", "Salesforce")
    edited = facts.edit(Job.objects.get(pk=job.pk), {"description": other}, actor="user")
    assert "Terraform" not in labels(judge.score_now(edited))


def test_a_row_taken_out_comes_back_when_it_is_left_to_the_rules(job: Job) -> None:
    after = ledger.put(job, wanted("Kafka"), removed=True, actor="user")
    assert "Kafka" not in labels(after)
    (order,) = ledger.shown(after).removed
    back = ledger.give_back(after, order, actor="user")
    assert labels(back)["Kafka"] == "missing"
    assert back.score == job.score


def test_a_new_row_needs_words_of_the_posting(job: Job) -> None:
    with pytest.raises(Invalid):
        ledger.put(job, wanted("Rust"), actor="user")
    after = ledger.put(
        job, wanted("artists", scope="experience", terms=(), quote="designers and artists"),
        actor="user",
    )  # fmt: skip
    assert labels(after)["artists"] == "met"
    shown = ledger.shown(after)
    assert [one is not None for one in shown.mine].count(True) == 1


def test_a_job_that_is_being_processed_is_left_alone(job: Job) -> None:
    busy = make.job(job.owner, status="processing", description=ADVERT)
    with pytest.raises(Refused):
        ledger.put(busy, wanted("Kafka"), actor="user")


def test_a_number_typed_by_the_owner_stays(job: Job) -> None:
    typed = facts.edit(job, {"score": 99.0}, actor="user")
    assert ledger.put(typed, wanted("Kafka"), actor="user").score == 99.0


def test_a_models_ledger_is_changed_without_asking_it_again(job: Job, model_stub: Any) -> None:
    preferences.save(job.owner, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model"})
    model_stub.answer(said())
    owner = User.objects.get(pk=job.owner_id)
    asked = judge.judge(job, gateway=gateway.for_owner(owner))
    after = ledger.put(asked, wanted("Terraform"), actor="user")
    assert (after.score_engine, len(model_stub.calls)) == ("model", 1)
    assert labels(after)["Terraform"] == "met"


def test_history_says_what_differed(job: Job) -> None:
    job.cards.update(created_at=timezone.now() - timedelta(minutes=1))
    preferences.save(job.owner, {"penalizeMissingSalary": True})
    edited = facts.edit(job, {"title": "Bus Driver"}, actor="user")
    newest, oldest = ledger.shown(judge.score_now(edited)).cards
    assert newest.differs == ("posting", "options")
    assert oldest.differs == ()
