"""Which base a job is scored for and tailored from, when there are several."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from orchestrator.jobs import facts
from orchestrator.models import Job, User
from orchestrator.pipeline import bases, compared, judge, renewal
from tailoring import library
from tailoring.documents import blank
from tailoring.models import ResumeDocument
from tests import make

pytestmark = pytest.mark.django_db
POSTING = (
    "We are looking for a pastry chef with ten years of experience. Requirements: baking, menu "
    "planning, HACCP, and a certificate as a pastry chef. You will lead the kitchen."
)


@pytest.fixture
def programmer(ada: User) -> ResumeDocument:
    """The default."""
    return make.resume(ada)


@pytest.fixture
def cook(ada: User, programmer: ResumeDocument) -> ResumeDocument:
    return kept(ada, "Cook", "Pastry chef", ["Baking", "Menu planning", "HACCP"])


def kept(owner: User, name: str, position: str, words: list[str]) -> ResumeDocument:
    made: dict[str, Any] = blank.document()
    made["basics"] |= {"name": name, "headline": position}
    job = {**blank.item("experience"), "position": position, "company": "Inn",
           "period": "2010 – Present", "description": f"<p>{', '.join(words)}</p>"}  # fmt: skip
    group = {**blank.item("skills"), "name": "Work", "keywords": words}
    made["sections"]["experience"]["items"] = [job]
    made["sections"]["skills"]["items"] = [group]
    return library.add(owner, made, source="file", original=name.encode(), report={}).document


def posting(owner: User, **more: Any) -> Job:
    return make.job(owner, **{"title": "Pastry Chef", "description": POSTING, **more})


def used(job: Job) -> Any:
    job.refresh_from_db()
    version = library.base_of(job)
    return version.document if version else None


def test_the_base_that_scores_best_is_used(ada: User, cook: ResumeDocument) -> None:
    job = posting(ada)
    judge.score_now(job)

    assert used(job) == cook
    assert job.cards.get().resume_id == cook.pk
    assert "Cook fits this posting best by score" in compared.reason(job)
    assert not bases.is_owners(job)


def test_a_base_that_fits_no_better_leaves_the_default(
    ada: User, programmer: ResumeDocument, cook: ResumeDocument
) -> None:
    job = make.job(ada, title="Game Developer", description="Unity, C# and C++ for our games.")
    judge.score_now(job)
    assert used(job) == programmer
    assert job.resume_id is None


def test_the_owners_choice_is_the_only_one_used(
    ada: User, programmer: ResumeDocument, cook: ResumeDocument
) -> None:
    job = posting(ada)
    facts.edit(job, {"resume_id": programmer.pk}, actor="user")
    job.refresh_from_db()
    judge.score_now(job)

    assert used(job) == programmer
    assert job.cards.get().resume_id == programmer.pk
    assert "You chose" in compared.reason(job)


def test_what_was_tailored_keeps_its_base(
    ada: User, programmer: ResumeDocument, cook: ResumeDocument
) -> None:
    job = posting(ada, tailored_summary="Mine")
    judge.score_now(job)
    assert used(job) == programmer


def test_of_equal_scores_the_language_of_the_posting_decides(ada: User) -> None:
    kept(ada, "English", "Koch", ["Backen"])
    german = kept(ada, "German", "Koch", ["Backen"])
    library.describe(german, name="German", language="de", enabled=True)
    text = (
        "Wir suchen einen Koch für unser Team und bieten eine Stelle mit Erfahrung im Backen. "
        "Sie sind verantwortlich für die Leitung und die Entwicklung der Küche. Aufgaben: Backen."
    )
    job = posting(ada, title="Koch", description=text)
    judge.score_now(job)
    assert used(job) == german


def test_a_base_out_of_use_is_not_considered(
    ada: User, programmer: ResumeDocument, cook: ResumeDocument
) -> None:
    library.describe(cook, name=cook.name, language="", enabled=False)
    job = posting(ada)
    judge.score_now(job)
    assert used(job) == programmer


def test_a_new_base_makes_earlier_scores_due_again(ada: User, programmer: ResumeDocument) -> None:
    job = posting(ada)
    judge.score_now(job)
    assert used(job) == programmer

    better = kept(ada, "Cook", "Pastry chef", ["Baking", "Menu planning", "HACCP"])
    assert renewal.renew(ada) == 1
    assert used(job) == better
    assert renewal.renew(ada) == 0


def test_one_base_is_scored_once_and_needs_no_reason(ada: User, programmer: ResumeDocument) -> None:
    job = posting(ada)
    judge.score_now(job)
    job.refresh_from_db()
    assert compared.reason(job) == ""
    assert [one.value for one in compared.of(job)] == [job.score]


def test_the_tailor_form_and_the_ledger_say_why(
    client: Client, ada: User, cook: ResumeDocument
) -> None:
    job = posting(ada)
    judge.score_now(job)
    page = client.get(f"/job/{job.pk}/tailoring").content.decode()
    assert "Cook fits this posting best by score" in page
    assert "Best by score" in page
    ledger = client.get(f"/job/{job.pk}/ledger").content.decode()
    assert "Computed scores: Cook " in ledger
