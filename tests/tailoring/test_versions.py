"""States of a job's texts: kept, gone back to, and named by the file that was printed."""

from __future__ import annotations

import json

import pytest

from orchestrator.models import Job, RegenerationRequest, User
from orchestrator.pipeline import edits as door
from pdfs import build
from tailoring import edits, tailor, versions
from tailoring.models import Tailoring
from tests.tailoring import proposals
from tests.tailoring.proposals import after

pytestmark = pytest.mark.django_db

SAME = "Built custom editor tools in C++ that cut level designer iteration time by 40%"


@pytest.fixture
def job(ada: User) -> Job:
    return proposals.job(ada)


def typed(job: Job, text: str) -> Job:
    return door.save(job, {"tailored_summary": text}, actor="user")


def computed(job: Job, *, force: bool = False) -> Job:
    return tailor.tailor(job, gateway=None, force=force, fields=None, actor="user").job


def test_an_equal_state_makes_no_new_version(job: Job) -> None:
    typed(job, "Mine.")
    first = versions.snapshot(job, actor="user", what="One")
    assert versions.snapshot(job, actor="user", what="Two") == first
    assert (first.number, first.summary, first.what) == (1, "Mine.", "One")


def test_what_an_engine_wrote_is_a_version(job: Job) -> None:
    row = computed(job)
    kept = Tailoring.objects.get()
    assert (kept.headline, kept.what) == (row.tailored_headline, "Computed")
    assert kept.origins["tailored_headline"] == "computed"


def test_replaced_text_is_a_version_and_comes_back(job: Job) -> None:
    row = typed(job, "Mine alone.")
    made = computed(row, force=True)
    assert made.tailored_summary != "Mine alone."
    assert [one.what for one in versions.of(job)] == ["Computed", "Before new texts"]
    back = versions.undo_last(made, actor="user")
    assert (back.tailored_summary, back.origins["tailored_summary"]) == ("Mine alone.", "user")
    assert [one.number for one in versions.of(job)] == [3, 2, 1]


def test_undoing_without_an_earlier_version_changes_nothing(job: Job) -> None:
    assert versions.undo_last(job, actor="user").updated_at == job.updated_at


def test_going_back_brings_accepted_changes_and_projects_back(job: Job) -> None:
    edit = edits.accept(proposals.rewrite(job, SAME), actor="user")
    row = door.save(after(job), {"selected_project_ids": ""}, actor="user")
    kept = versions.snapshot(row, actor="user", what="With it")
    edits.reject(edit, actor="user")
    row = door.save(after(job), {"selected_project_ids": None}, actor="user")
    versions.restore(row, kept, actor="user")
    assert (after(job).selected_project_ids, after(job).project_ids()) == ("", [])
    assert [one.after for one in edits.changes(job)] == [SAME]
    assert after(job).inputs == after(job).inputs_now()


def test_a_change_that_was_accepted_later_waits_again(job: Job) -> None:
    kept = versions.snapshot(job, actor="user", what="Before it")
    edit = edits.accept(proposals.rewrite(job, SAME), actor="user")
    versions.restore(job, kept, actor="user")
    edit.refresh_from_db()
    assert (edit.status, edit.decided_at) == ("proposed", None)


def test_a_change_comes_back_in_the_words_of_then(job: Job) -> None:
    edit = edits.rewrite(proposals.rewrite(job, SAME), "Built tools in Rust", actor="user")
    kept = versions.snapshot(job, actor="user", what="With Rust")
    edits.rewrite(edit, "Built tools in C++", actor="user")
    versions.restore(after(job), kept, actor="user")
    assert [one.after for one in edits.changes(job)] == ["Built tools in Rust"]
    assert "Built tools in Rust" in json.dumps(build.freeze(after(job)).document)


def test_what_the_owner_hid_since_is_shown_and_can_be_hidden_by_going_back(job: Job) -> None:
    address = proposals.bullet(job).address
    shown = versions.snapshot(job, actor="user", what="All shown")
    edits.hide(job, address, actor="user")
    hidden = versions.snapshot(after(job), actor="user", what="One hidden")
    versions.restore(after(job), shown, actor="user")
    assert edits.changes(job) == ()
    edits.show(after(job), address, actor="user")
    versions.restore(after(job), hidden, actor="user")
    assert [one.kind for one in edits.changes(job)] == ["hide"]


def test_a_change_whose_bullet_is_gone_is_not_brought_back(job: Job) -> None:
    kept = versions.snapshot(job, actor="user", what="Nothing")
    gone = proposals.rewrite(job, SAME, mark="x" * 32, status="rejected")
    Tailoring.objects.filter(pk=kept.pk).update(edits=[{"id": str(gone.pk), "mark": gone.mark}])
    kept.refresh_from_db()
    versions.restore(job, kept, actor="user")
    gone.refresh_from_db()
    assert gone.status == "rejected"


def test_a_ready_jobs_pdf_follows(ada: User) -> None:
    job = proposals.job(ada, status="ready")
    kept = versions.snapshot(job, actor="user", what="Empty")
    row = typed(job, "Mine.")
    RegenerationRequest.objects.all().delete()
    door.restore(row, kept, actor="user")
    assert RegenerationRequest.objects.filter(job=job).exists()


def test_a_print_names_its_version_with_what_supports_it(job: Job) -> None:
    edits.accept(proposals.rewrite(job, SAME), actor="user")
    frozen = build.freeze(after(job))
    kept = frozen.tailoring
    assert kept == Tailoring.objects.get()
    assert any(address.startswith("experience/") for address in kept.guard["facts"])
    assert [one["kind"] for one in kept.guard["decisions"]] == ["rewrite"]
    assert build.freeze(after(job)).tailoring == kept


def test_skills_come_back_as_they_were(job: Job) -> None:
    skills = json.dumps([{"name": "Languages", "keywords": ["C++"]}], separators=(",", ":"))
    row = door.save(job, {"tailored_skills": skills}, actor="user")
    kept = versions.snapshot(row, actor="user", what="Skills")
    row = door.save(row, {"tailored_skills": None}, actor="user")
    assert versions.restore(row, kept, actor="user").tailored_skills == skills
