"""Facts that scoring reads from a description, on the job and back; answers that are kept."""

from __future__ import annotations

from typing import Any

import pytest

from jobops.lib.errors import Refused
from orchestrator import gateway, preferences
from orchestrator.jobs import facts
from orchestrator.models import FactPatch, Job, ModelAnswer, User
from orchestrator.pipeline import judge, patches
from tests import make

pytestmark = pytest.mark.django_db
TEXT = "Requirements\n- Python\n- Docker\n- Kafka\n\nWe pay €70k to €80k per year in Leeds." + (
    " You work with designers and artists." * 12
)
PAY = "We pay €70k to €80k per year in Leeds."
SECTIONS = (
    "they_want", "specifics", "company_offers", "practical_details", "missing_or_unclear",
    "repeated_signals",
)  # fmt: skip


@pytest.fixture
def job(ada: User, model_stub: Any) -> Job:
    make.resume(ada)
    preferences.save(
        ada,
        {
            "llmBaseUrl": model_stub.base_url,
            "llmModel": "stub-model",
            "penalizeMissingSalary": True,
        },
    )
    return make.job(ada, title="Developer", description=TEXT)


def said(*read: tuple[str, Any, str]) -> dict[str, Any]:
    rows = [
        {"field": field, "value": value, "confidence": "high", "evidence": quote}
        for field, value, quote in read
    ]
    brief = {"role_summary": "Builds things.", **{name: [] for name in SECTIONS}}
    return {"requirements": [], "wishes": [], "facts": rows, "brief": brief, "warnings": []}


def judged(job: Job, *, force: bool = False) -> Job:
    owner = User.objects.get(pk=job.owner_id)
    return judge.judge(Job.objects.get(pk=job.pk), gateway=gateway.for_owner(owner), force=force)


def test_pay_the_model_read_is_taken_over_and_costs_no_points(job: Job, model_stub: Any) -> None:
    assert judge.score_now(job).cards.latest("created_at").penalties != []
    model_stub.answer(said(("salaryMinAmount", 70_000, PAY), ("salaryCurrency", "USD", PAY)))
    after = judged(job)
    card = after.cards.latest("created_at")
    assert (after.salary_min, after.salary_source, after.salary_currency) == (70_000, "ai", None)
    assert (card.engine, card.penalties, card.outdated) == ("model", [], False)
    assert [(one["field"], one["reason"]) for one in card.facts] == [
        ("salaryMinAmount", ""),
        ("salaryCurrency", "not_shown"),
    ]
    assert [one.quote for one in after.patches.all()] == [PAY]


def test_a_fact_taken_back_stays_away(job: Job, model_stub: Any) -> None:
    model_stub.answer(said(("location", "Leeds", PAY)))
    after = judged(job)
    assert after.location == "Leeds"
    back = patches.undo(after, FactPatch.objects.get(), actor="user")
    assert back.location is None
    assert patches.undo(back, FactPatch.objects.get(), actor="user").updated_at == back.updated_at
    assert judged(job, force=True).location is None
    assert job.cards.latest("created_at").facts[0]["reason"] == "yours"


def test_a_fact_that_was_edited_since_cannot_be_taken_back(job: Job, model_stub: Any) -> None:
    model_stub.answer(said(("companyIndustry", "Leeds", PAY)))
    after = judged(job)
    assert after.extras["companyIndustry"] == "Leeds"
    facts.edit(after, {"extras": {"companyIndustry": "Games"}}, actor="user")
    with pytest.raises(Refused):
        patches.undo(after, FactPatch.objects.get(), actor="user")
    assert FactPatch.objects.get().state == "accepted"


def test_a_description_typed_by_the_owner_is_read_by_rules(ada: User) -> None:
    make.resume(ada)
    preferences.save(ada, {"penalizeMissingSalary": True})
    typed = facts.edit(make.job(ada), {"description": TEXT}, actor="user")
    after = judge.score_now(typed)
    assert (after.salary_min, after.salary_max, after.salary_source) == (70_000, 80_000, "text")
    card = after.cards.get()
    assert (card.penalties, card.outdated, after.score_outdated) == ([], False, False)
    assert {one.engine for one in after.patches.all()} == {"computed"}


def test_the_same_question_is_paid_for_once(job: Job, model_stub: Any) -> None:
    model_stub.answer(said(("salaryMinAmount", 70_000, PAY)))
    first = judged(job)
    judged(job)
    facts.edit(first, {"description": TEXT + " x"}, actor="user")
    judged(job)
    assert len(model_stub.calls) == 2
    facts.edit(Job.objects.get(pk=job.pk), {"description": TEXT}, actor="user")
    assert judged(job).cards.latest("created_at").engine == "model"
    assert len(model_stub.calls) == 2
    judged(job, force=True)
    assert len(model_stub.calls) == 3


def test_an_answer_of_another_form_is_asked_for_again(job: Job, model_stub: Any) -> None:
    model_stub.answer(said())
    judged(job)
    ModelAnswer.objects.update(answer={"requirements": "none"})
    Job.objects.filter(pk=job.pk).update(score_outdated=True)
    judged(job)
    assert len(model_stub.calls) == 2
