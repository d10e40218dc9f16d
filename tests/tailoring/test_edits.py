"""What an owner decides about proposed changes, and what it does to the job."""

from __future__ import annotations

import json

import pytest

from jobops.lib.errors import Invalid, Refused
from orchestrator.models import Job, JobEvent, RegenerationRequest, User
from orchestrator.pipeline import edits as door
from tailoring import edits
from tailoring.models import Edit, Fact
from tests.tailoring import proposals
from tests.tailoring.proposals import after

pytestmark = pytest.mark.django_db

SAME = "Built custom editor tools in C++ that cut level designer iteration time by 40%"
LIE = "Developed custom editor tools in C++ that reduced iteration time by 97%"


@pytest.fixture
def job(ada: User) -> Job:
    return proposals.job(ada)


def test_accepting_a_change_moves_what_the_pdf_is_compared_with(job: Job) -> None:
    edit = proposals.rewrite(job, SAME)
    accepted = edits.accept(edit, actor="user")
    row = after(job)
    assert (accepted.status, accepted.decided_by, accepted.revision) == ("accepted", "user", 1)
    assert row.edits_digest
    assert (row.inputs, row.inputs_now()) == (row.inputs_now(), row.inputs)
    assert row.inputs != job.inputs
    event = JobEvent.objects.get(job=job)
    assert (event.kind, event.data["fields"]) == ("job.edited", ["bullets"])


def test_undoing_it_leads_back_to_the_same_inputs(job: Job) -> None:
    accepted = edits.accept(proposals.rewrite(job, SAME), actor="user")
    undone = edits.undo(accepted, actor="user")
    assert (undone.status, undone.decided_at) == ("proposed", None)
    assert (after(job).inputs, after(job).edits_digest) == (job.inputs, "")


@pytest.mark.parametrize("verb", [edits.accept, edits.reject, edits.leave_out])
def test_a_repeated_decision_changes_nothing(job: Job, verb: object) -> None:
    assert callable(verb)
    edit = proposals.rewrite(job, SAME)
    once = verb(edit, actor="user")
    moved = after(job).updated_at
    again = verb(edit, actor="user")
    assert (again.revision, again.decided_at) == (once.revision, once.decided_at)
    assert after(job).updated_at == moved


def test_the_slower_of_two_deciders_is_told(job: Job) -> None:
    edit = proposals.rewrite(job, SAME)
    seen = Edit.objects.get(pk=edit.pk)
    edits.accept(edit, actor="user")
    with pytest.raises(Refused) as refused:
        edits.reject(seen, actor="user")
    assert refused.value.kind == "edit_moved"
    assert Edit.objects.get().status == "accepted"


def test_a_vanished_change_is_refused(job: Job) -> None:
    edit = proposals.rewrite(job, SAME)
    Edit.objects.all().delete()
    with pytest.raises(Refused, match="decided meanwhile"):
        edits.accept(edit, actor="user")


def test_a_blocked_change_cannot_be_accepted(job: Job) -> None:
    edit = proposals.rewrite(job, LIE)
    assert edit.status == "blocked"
    with pytest.raises(Refused) as refused:
        edits.accept(edit, actor="user")
    assert refused.value.kind == "undecided_claims"
    assert after(job).edits_digest == ""


def test_nor_once_it_was_left_out(job: Job) -> None:
    left = edits.leave_out(proposals.rewrite(job, LIE), actor="user")
    with pytest.raises(Refused) as refused:
        edits.accept(left, actor="user")
    assert refused.value.kind == "undecided_claims"


def test_what_was_left_out_can_be_thought_over(job: Job) -> None:
    left = edits.leave_out(proposals.rewrite(job, LIE), actor="user")
    assert edits.undo(left, actor="user").status == "blocked"


def test_a_change_whose_bullet_reads_otherwise_is_outdated(job: Job) -> None:
    edit = proposals.rewrite(job, SAME, mark="0" * 32)
    with pytest.raises(Refused) as refused:
        edits.accept(edit, actor="user")
    assert refused.value.kind == "edit_outdated"


