"""What the owner confirmed beside the résumé, and what rests on it."""

from __future__ import annotations

from typing import Any

import pytest

from orchestrator.models import Job, JobEvent, RegenerationRequest, User
from orchestrator.pipeline import edits as door
from pdfs import build
from tailoring import edits, facts, versions
from tailoring.claims.guard import check
from tailoring.models import Edit, Fact
from tests import make
from tests.tailoring import proposals
from tests.tailoring.proposals import after

pytestmark = pytest.mark.django_db

LIE = "Developed custom editor tools in C++ that reduced iteration time by 97%"


@pytest.fixture
def job(ada: User) -> Job:
    return proposals.job(ada)


def confirmed(job: Job, text: str = LIE) -> Fact:
    edit = proposals.rewrite(job, text)
    at = next(n for n, one in enumerate(edit.claims) if one["state"] == "unsupported")
    return edits.confirm(edit, at, actor="user")


def test_a_stated_fact_supports_what_was_a_lie_before(job: Job) -> None:
    base = proposals.base(job)
    assert check("Kubernetes", known=facts.known(job.owner, base), where="skills").blocked
    facts.add(job.owner, "Kubernetes")
    found = check("Kubernetes", known=facts.known(job.owner, base), where="skills")
    assert not found.blocked


def test_the_same_words_twice_are_one_fact(job: Job) -> None:
    assert facts.add(job.owner, " Kubernetes ") == facts.add(job.owner, "Kubernetes")


def test_facts_of_others_are_nobodys(job: Job, ben: User) -> None:
    facts.add(ben, "Kubernetes")
    assert facts.listed(job.owner) == []
    assert facts.statements(job.owner, proposals.base(job).document_id) == ()


def test_what_was_said_of_the_person_supports_no_bullet(job: Job) -> None:
    facts.add(job.owner, "Kubernetes", kind="tool", job=job)
    known = facts.known(job.owner, proposals.base(job))
    home = proposals.bullet(job).home
    assert check("Ran Kubernetes clusters", known=known, item=home).blocked
    assert not check("Kubernetes", known=known, where="skills").blocked


def test_a_fact_of_an_entry_of_another_base_is_bound_to_none_of_this(job: Job) -> None:
    other = make.resume(job.owner, picture={"url": "https://example.org/p.png"})
    facts.add(job.owner, "Kubernetes", document=other, item_id=proposals.bullet(job).home)
    stated = facts.statements(job.owner, proposals.base(job).document_id)
    assert [one.item_id for one in stated] == [f"{other.pk}/{proposals.bullet(job).home}"]


def test_taking_a_fact_back_makes_what_rests_on_it_stale(job: Job) -> None:
    fact = confirmed(job)
    rested = after(job).inputs
    moved = facts.remove(fact)
    assert [row.pk for row in moved] == [job.pk]
    assert after(job).inputs != rested
    assert JobEvent.objects.filter(job=job, data={"fields": ["facts"]}).count() == 1


def test_giving_it_again_leads_back(job: Job) -> None:
    fact = confirmed(job)
    rested = after(job).inputs
    facts.remove(fact)
    assert [row.pk for row in facts.restore(fact)] == [job.pk]
    assert after(job).inputs == rested


def test_taking_it_back_twice_is_once(job: Job) -> None:
    fact = confirmed(job)
    facts.remove(fact)
    assert facts.remove(fact) == []


def test_a_job_that_does_not_rest_on_it_stays_current(job: Job) -> None:
    other = facts.add(job.owner, "Kubernetes")
    confirmed(job)
    assert facts.remove(other) == []


def test_the_next_build_leaves_out_what_lost_its_support(job: Job) -> None:
    fact = confirmed(job)
    assert LIE in str(build.freeze(job).document)
    facts.remove(fact)
    frozen = build.freeze(after(job))
    assert LIE not in str(frozen.document)
    assert proposals.bullet(job).text[:30] in str(frozen.document)
    assert [(one.address, one.text) for one in frozen.left_out] == [
        (Edit.objects.get().address, LIE)
    ]


def test_a_ready_jobs_pdf_is_made_anew_without_it(ada: User) -> None:
    job = proposals.job(ada, status="ready")
    fact = confirmed(job)
    RegenerationRequest.objects.all().delete()
    door.remove_fact(fact)
    assert RegenerationRequest.objects.filter(job=job).exists()


def test_a_text_rests_on_the_facts_its_version_cites(job: Job) -> None:
    fact = facts.add(job.owner, "Ran Kubernetes clusters.")
    Job.objects.filter(pk=job.pk).update(
        tailored_summary="Ran Kubernetes clusters.", origins={"tailored_summary": "model"}
    )
    assert versions.snapshot(job, actor="user", what="Now").guard["facts"] == [f"fact/{fact.pk}"]
    assert [row.pk for row in facts.remove(fact)] == [job.pk]


TYPED: dict[str, dict[str, Any]] = {
    "a sentence": {"tailored_summary": "I run Kubernetes clusters."},
    "a keyword": {"tailored_skills": '[{"name":"Languages","keywords":["Kubernetes"]}]'},
}


@pytest.mark.parametrize("values", TYPED.values(), ids=TYPED.keys())
def test_what_the_owner_types_is_a_fact_once_it_is_printed(job: Job, values: Any) -> None:
    row = door.save(job, values, actor="user")
    assert not Fact.objects.exists()
    assert "Kubernetes" in str(build.freeze(row).document)
    fact = Fact.objects.get()
    assert (fact.text, fact.kind, fact.job_id) == ("Kubernetes", "tool", job.pk)


def test_a_fact_taken_back_is_not_kept_again(job: Job) -> None:
    row = door.save(job, {"tailored_summary": "I run Kubernetes clusters."}, actor="user")
    build.freeze(row)
    facts.remove(Fact.objects.get())
    build.freeze(after(job))
    assert facts.listed(job.owner) == []


def test_the_owners_words_for_a_bullet_are_of_its_entry(job: Job) -> None:
    about = proposals.bullet(job)
    edits.own(job, about.address, "Built editor tools in Rust", actor="user")
    build.freeze(after(job))
    assert [(one.text, one.item_id) for one in Fact.objects.filter(kind="tool")] == [
        ("Rust", about.home)
    ]
