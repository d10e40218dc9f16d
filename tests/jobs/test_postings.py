from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from orchestrator import lifecycle
from orchestrator.jobs import facts, postings
from orchestrator.models import Job, User
from orchestrator.sources.posting import Posting
from tests import make

URL = "https://acme.example.org/jobs/1"


def posting(**fields: Any) -> Posting:
    return Posting(**{"title": "Engineer", "employer": "Acme", "job_url": URL, **fields})


def add(owner: User, actor: str = "user", **fields: Any) -> postings.Added:
    return postings.add(owner, posting(**fields), actor=actor)


def test_a_new_posting_becomes_a_discovered_job_with_one_event(ada: User) -> None:
    added = add(ada, description="We need Python.", source="board")
    event = added.job.events.get()
    assert (added.outcome, added.job.status) == ("created", "discovered")
    assert (event.kind, event.actor, event.data) == ("job.created", "user", {"source": "board"})


def test_both_forms_of_a_description_are_kept(ada: User) -> None:
    job = add(ada, description="<p>One</p><script>x</script><ul><li>Two</li></ul>").job
    assert "- Two" in (job.description or "")
    assert "<li>Two</li>" in (job.description_html or "")
    assert "script" not in (job.description_html or "")


def test_deadline_and_pay_are_read(ada: User) -> None:
    job = add(ada, deadline="31 Oct 2030", salary="£50,000 - £60,000 a year").job
    job.refresh_from_db()
    assert str(job.deadline_at) == "2030-10-31"
    assert (job.salary_min, job.salary_max, job.salary_source) == (50000, 60000, "text")


def test_structured_pay_wins_over_the_text(ada: User) -> None:
    job = add(ada, salary="£1", salary_min=70000, salary_currency="EUR").job
    assert (job.salary_min, job.salary_currency, job.salary_source) == (70000, "EUR", "source")


@pytest.mark.parametrize(
    ("fields", "workplace"),
    [
        ({"is_remote": True}, "remote"),
        ({"location": "Remote, Spain"}, "remote"),
        ({"location": "Berlin (hybrid)"}, "hybrid"),
        ({"location": "Berlin, no remote"}, "onsite"),
        ({"location": "Berlin"}, None),
        ({"extras": {"workplace": "onsite"}}, "onsite"),
    ],
)
def test_the_workplace_is_judged_with_its_evidence(
    ada: User, fields: dict[str, Any], workplace: str | None
) -> None:
    job = add(ada, **fields).job
    assert job.workplace == workplace
    assert (job.location_evidence is not None) == (workplace is not None)


@pytest.mark.parametrize(
    "again",
    [
        {"job_url": "http://www.acme.example.org/jobs/1/?utm_source=x#apply"},
        {"job_url": "https://elsewhere.example.org/9", "source_job_id": "77"},
    ],
    ids=["by address", "by id at its source"],
)
def test_the_same_posting_is_the_same_job(ada: User, again: dict[str, Any]) -> None:
    first = add(ada, source="board", source_job_id="77").job
    added = add(ada, source="board", **again)
    assert (added.outcome, added.job.pk, Job.objects.count()) == ("unchanged", first.pk, 1)


def test_address_and_id_of_two_different_jobs_touch_neither(ada: User) -> None:
    add(ada, source="board", source_job_id="77")
    add(ada, source="board", job_url="https://acme.example.org/jobs/2", source_job_id="78")
    added = add(ada, source="board", source_job_id="78", title="Somebody else")
    assert added.outcome == "duplicate"
    assert not Job.objects.filter(title="Somebody else").exists()


def test_two_owners_may_have_the_same_posting(ada: User, ben: User) -> None:
    add(ada)
    assert add(ben).outcome == "created"


def test_what_changed_is_taken_over_and_said_once(ada: User) -> None:
    job = add(ada, location="Berlin").job
    added = add(ada, location="Hamburg")
    event = added.job.events.get(kind="job.edited")
    assert (added.outcome, added.job.location) == ("refreshed", "Hamburg")
    assert (event.actor, event.data["fields"]) == ("pipeline", ["location"])
    assert job.pk == added.job.pk


def test_nothing_new_moves_nothing_but_the_last_sight(ada: User) -> None:
    job = add(ada).job
    later = timezone.now() + timedelta(days=1)
    postings.add(ada, posting(), actor="user", at=later)
    after = Job.objects.get(pk=job.pk)
    assert (after.updated_at, after.last_seen_at) == (job.updated_at, later)


def test_a_posting_that_says_less_erases_nothing(ada: User) -> None:
    add(ada, location="Berlin", description="We need Python.")
    job = add(ada).job
    assert (job.location, job.description) == ("Berlin", "We need Python.")


def test_what_the_owner_edited_stays(ada: User) -> None:
    job = add(ada, title="Enginer").job
    facts.edit(job, {"title": "Engineer, Payments"}, actor="user")
    assert add(ada, title="Enginer").job.title == "Engineer, Payments"


def test_a_changed_description_marks_score_and_brief(ada: User) -> None:
    job = add(ada, description="<p>Old</p>").job
    Job.objects.filter(pk=job.pk).update(score=50.0, brief="old")
    add(ada, description="<p>We need <b>Rust</b> now</p>")
    after = Job.objects.get(pk=job.pk)
    assert (after.score_outdated, after.brief) == (True, None)
    assert "<b>Rust</b>" in (after.description_html or "")


@pytest.mark.parametrize("status", ["applied", "in_progress"])
def test_what_was_sent_is_left_as_it_was(ada: User, status: str) -> None:
    job = make.job(ada, status=status, job_url=URL, location="Berlin")
    assert add(ada, location="Hamburg").outcome == "unchanged"
    assert Job.objects.get(pk=job.pk).location == "Berlin"


def test_a_skipped_job_stays_skipped(ada: User) -> None:
    job = add(ada).job
    lifecycle.move(job, "skip", actor="user")
    assert add(ada, location="Berlin").job.status == "skipped"


@pytest.mark.parametrize(
    ("by", "seen_by", "status"),
    [("sweeper", "pipeline", "discovered"), ("sweeper", "user", "expired"),
     ("user", "pipeline", "expired")],
)  # fmt: skip
def test_only_a_source_lists_again_what_the_sweeper_expired(
    ada: User, by: str, seen_by: str, status: str
) -> None:
    job = add(ada).job
    lifecycle.move(job, "expire", actor=by)
    assert add(ada, actor=seen_by).job.status == status