def test_confirming_its_only_open_claim_accepts_a_change(job: Job) -> None:
    edit = proposals.rewrite(job, LIE)
    at = next(n for n, one in enumerate(edit.claims) if one["state"] == "unsupported")
    fact = edits.confirm(edit, at, actor="user")
    edit.refresh_from_db()
    assert edit.status == "accepted"
    assert (edit.claims[at]["state"], edit.claims[at]["fact"]) == ("asserted", f"fact/{fact.pk}")
    assert (fact.item_id, fact.job_id, fact.document) == (
        edit.item_id, job.pk, proposals.base(job).document,
    )  # fmt: skip
    assert "97" in fact.text


def test_confirming_twice_makes_one_fact(job: Job) -> None:
    edit = proposals.rewrite(job, LIE)
    at = next(n for n, one in enumerate(edit.claims) if one["state"] == "unsupported")
    assert edits.confirm(edit, at, actor="user") == edits.confirm(edit, at, actor="user")
    assert Fact.objects.count() == 1


def test_a_claim_about_a_bullet_that_is_gone_becomes_no_fact(job: Job) -> None:
    edit = proposals.rewrite(job, LIE, mark="0" * 32)
    at = next(n for n, one in enumerate(edit.claims) if one["state"] == "unsupported")
    with pytest.raises(Refused):
        edits.confirm(edit, at, actor="user")
    assert not Fact.objects.exists()


def test_the_same_words_twice_are_typed_once(job: Job) -> None:
    edit = proposals.rewrite(job, LIE)
    words = "My editor tools in C++ cut iteration time by 97%"
    once = edits.rewrite(edit, words, actor="user")
    assert edits.rewrite(edit, words, actor="user").revision == once.revision


def test_with_another_claim_open_it_stays_blocked(job: Job) -> None:
    edit = proposals.rewrite(job, "Built tools in Rust that reduced iteration time by 97%")
    opened = [n for n, one in enumerate(edit.claims) if one["state"] == "unsupported"]
    assert len(opened) > 1
    edits.confirm(edit, opened[0], actor="user")
    edit.refresh_from_db()
    assert (edit.status, edit.revision) == ("blocked", 1)


def test_a_confirmed_sentence_goes_into_its_place_of_the_summary(job: Job) -> None:
    door.save(job, {"tailored_summary": "First sentence. Last sentence."}, actor="user")
    edit = proposals.sentence(job, "Managed 4711 people.", at=1)
    for at, one in enumerate(edit.claims):
        if one["state"] == "unsupported":
            edits.confirm(Edit.objects.get(pk=edit.pk), at, actor="user")
    assert after(job).tailored_summary == "First sentence. Managed 4711 people. Last sentence."
    assert after(job).origins["tailored_summary"] == "user"


def test_undoing_takes_the_sentence_out_again(job: Job) -> None:
    edit = proposals.sentence(job, "Managed 4711 people.")
    edits.rewrite(edit, "Managed people well.", actor="user")
    assert after(job).tailored_summary == "Managed people well."
    edit.refresh_from_db()
    undone = edits.undo(edit, actor="user")
    assert (undone.status, undone.after) == ("blocked", "Managed 4711 people.")
    assert after(job).tailored_summary is None


def test_a_confirmed_keyword_goes_into_its_group(job: Job) -> None:
    edit = proposals.keyword(job, "Kubernetes", group="Platforms")
    edits.confirm(edit, 0, actor="user")
    assert json.loads(after(job).tailored_skills or "") == [
        {"name": "Platforms", "keywords": ["Kubernetes"]}
    ]


def test_other_words_of_the_owner_accept_a_blocked_change(job: Job) -> None:
    edit = proposals.rewrite(job, LIE)
    told = edits.rewrite(edit, "Made editor tools in C++ for level designers", actor="user")
    assert (told.status, told.proposed, told.origin) == ("accepted", LIE, "model")


