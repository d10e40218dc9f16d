"""Scores of what has changed, and stored cards computed again (scoring.md D2, H1)."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from orchestrator import preferences
from orchestrator.jobs import facts
from orchestrator.models import Job, ScoreCard, User
from orchestrator.pipeline import judge, recount, renewal
from tailoring import library
from tests import make

pytestmark = pytest.mark.django_db
ADVERT = (
    "Requirements\n- 5 years of C++\n- Unreal Engine\n- Team lead experience\n"
    "Nice to have\n- Python\n\nWe build games in Leeds. "
    + "You work with designers and artists. "
    * 12
)


@pytest.fixture
def job(ada: User) -> Job:
    make.resume(ada)
    return judge.score_now(make.job(ada, title="Game Developer", description=ADVERT))


def after(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_nothing_is_renewed_while_nothing_moved(job: Job) -> None:
    assert renewal.renew_due() == 0
    assert job.cards.count() == 1


def test_an_edited_posting_is_scored_anew(job: Job) -> None:
    edited = facts.edit(job, {"title": "Bus Driver"}, actor="user")
    assert edited.score_outdated
    assert renewal.renew_due() == 1
    assert (after(job).score_outdated, job.cards.count()) == (False, 2)
    assert after(job).score != job.score


def test_a_newer_resume_makes_its_scores_anew(job: Job) -> None:
    base = library.default(job.owner)
    assert base is not None
    version = library.newest(base)
    data = {**version.data, "summary": {**version.data["summary"], "content": "<p>Rust.</p>"}}
    library.save(base, data, base_revision=version.revision, actor="user", what="Edited")
    assert renewal.renew_due() == 1
    assert job.cards.latest("created_at").resume_revision == version.revision + 1
    assert renewal.renew_due() == 0


def test_an_option_makes_scores_anew_and_only_marks_those_of_a_model(job: Job) -> None:
    dear = make.job(job.owner, score=50.0, score_engine="model", score_basis="x")
    preferences.save(job.owner, {"penalizeMissingSalary": True})
    assert renewal.renew_due() == 1
    assert (after(dear).score, after(dear).score_outdated) == (50.0, True)


def test_a_runs_own_instructions_are_not_taken_back(job: Job) -> None:
    judge.score_now(after(job), instructions="prefer: Python")
    assert renewal.renew_due() == 0


def test_a_score_typed_by_the_owner_is_left_alone(job: Job) -> None:
    facts.edit(job, {"score": 99.0}, actor="user")
    preferences.save(job.owner, {"penalizeMissingSalary": True})
    assert renewal.renew_due() == 0
    assert after(job).score == 99.0


def test_a_stored_card_gives_its_value_again(job: Job) -> None:
    card = job.cards.get()
    assert (recount.of(card).value, recount.of(card).base) == (card.value, card.base)
    assert card.standing["likeness"] == after(job).likeness
    out = StringIO()
    call_command("check_scores", stdout=out)
    assert out.getvalue() == "1 cards give the stored value again.\n"


def test_a_card_that_was_changed_by_hand_is_named(job: Job) -> None:
    ScoreCard.objects.update(value=1)
    errors = StringIO()
    with pytest.raises(CommandError, match="1 cards differ"):
        call_command("check_scores", stdout=StringIO(), stderr=errors)
    assert "stored 1, computed" in errors.getvalue()