def test_other_words_around_a_machines_claim_do_not_confirm_it(job: Job) -> None:
    edit = proposals.rewrite(job, LIE)
    told = edits.rewrite(edit, "My editor tools in C++ cut iteration time by 97%", actor="user")
    assert told.status == "blocked"


def test_the_owners_own_claim_is_asserted(job: Job) -> None:
    edit = proposals.rewrite(job, SAME)
    told = edits.rewrite(edit, "Built editor tools in Rust", actor="user")
    states = {one["claim"]["text"]: one["state"] for one in told.claims}
    assert (told.status, states["Rust"]) == ("accepted", "asserted")


def test_no_words_are_no_answer(job: Job) -> None:
    with pytest.raises(Invalid):
        edits.rewrite(proposals.rewrite(job, SAME), "  ", actor="user")


def test_all_that_is_supported_is_accepted_at_once(job: Job) -> None:
    proposals.rewrite(job, SAME)
    proposals.rewrite(job, LIE, of=proposals.bullet(job, 3))
    proposals.rewrite(job, "Other words", of=proposals.bullet(job, 4), mark="0" * 32)
    assert edits.accept_supported(job, actor="user") == 1
    assert sorted(Edit.objects.values_list("status", flat=True)) == [
        "accepted", "blocked", "proposed",
    ]  # fmt: skip


def test_everything_blocked_can_be_left_out_at_once(job: Job) -> None:
    proposals.rewrite(job, LIE)
    proposals.sentence(job, "Managed 4711 people.")
    assert (len(edits.undecided(job)), edits.leave_out_all(job, actor="user")) == (2, 2)
    assert edits.undecided(job) == []


def test_the_owner_words_a_bullet_for_one_job(job: Job) -> None:
    about = proposals.bullet(job)
    edit = edits.own(job, about.address, "My own words", actor="user")
    assert (edit.status, edit.origin, edit.before) == ("accepted", "user", about.text)
    assert [one.after for one in edits.changes(job)] == ["My own words"]


def test_the_owners_words_replace_what_was_proposed_for_the_bullet(job: Job) -> None:
    proposed = proposals.rewrite(job, SAME)
    edits.own(job, proposals.bullet(job).address, "My own words", actor="user")
    proposed.refresh_from_db()
    assert proposed.status == "rejected"
    assert len(edits.changes(job)) == 1


def test_only_the_owner_hides_a_bullet_and_shows_it_again(job: Job) -> None:
    address = proposals.bullet(job).address
    edits.hide(job, address, actor="user")
    edits.hide(job, address, actor="user")
    assert [one.kind for one in edits.changes(job)] == ["hide"]
    edits.show(job, address, actor="user")
    assert edits.changes(job) == ()
    assert after(job).inputs == job.inputs


def test_a_bullet_that_is_not_there_cannot_be_hidden(job: Job) -> None:
    with pytest.raises(Refused) as refused:
        edits.hide(job, "experience/nowhere/description/0", actor="user")
    assert refused.value.kind == "edit_outdated"


def test_a_ready_jobs_pdf_is_asked_for_when_a_decision_moved_it(ada: User) -> None:
    job = proposals.job(ada, status="ready")
    edit = proposals.rewrite(job, SAME)
    door.decide(edit, "accept", actor="user")
    assert RegenerationRequest.objects.get().job_id == job.pk


def test_a_rejection_asks_for_no_pdf(ada: User) -> None:
    job = proposals.job(ada, status="ready")
    door.decide(proposals.rewrite(job, SAME), "reject", actor="user")
    assert not JobEvent.objects.exists()
    assert not RegenerationRequest.objects.exists()


def test_taking_changes_over_makes_the_next_version_of_the_base(job: Job) -> None:
    edit = edits.accept(proposals.rewrite(job, SAME), actor="user")
    base = proposals.base(job)
    version = edits.keep(job, base, [edit])
    assert (version.revision, version.document_id) == (base.revision + 1, base.document_id)
    assert SAME in [one.text for one in proposals.standing_bullets(version)]
    assert base.data != version.data
